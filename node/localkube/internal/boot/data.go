package boot

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"coracle.dev/node/internal/atomicfile"
	"coracle.dev/node/internal/owner"
)

// MountData mounts the data disk on /var/lib. An empty one is formatted first, one with errors checked, one that is smaller
// than its disk grown. The kernel has the module quota_v2.
func MountData(procs *Processes, journal Journal, disk Disk) error {
	options := ""
	if disk.Role == Empty || disk.Ext4.Projects {
		options = "prjquota"
	}
	switch {
	case disk.Role == Empty:
		if err := format(procs, journal, disk.Path); err != nil {
			return err
		}
	case !disk.Ext4.Clean:
		code, output, err := procs.Run(30*time.Minute, "/usr/sbin/e2fsck", "-p", disk.Path)
		if err == nil && code > 1 { // 1: errors were corrected
			err = fmt.Errorf("e2fsck: exit %d: %s", code, output)
		}
		if err != nil {
			return err
		}
		journal.Printf("data: %s was checked: %s", disk.Path, output)
	}
	if err := unix.Mount(disk.Path, "/var/lib", "ext4", unix.MS_NOATIME, options); err != nil {
		return fmt.Errorf("mount %s: %w", disk.Path, err)
	}
	if disk.Role == Data {
		if err := grow(procs, journal, disk); err != nil {
			return err
		}
	}
	if err := os.MkdirAll("/var/lib/log", 0o755); err != nil {
		return err
	}
	if err := unix.Mount("/var/lib/log", "/var/log", "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("mount /var/log: %w", err)
	}
	return unix.Mount("", "/", "", unix.MS_SHARED|unix.MS_REC, "") // volumes mounted by the kubelet must reach containers
}

const blkidNothing = 2 // blkid's exit code when it finds nothing

// format makes the file system on a disk whose ends are known to be empty, if blkid finds nothing elsewhere on it.
func format(procs *Processes, journal Journal, path string) error {
	code, output, err := procs.Run(time.Minute, "/usr/sbin/blkid", "-p", path)
	if err != nil {
		return err
	}
	if code != blkidNothing {
		return fmt.Errorf("%s is not formatted, as it is not empty: blkid: exit %d: %s", path, code, output)
	}
	began := time.Now()
	err = procs.Must(10*time.Minute, "/usr/sbin/mkfs.ext4", "-q", "-F", "-L", DataLabel, "-m", "1", "-O", "quota,project",
		"-E", "quotatype=prjquota,lazy_itable_init=1,lazy_journal_init=1,nodiscard", path)
	journal.Printf("data: formatted %s in %v", path, time.Since(began).Round(time.Millisecond))
	return err
}

// grow enlarges the mounted file system to its disk when that is larger by more than a block group's worth.
func grow(procs *Processes, journal Journal, disk Disk) error {
	size, err := DiskSize(disk.Path)
	if err != nil {
		return err
	}
	const worthIt = 128 << 20
	if size-disk.Ext4.Size < worthIt {
		return nil
	}
	err = procs.Must(10*time.Minute, "/usr/sbin/resize2fs", disk.Path)
	journal.Printf("data: grown from %d to %d bytes", disk.Ext4.Size, size)
	return err
}

const machineIDFile = "/var/lib/coracle/machine-id"

// MachineID gives the machine the id that its data disk carries, made at first boot; another owner's is worth nothing to this one.
func MachineID(s Settings) error {
	change, err := owner.Owner{Cluster: s.Cluster, Template: s.Template}.Find(owner.Dir)
	if err != nil {
		return err
	}
	id, err := os.ReadFile(machineIDFile)
	if errors.Is(err, os.ErrNotExist) || err == nil && change != owner.None {
		_, err = NewMachineID()
		return err
	}
	if err != nil {
		return err
	}
	return os.WriteFile(etcMachineID, id, 0o444)
}

const etcMachineID = "/etc/machine-id"

// NewMachineID gives the machine another id for good, and returns it: 32 hexadecimal digits.
func NewMachineID() (string, error) {
	b := make([]byte, 16)
	rand.Read(b) // never fails
	id := hex.EncodeToString(b)
	if err := os.MkdirAll(filepath.Dir(machineIDFile), 0o755); err != nil {
		return "", err
	}
	for _, file := range []string{machineIDFile, etcMachineID} {
		if err := atomicfile.Write(file, []byte(id+"\n"), 0o444); err != nil {
			return "", err
		}
	}
	return id, nil
}
