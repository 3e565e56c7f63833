package boot

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"
)

func ext4With(label string, blocks uint32, state uint16) []byte {
	image := make([]byte, 2<<20)
	sb := image[1024:]
	binary.LittleEndian.PutUint32(sb[0x4:], blocks)
	binary.LittleEndian.PutUint32(sb[0x18:], 2) // blocks of 4 KiB
	binary.LittleEndian.PutUint16(sb[0x38:], 0xEF53)
	binary.LittleEndian.PutUint16(sb[0x3A:], state)
	copy(sb[0x78:0x88], label)
	return image
}

type unreadable struct{}

func (unreadable) Size() int64 { return 1 << 30 }

func (unreadable) ReadAt([]byte, int64) (int, error) { return 0, errors.New("no medium") }

func TestClassify(t *testing.T) {
	swap := make([]byte, 2<<20)
	copy(swap[4086:], "SWAPSPACE2")
	atEnd := make([]byte, 3<<20)
	atEnd[len(atEnd)-512] = 1
	for name, c := range map[string]struct {
		disk interface {
			io.ReaderAt
			Size() int64
		}
		want Role
	}{
		"node ISO":             {bytes.NewReader(isoWith(NodeVolume, nil)), Node},
		"config disk":          {bytes.NewReader(isoWith(ConfigVolume, nil)), Config},
		"another ISO":          {bytes.NewReader(isoWith("UBUNTU", nil)), Foreign},
		"data disk":            {bytes.NewReader(ext4With(DataLabel, 512, 1)), Data},
		"another ext4":         {bytes.NewReader(ext4With("home", 512, 1)), Foreign},
		"zeros":                {bytes.NewReader(make([]byte, 2<<20)), Empty},
		"zeros, less than MiB": {bytes.NewReader(make([]byte, 4096)), Empty},
		"swap":                 {bytes.NewReader(swap), Foreign},
		"a mark at its end":    {bytes.NewReader(atEnd), Foreign},
		"nothing":              {bytes.NewReader(nil), Foreign},
		"drive without disc":   {unreadable{}, Foreign},
	} {
		if got := Classify("/dev/x", c.disk, c.disk.Size()).Role; got != c.want {
			t.Errorf("%s: role %d, want %d", name, got, c.want)
		}
	}
}

func TestReadExt4(t *testing.T) {
	fs, err := ReadExt4(bytes.NewReader(ext4With(DataLabel, 512, 1)))
	if want := (Ext4{Label: DataLabel, Size: 2 << 20, Clean: true}); err != nil || fs != want {
		t.Errorf("%+v, %v", fs, err)
	}
	if fs, _ := ReadExt4(bytes.NewReader(ext4With(DataLabel, 512, 3))); fs.Clean {
		t.Error("a file system with errors counts as clean")
	}
	image := ext4With(DataLabel, 512, 1)
	for features, want := range map[uint32]bool{0x100: false, 0x2000: false, 0x2100: true, 0x2142: true} {
		binary.LittleEndian.PutUint32(image[1024+0x64:], features)
		if fs, err := ReadExt4(bytes.NewReader(image)); err != nil || fs.Projects != want {
			t.Errorf("features %x: %+v, %v", features, fs, err)
		}
	}
}

func TestWholeDisks(t *testing.T) {
	got := WholeDisks([]string{"vdb", "loop0", "vda1", "sr0", "sda", "sda2", "dm-0", "nvme0n1", "nvme0n1p1", "ram0", "vda", "zram0"})
	if want := []string{"nvme0n1", "sda", "sr0", "vda", "vdb"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestChooseData(t *testing.T) {
	a, b := Disk{Path: "a", Role: Empty}, Disk{Path: "b", Role: Empty}
	data, foreign := Disk{Path: "d", Role: Data}, Disk{Path: "f"}
	for name, c := range map[string]struct {
		disks []Disk
		want  string
		fails bool
	}{
		"the labelled one before an empty one": {[]Disk{a, data}, "d", false},
		"the only empty one":                   {[]Disk{foreign, a}, "a", false},
		"none":                                 {[]Disk{foreign}, "", false},
		"two empty ones":                       {[]Disk{a, b}, "", true},
		"two labelled ones":                    {[]Disk{data, data}, "", true},
	} {
		got, err := ChooseData(c.disks)
		if (err != nil) != c.fails {
			t.Errorf("%s: error %v", name, err)
		}
		path := ""
		if got != nil {
			path = got.Path
		}
		if path != c.want {
			t.Errorf("%s: %q", name, path)
		}
	}
}
