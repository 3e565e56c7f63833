package boot

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

const blkpg, blkpgAddPartition = 0x1269, 1

// DiskSize is the size of a disk in bytes.
func DiskSize(path string) (int64, error) {
	text, err := os.ReadFile(filepath.Join("/sys/class/block", filepath.Base(path), "size"))
	if err != nil {
		return 0, err
	}
	sectors, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return sectors * 512, err
}

// ExtentDevice makes a block device of a file on an ISO: a partition that only the kernel knows of, where the disk can have
// those, else (on a CD drive) a loop device, which costs a second copy in memory.
func ExtentDevice(disk string, file Extent, loadLoop func() error) (string, error) {
	size, err := DiskSize(disk)
	if err != nil {
		return "", err
	}
	if file.Offset+file.Size > size {
		return "", fmt.Errorf("%s is cut off: %s ends at %d, the disk at %d", disk, file.Name, file.Offset+file.Size, size)
	}
	f, err := os.Open(disk)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if addPartition(f, file) == nil {
		return disk + "1", nil
	}
	if err := loadLoop(); err != nil {
		return "", err
	}
	return loopDevice(f, file)
}

func addPartition(disk *os.File, file Extent) error {
	var partition [152]byte // struct blkpg_partition: start, length, number, two names
	binary.NativeEndian.PutUint64(partition[0:], uint64(file.Offset))
	binary.NativeEndian.PutUint64(partition[8:], uint64(file.Size))
	binary.NativeEndian.PutUint32(partition[16:], 1)
	argument := struct {
		op, flags, length int32
		data              unsafe.Pointer
	}{blkpgAddPartition, 0, int32(len(partition)), unsafe.Pointer(&partition)}
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, disk.Fd(), blkpg, uintptr(unsafe.Pointer(&argument)))
	runtime.KeepAlive(&partition)
	if errno != 0 {
		return errno
	}
	return nil
}

func loopDevice(disk *os.File, file Extent) (string, error) {
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer control.Close()
	number, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
	if err != nil {
		return "", fmt.Errorf("free loop device: %w", err)
	}
	path := fmt.Sprintf("/dev/loop%d", number)
	loop, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return "", err
	}
	defer loop.Close()
	config := unix.LoopConfig{Fd: uint32(disk.Fd())}
	config.Info.Offset, config.Info.Sizelimit = uint64(file.Offset), uint64(file.Size)
	config.Info.Flags = unix.LO_FLAGS_READ_ONLY
	if err := unix.IoctlLoopConfigure(int(loop.Fd()), &config); err != nil {
		return "", fmt.Errorf("%s on %s: %w", path, disk.Name(), err)
	}
	return path, nil
}
