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

// RotatingFile is a log of bounded size: at the limit it becomes NAME.1 and a new one begins. Safe for concurrent use.
type RotatingFile struct {
	mu    sync.Mutex
	path  string
	limit int64
	size  int64
	file  *os.File
}

// OpenLog continues the log at path.
func OpenLog(path string) (*RotatingFile, error) { return openRotating(path, logLimit) }

func openRotating(path string, limit int64) (*RotatingFile, error) {
	r := &RotatingFile{path: path, limit: limit}
	return r, r.open()
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

// Journal is PID 1's own log. Until the data disk is mounted it keeps the lines; safe for concurrent use.
type Journal struct {
	mu    sync.Mutex
	early []string
	file  *RotatingFile
}

// Printf adds a line with the seconds since the kernel started.
func (j *Journal) Printf(format string, args ...any) {
	line := fmt.Sprintf("%8.2f ", Uptime()) + fmt.Sprintf(format, args...) + "\n"
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		j.early = append(j.early, line)
		return
	}
	j.file.Write([]byte(line)) // a full disk must not stop the machine
}

// SaveTo writes what was kept, and from now on everything, to a file.
func (j *Journal) SaveTo(file *RotatingFile) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, line := range j.early {
		file.Write([]byte(line))
	}
	j.early, j.file = nil, file
}
