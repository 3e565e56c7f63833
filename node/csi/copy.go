package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// copyFile copies what a file holds; holes stay holes.
func copyFile(from *os.File, to string, mode fs.FileMode) error {
	size, err := from.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	return errors.Join(copyData(from, out, size), out.Truncate(size), out.Close())
}

func copyData(from, to *os.File, size int64) error {
	for at := int64(0); at < size; {
		data, err := from.Seek(at, unix.SEEK_DATA)
		if errors.Is(err, unix.ENXIO) { // only a hole is left
			return nil
		}
		if err != nil {
			return err
		}
		if at, err = from.Seek(data, unix.SEEK_HOLE); err != nil {
			return err
		}
		if _, err := from.Seek(data, io.SeekStart); err != nil {
			return err
		}
		if _, err := to.Seek(data, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.CopyN(to, from, at-data); err != nil && !errors.Is(err, io.EOF) { // it got shorter
			return err
		}
	}
	return nil
}

// copyTree copies a directory with owners, modes, times, extended attributes and hard links. The source may change meanwhile: a
// pod may write there, and must not lead the copy out of its volume; that is why it is read through a root.
func copyTree(from, to string) error {
	root, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	t := tree{root: root, to: to, links: map[inode]string{}}
	err = fs.WalkDir(root.FS(), ".", func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			err = t.copy(path)
		}
		if errors.Is(err, fs.ErrNotExist) && path != "." { // removed while it was copied
			return nil
		}
		return err
	})
	for i := len(t.dirs) - 1; err == nil && i >= 0; i-- { // what is written into a directory changes its times
		err = t.dirs[i]()
	}
	return errors.Join(err, root.Close())
}

// inode is a file by whatever name.
type inode struct{ device, number uint64 }

type tree struct {
	root  *os.Root
	to    string
	links map[inode]string // what has more than one name, and where the copy of the first one is
	dirs  []func() error   // what is yet to be done with each directory
}

func (t *tree) copy(path string) error {
	info, err := t.root.Lstat(path)
	if err != nil {
		return err
	}
	stat := info.Sys().(*syscall.Stat_t)
	to := filepath.Join(t.to, path)
	id := inode{stat.Dev, stat.Ino}
	if first := t.links[id]; first != "" {
		return os.Link(first, to)
	}
	if !info.IsDir() && stat.Nlink > 1 {
		t.links[id] = to
	}
	switch info.Mode().Type() {
	case 0, fs.ModeDir:
		return t.copyOpened(path, to)
	case fs.ModeSymlink:
		target, err := t.root.Readlink(path)
		if err != nil {
			return err
		}
		if err := os.Symlink(target, to); err != nil {
			return err
		}
	case fs.ModeSocket: // is of no use without the program that made it
		return nil
	default:
		if err := unix.Mknod(to, stat.Mode, int(stat.Rdev)); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return finish(to, stat)
}

// copyOpened copies a file or directory with what only an open one tells. It does not wait for who writes into a pipe that has
// taken the file's place.
func (t *tree) copyOpened(path, to string) error {
	from, err := t.root.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	stat := info.Sys().(*syscall.Stat_t)
	switch {
	case info.IsDir():
		if err := os.Mkdir(to, 0o700); err != nil {
			return err
		}
		t.dirs = append(t.dirs, func() error { return finish(to, stat) })
		return copyAttributes(from, to)
	case info.Mode().IsRegular():
		if err := copyFile(from, to, 0o600); err != nil {
			return err
		}
		return errors.Join(finish(to, stat), copyAttributes(from, to))
	default:
		return fmt.Errorf("%s is no file any more: %w", path, fs.ErrNotExist)
	}
}

// finish gives a copy the owner, mode and times that the original has.
func finish(to string, stat *syscall.Stat_t) error {
	if err := os.Lchown(to, int(stat.Uid), int(stat.Gid)); err != nil {
		return err
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFLNK {
		if err := unix.Chmod(to, stat.Mode&^unix.S_IFMT); err != nil {
			return err
		}
	}
	times := []unix.Timespec{unix.Timespec(stat.Atim), unix.Timespec(stat.Mtim)}
	return unix.UtimesNanoAt(unix.AT_FDCWD, to, times, unix.AT_SYMLINK_NOFOLLOW)
}

func copyAttributes(from *os.File, to string) error {
	names := make([]byte, 64<<10)
	n, err := unix.Flistxattr(int(from.Fd()), names)
	if errors.Is(err, unix.ENOTSUP) {
		return nil
	}
	if err != nil {
		return err
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(names[:n]), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		value := make([]byte, 64<<10)
		n, err := unix.Fgetxattr(int(from.Fd()), name, value)
		if err == nil {
			err = unix.Setxattr(to, name, value[:n], 0)
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", to, name, err)
		}
	}
	return nil
}
