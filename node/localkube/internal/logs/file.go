// Package logs gives each component a file of its own, although all of them log through the same global loggers.
package logs

import (
	"errors"
	"os"
	"sync"
)

// file is a log file that never grows beyond limit; what was before is kept in one file beside it, NAME.1.
type file struct {
	mu    sync.Mutex
	path  string
	limit int64
	f     *os.File
	size  int64
	onNew func(*os.File) error // called with each new file
}

func open(path string, limit int64, onNew func(*os.File) error) (*file, error) {
	l := &file{path: path, limit: limit, onNew: onNew}
	return l, l.reopen()
}

func (l *file) reopen() error {
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o640)
	if err != nil {
		return err
	}
	st, err := f.Stat()
	if err == nil && l.onNew != nil {
		err = l.onNew(f)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	l.f, l.size = f, st.Size()
	return nil
}

// Write appends b, whole.
func (l *file) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > 0 && l.size+int64(len(b)) > l.limit {
		if err := errors.Join(os.Rename(l.path, l.path+".1"), l.f.Close(), l.reopen()); err != nil {
			return 0, err
		}
	}
	n, err := l.f.Write(b)
	l.size += int64(n)
	return n, err
}

// Sync is part of the loggers' idea of an output; what was written is with the kernel, which is enough for a log.
func (l *file) Sync() error { return nil }
