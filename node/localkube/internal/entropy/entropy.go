// Package entropy makes the machine's random numbers its own: copies of a sleeping machine would all go on with the same.
package entropy

import (
	"encoding/binary"
	"errors"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Reseed mixes a seed into the kernel's pool and has every generator, also those that the kernel keeps in processes, start
// anew from the pool.
func Reseed(seed []byte) error {
	f, err := os.OpenFile("/dev/urandom", os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	info := make([]byte, 8, 8+len(seed)) // struct rand_pool_info
	binary.NativeEndian.PutUint32(info, uint32(8*len(seed)))
	binary.NativeEndian.PutUint32(info[4:], uint32(len(seed)))
	info = append(info, seed...)
	err = ioctl(f, unix.RNDADDENTROPY, uintptr(unsafe.Pointer(&info[0])))
	runtime.KeepAlive(info)
	if err == nil {
		err = ioctl(f, unix.RNDRESEEDCRNG, 0)
	}
	return errors.Join(err, f.Close())
}

func ioctl(f *os.File, request uint, arg uintptr) error {
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, f.Fd(), uintptr(request), arg); errno != 0 {
		return os.NewSyscallError("ioctl "+f.Name(), errno)
	}
	return nil
}
