package boot

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

// isoWith is a volume with files in its root directory, laid out as mkisofs does: one directory sector, then the files.
func isoWith(id string, files map[string]string, order ...string) []byte {
	image := make([]byte, 20*isoSector)
	record := func(name string, sector, size int, flags byte) []byte {
		b := make([]byte, 33+len(name)+(1-len(name)%2))
		b[0] = byte(len(b))
		binary.LittleEndian.PutUint32(b[2:], uint32(sector))
		binary.LittleEndian.PutUint32(b[10:], uint32(size))
		b[25] = flags
		b[32] = byte(len(name))
		copy(b[33:], name)
		return b
	}
	pvd := image[16*isoSector:]
	pvd[0] = 1
	copy(pvd[1:], "CD001")
	copy(pvd[40:72], id+strings.Repeat(" ", 32-len(id)))
	copy(pvd[156:], record("\x00", 18, isoSector, 2))
	directory := append(record("\x00", 18, isoSector, 2), record("\x01", 18, isoSector, 2)...)
	for _, name := range order {
		directory = append(directory, record(name+";1", len(image)/isoSector, len(files[name]), 0)...)
		content := make([]byte, (len(files[name])+isoSector-1)/isoSector*isoSector)
		copy(content, files[name])
		image = append(image, content...)
	}
	copy(image[18*isoSector:], directory)
	return image
}

func TestReadVolumeFindsFiles(t *testing.T) {
	image := isoWith("CORACLE_CFG", map[string]string{"CONFIG.JSO": "{}", "B": "second"}, "CONFIG.JSO", "B")
	v, err := ReadVolume(bytes.NewReader(image))
	if err != nil {
		t.Fatal(err)
	}
	if v.ID != ConfigVolume || len(v.Files) != 2 {
		t.Fatalf("%+v", v)
	}
	file, err := v.File("B")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(image[file.Offset : file.Offset+file.Size]); got != "second" {
		t.Errorf("content %q", got)
	}
	if _, err := v.File("C"); err == nil {
		t.Error("found a file that is not there")
	}
}

func TestReadVolumeRefusesWhatIsNone(t *testing.T) {
	whole := isoWith("X", map[string]string{"A": "a"}, "A")
	broken := bytes.Clone(whole)
	broken[18*isoSector] = 3 // a record shorter than any
	for name, image := range map[string][]byte{
		"zeros":               make([]byte, 20*isoSector),
		"shorter than one":    make([]byte, 1000),
		"cut off before root": whole[:17*isoSector],
		"broken directory":    broken,
	} {
		if v, err := ReadVolume(bytes.NewReader(image)); err == nil {
			t.Errorf("%s: %+v", name, v)
		}
	}
}
