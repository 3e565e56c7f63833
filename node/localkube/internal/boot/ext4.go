package boot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// DataLabel is the ext4 label of a data disk.
const DataLabel = "coracle-data"

// Ext4 is what the superblock says of a file system.
type Ext4 struct {
	Label string
	Size  int64 // bytes
	Clean bool  // no errors were seen; a journal to replay does not count, mounting does that
	// Projects: it keeps account of directories, to bound them.
	Projects bool
}

var errNotExt4 = errors.New("no ext4 file system")

// ReadExt4 reads the superblock.
func ReadExt4(disk io.ReaderAt) (Ext4, error) {
	sb := make([]byte, 1024)
	if _, err := disk.ReadAt(sb, 1024); err != nil {
		return Ext4{}, fmt.Errorf("superblock: %w", err)
	}
	if binary.LittleEndian.Uint16(sb[0x38:]) != 0xEF53 {
		return Ext4{}, errNotExt4
	}
	blocks := int64(binary.LittleEndian.Uint32(sb[0x4:]))
	if binary.LittleEndian.Uint32(sb[0x60:])&0x80 != 0 { // 64bit feature
		blocks |= int64(binary.LittleEndian.Uint32(sb[0x150:])) << 32
	}
	const (
		hasErrors = 2
		projects  = 0x100 | 0x2000 // features quota and project
	)
	label, _, _ := bytes.Cut(sb[0x78:0x88], []byte{0})
	return Ext4{
		Label:    string(label),
		Size:     blocks * (1024 << binary.LittleEndian.Uint32(sb[0x18:])),
		Clean:    binary.LittleEndian.Uint16(sb[0x3A:])&hasErrors == 0,
		Projects: binary.LittleEndian.Uint32(sb[0x64:])&projects == projects,
	}, nil
}

// LooksEmpty tells whether the first and the last MiB (or all of a smaller disk) hold nothing but zeros: partition tables,
// RAID and volume managers have their marks in one of the two.
func LooksEmpty(disk io.ReaderAt, size int64) (bool, error) {
	const part = 1 << 20
	buf := make([]byte, min(part, size))
	for _, offset := range []int64{0, max(0, size-part)} {
		if _, err := disk.ReadAt(buf, offset); err != nil && err != io.EOF {
			return false, err
		}
		for _, b := range buf {
			if b != 0 {
				return false, nil
			}
		}
	}
	return size > 0, nil
}
