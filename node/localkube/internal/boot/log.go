package boot

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// LogDir holds one log per component.
const LogDir = "/var/log/coracle"

const logLimit = 10 << 20

// RotatingFile is a log of bounded size: at the limit it becomes NAME.1 and a new one begins. It keeps in memory what is
// written before it is opened. Safe for concurrent use.
type RotatingFile struct {
	mu    sync.Mutex
	path  string
	limit int64
	size  int64
	early []byte
	file  *os.File
}

// NewLog is the log of that name, still to be opened.
func NewLog(name string) *RotatingFile {
	return &RotatingFile{path: filepath.Join(LogDir, name+".log"), limit: logLimit}
}

// Open continues the file, with what was kept.
func (r *RotatingFile) Open() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file != nil {
		return nil
	}
	if err := r.open(); err != nil {
		return err
	}
	early := r.early
	r.early = nil
	_, err := r.write(early)
	return err
}

func (r *RotatingFile) open() error {
	if err := os.MkdirAll(filepath.Dir(r.path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o640)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return err
	}
	r.file, r.size = f, info.Size()
	return nil
}

// Write appends b whole, to the new file if it does not fit into the old.
func (r *RotatingFile) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.file == nil {
		r.early = append(r.early, b[:min(len(b), int(r.limit)-len(r.early))]...)
		return len(b), nil
	}
	return r.write(b)
}

func (r *RotatingFile) write(b []byte) (int, error) {
	if r.size > 0 && r.size+int64(len(b)) > r.limit {
		if err := os.Rename(r.path, r.path+".1"); err != nil {
			return 0, err
		}
		r.file.Close()
		if err := r.open(); err != nil {
			return 0, err
		}
	}
	n, err := r.file.Write(b)
	r.size += int64(n)
	return n, err
}

// Journal is PID 1's own log; safe for concurrent use.
type Journal struct{ *RotatingFile }

// Printf adds a line with the seconds since the kernel started.
func (j Journal) Printf(format string, args ...any) {
	line := fmt.Sprintf("%8.2f ", Uptime()) + fmt.Sprintf(format, args...) + "\n"
	_, _ = j.Write([]byte(line)) // a full disk must not stop the machine
}
