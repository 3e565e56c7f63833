package boot

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// Volume ids and the files looked for (docs/guest.md).
const (
	NodeVolume   = "CORACLE_NODE"
	ConfigVolume = "CORACLE_CFG"
	RootFile     = "ROOT.IMG"
)

// Role is what a disk is to this machine.
type Role int

const (
	Foreign Role = iota // somebody's data: never touched
	Node                // the ISO with the root file system
	Config              // the config disk
	Data                // the data disk
	Empty               // nothing but zeros at both ends: may become the data disk
)

// Disk is a whole disk: never a partition, never a loop device.
type Disk struct {
	Path   string // device file
	Role   Role
	Volume Volume // of Node and Config
	Ext4   Ext4   // of Data
}

var wholeDisk = regexp.MustCompile(`^(vd[a-z]+|sd[a-z]+|sr[0-9]+|nvme[0-9]+n[0-9]+)$`)

// WholeDisks keeps the names of whole disks, in order.
func WholeDisks(names []string) []string {
	var disks []string
	for _, name := range names {
		if wholeDisk.MatchString(name) {
			disks = append(disks, name)
		}
	}
	slices.Sort(disks)
	return disks
}

// Classify tells what a disk is by reading it. A disk that cannot be read, such as a CD drive without a disc, is Foreign.
func Classify(path string, disk io.ReaderAt, size int64) Disk {
	if v, err := ReadVolume(disk); err == nil {
		switch v.ID {
		case NodeVolume:
			return Disk{Path: path, Role: Node, Volume: v}
		case ConfigVolume:
			return Disk{Path: path, Role: Config, Volume: v}
		}
		return Disk{Path: path}
	}
	if fs, err := ReadExt4(disk); err == nil {
		if fs.Label == DataLabel {
			return Disk{Path: path, Role: Data, Ext4: fs}
		}
		return Disk{Path: path}
	}
	if empty, err := LooksEmpty(disk, size); err == nil && empty {
		return Disk{Path: path, Role: Empty}
	}
	return Disk{Path: path}
}

// FindDisks classifies every whole disk that the kernel knows now.
func FindDisks() ([]Disk, error) {
	entries, err := os.ReadDir("/sys/class/block")
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	var disks []Disk
	for _, name := range WholeDisks(names) {
		path := filepath.Join("/dev", name)
		disks = append(disks, inspect(path))
	}
	return disks, nil
}

func inspect(path string) Disk {
	f, err := os.Open(path)
	if err != nil {
		return Disk{Path: path}
	}
	defer f.Close()
	size, err := DiskSize(path)
	if err != nil {
		return Disk{Path: path}
	}
	return Classify(path, f, size)
}

// ChooseData picks the data disk: the one that carries the label, else the only empty one. More than one candidate is an
// error, as a wrong guess would hide or overwrite data. None yet is nil.
func ChooseData(disks []Disk) (*Disk, error) {
	for _, role := range []Role{Data, Empty} {
		var found *Disk
		for i := range disks {
			if disks[i].Role != role {
				continue
			}
			if found != nil {
				return nil, fmt.Errorf("two disks may be the data disk: %s and %s", found.Path, disks[i].Path)
			}
			found = &disks[i]
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, nil
}

// Find returns the first disk with a role, or nil.
func Find(disks []Disk, role Role) *Disk {
	for i := range disks {
		if disks[i].Role == role {
			return &disks[i]
		}
	}
	return nil
}
