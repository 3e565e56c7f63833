package boot

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

const isoSector = 2048

// Volume is what the machine needs to know of an ISO 9660 file system: its id and where the files of its root directory lie.
type Volume struct {
	ID    string
	Files []Extent
}

// Extent is a file of a Volume: ISO 9660 stores each in one piece. Offset and Size are in bytes.
type Extent struct {
	Name         string
	Offset, Size int64
}

// ReadVolume reads the primary volume descriptor and the root directory. Rock Ridge and Joliet names are not looked at:
// names are the plain ones, in capitals and without their version (";1").
func ReadVolume(disk io.ReaderAt) (Volume, error) {
	descriptor := make([]byte, isoSector)
	if _, err := disk.ReadAt(descriptor, 16*isoSector); err != nil {
		return Volume{}, fmt.Errorf("volume descriptor: %w", err)
	}
	if descriptor[0] != 1 || string(descriptor[1:6]) != "CD001" {
		return Volume{}, fmt.Errorf("no ISO 9660 volume")
	}
	_, root, err := directoryRecord(descriptor[156:190])
	if err != nil {
		return Volume{}, err
	}
	if root.Size > 1<<20 {
		return Volume{}, fmt.Errorf("root directory of %d bytes", root.Size)
	}
	directory := make([]byte, root.Size)
	if _, err := disk.ReadAt(directory, root.Offset); err != nil {
		return Volume{}, fmt.Errorf("root directory: %w", err)
	}
	volume := Volume{ID: strings.TrimRight(string(descriptor[40:72]), " \x00")}
	for at := 0; at < len(directory); {
		length := int(directory[at])
		if length == 0 { // records do not cross sectors: the rest of this one is padding
			at = (at/isoSector + 1) * isoSector
			continue
		}
		if at+length > len(directory) {
			return Volume{}, fmt.Errorf("root directory is cut off")
		}
		isDir, file, err := directoryRecord(directory[at : at+length])
		if err != nil {
			return Volume{}, err
		}
		if !isDir {
			volume.Files = append(volume.Files, file)
		}
		at += length
	}
	return volume, nil
}

// File finds a file by its plain name.
func (v Volume) File(name string) (Extent, error) {
	for _, f := range v.Files {
		if f.Name == name {
			return f, nil
		}
	}
	return Extent{}, fmt.Errorf("volume %s has no file %s", v.ID, name)
}

func directoryRecord(b []byte) (isDir bool, file Extent, err error) {
	if len(b) < 34 || len(b) < 33+int(b[32]) {
		return false, Extent{}, fmt.Errorf("bad directory record")
	}
	name, _, _ := bytes.Cut(b[33:33+int(b[32])], []byte(";"))
	return b[25]&2 != 0, Extent{
		Name:   strings.ToUpper(string(name)),
		Offset: int64(binary.LittleEndian.Uint32(b[2:])) * isoSector,
		Size:   int64(binary.LittleEndian.Uint32(b[10:])),
	}, nil
}
