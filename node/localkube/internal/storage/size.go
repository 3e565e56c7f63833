package storage

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
	"k8s.io/klog/v2"
)

// From linux/fs.h and linux/quota.h.
const (
	getAttributes = 0x801c581f // FS_IOC_FSGETXATTR
	setAttributes = 0x401c5820 // FS_IOC_FSSETXATTR
	inherit       = 0x200      // FS_XFLAG_PROJINHERIT
	setQuota      = 0x800008<<8 | 2
	blockLimits   = 1 // QIF_BLIMITS
)

// attributes is struct fsxattr.
type attributes struct {
	flags, extentSize, extents, project, copyExtentSize uint32
	_                                                   [8]byte
}

// quota is struct if_dqblk; limits are in KiB, 0 is none.
type quota struct {
	hardLimit, softLimit, space            uint64
	inodeHardLimit, inodeSoftLimit, inodes uint64
	timeOfSpace, timeOfInodes              uint64
	valid, _                               uint32
}

// limit bounds what a directory, and all that is made in it from now on, may hold, in bytes; 0 is no bound. It is a project of ext4's
// whose ID is the directory's inode number, which no other directory has. On a data disk of before, which keeps no account of projects,
// nothing is bounded.
func limit(dir string, bytes int64) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	var s unix.Stat_t
	if err := unix.Fstat(int(d.Fd()), &s); err != nil {
		return err
	}
	project := uint32(s.Ino) // ext4's inode numbers have 32 bits
	if err = makeProject(d, project); err == nil {
		err = setLimit(d, project, uint64(bytes))
	}
	if errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, unix.ENOTTY) {
		klog.InfoS("The file system bounds no directories", "directory", dir)
		return nil
	}
	if err != nil {
		return fmt.Errorf("bound %s: %w", dir, err)
	}
	return nil
}

func makeProject(d *os.File, project uint32) error {
	var a attributes
	if _, _, no := unix.Syscall(unix.SYS_IOCTL, d.Fd(), getAttributes, uintptr(unsafe.Pointer(&a))); no != 0 {
		return no
	}
	a.project, a.flags = project, a.flags|inherit
	if _, _, no := unix.Syscall(unix.SYS_IOCTL, d.Fd(), setAttributes, uintptr(unsafe.Pointer(&a))); no != 0 {
		return no
	}
	return nil
}

func setLimit(d *os.File, project uint32, bytes uint64) error {
	q := quota{hardLimit: (bytes + 1023) / 1024, valid: blockLimits}
	if _, _, no := unix.Syscall6(unix.SYS_QUOTACTL_FD, d.Fd(), setQuota, uintptr(project), uintptr(unsafe.Pointer(&q)), 0, 0); no != 0 {
		return no
	}
	return nil
}
