package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// sysBlock is where the kernel lists block devices.
const sysBlock = "/sys/block"

// loopOf is the loop device of a file; empty if it has none.
func loopOf(file string) (string, error) {
	var wanted unix.Stat_t
	if err := unix.Stat(file, &wanted); err != nil {
		return "", err
	}
	devices, err := filepath.Glob(filepath.Join(sysBlock, "loop*", "loop"))
	if err != nil {
		return "", err
	}
	for _, dir := range devices {
		device := "/dev/" + filepath.Base(filepath.Dir(dir))
		info, err := loopInfo(device)
		if err == nil && info.Device == wanted.Dev && info.Inode == wanted.Ino {
			return device, nil
		}
		if err != nil && !isGone(err) {
			return "", fmt.Errorf("%s: %w", device, err)
		}
	}
	return "", nil
}

// isGone tells whether a device has been let go since it was listed.
func isGone(err error) bool {
	return errors.Is(err, unix.ENXIO) || errors.Is(err, unix.ENOENT)
}

func loopInfo(device string) (*unix.LoopInfo64, error) {
	f, err := os.OpenFile(device, os.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return unix.IoctlLoopGetStatus64(int(f.Fd()))
}

// attachLoop gives a file a loop device, if it has none yet.
func attachLoop(file string) (string, error) {
	if device, err := loopOf(file); err != nil || device != "" {
		return device, err
	}
	backing, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer backing.Close()
	control, err := loopControl()
	if err != nil {
		return "", err
	}
	defer control.Close()
	for {
		number, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
		if err != nil {
			return "", fmt.Errorf("no loop device is to be had: %w", err)
		}
		device := "/dev/loop" + strconv.Itoa(number)
		err = configureLoop(device, backing)
		if errors.Is(err, unix.EBUSY) { // somebody else was quicker
			continue
		}
		if err != nil {
			return "", fmt.Errorf("%s: %w", device, err)
		}
		return device, nil
	}
}

// loopControl opens what gives loop devices. Where the kernel has not loaded their module, nor made its file, opening the file has it
// loaded.
func loopControl() (*os.File, error) {
	const path, major, minor = "/dev/loop-control", 10, 237
	err := unix.Mknod(path, unix.S_IFCHR|0o600, int(unix.Mkdev(major, minor)))
	if err != nil && !errors.Is(err, unix.EEXIST) {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return os.OpenFile(path, os.O_RDWR, 0)
}

func configureLoop(device string, backing *os.File) error {
	f, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.IoctlLoopConfigure(int(f.Fd()), &unix.LoopConfig{Fd: uint32(backing.Fd())})
}

// withLoop does something to a file's loop device; nothing if it has none.
func withLoop(file string, do func(device *os.File) error) error {
	device, err := loopOf(file)
	if err != nil || device == "" {
		return err
	}
	f, err := os.OpenFile(device, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(do(f), f.Close())
}

// detachLoop lets a file's loop device go; who has it open keeps it until then.
func detachLoop(file string) error {
	return withLoop(file, func(device *os.File) error {
		return unix.IoctlSetInt(int(device.Fd()), unix.LOOP_CLR_FD, 0)
	})
}

// resizeLoop has a file's loop device be as large as the file.
func resizeLoop(file string) error {
	return withLoop(file, func(device *os.File) error {
		return unix.IoctlSetInt(int(device.Fd()), unix.LOOP_SET_CAPACITY, 0)
	})
}

// flushLoop has the file hold all that was written to its loop device.
func flushLoop(file string) error {
	return withLoop(file, (*os.File).Sync)
}
