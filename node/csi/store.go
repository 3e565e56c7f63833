package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// entry is a volume or a snapshot: a directory named ID, with a file of this and the content.
type entry struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Bytes int64     `json:"bytes"`
	Block bool      `json:"block"`
	Made  time.Time `json:"made"`

	SourceVolume   string `json:"sourceVolume,omitempty"`
	SourceSnapshot string `json:"sourceSnapshot,omitempty"`
}

const (
	about       = "about.json"
	contentName = "content"
	// A directory with one of these prefixes is not there yet, or no more.
	making   = ".new-"
	removing = ".gone-"
)

// kind is the directory of all volumes, or of all snapshots.
type kind struct{ dir string }

// store is what there is on the disk; it keeps nothing in memory but what is being done.
type store struct {
	volumes, snapshots kind

	mu   sync.Mutex
	busy map[string]bool
}

// openStore removes what an earlier driver has left half done.
func openStore(dir string) (*store, error) {
	s := &store{volumes: kind{filepath.Join(dir, "volumes")}, snapshots: kind{filepath.Join(dir, "snapshots")}, busy: map[string]bool{}}
	for _, k := range []kind{s.volumes, s.snapshots} {
		if err := os.MkdirAll(k.dir, 0o700); err != nil {
			return nil, err
		}
		left, err := filepath.Glob(filepath.Join(k.dir, ".*-*"))
		if err != nil {
			return nil, err
		}
		for _, each := range left {
			if err := os.RemoveAll(each); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// idOf is the same for the same name: so no name is ever given twice.
func idOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:16])
}

// hold keeps others from what has this id until release is called. Who is refused is to ask again.
func (s *store) hold(id string) (release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[id] {
		return nil, status.Errorf(codes.Aborted, "something is being done with %s", id)
	}
	s.busy[id] = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.busy, id)
	}, nil
}

// get finds an entry; nil if there is none.
func (k kind) get(id string) (*entry, error) {
	if id == "" || strings.ContainsAny(id, "/.") {
		return nil, nil
	}
	text, err := os.ReadFile(filepath.Join(k.dir, id, about))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENAMETOOLONG) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e := &entry{}
	if err := json.Unmarshal(text, e); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(k.dir, id, about), err)
	}
	return e, nil
}

// list is all of them by id.
func (k kind) list() ([]*entry, error) {
	dirs, err := os.ReadDir(k.dir)
	if err != nil {
		return nil, err
	}
	var all []*entry
	for _, dir := range dirs {
		e, err := k.get(dir.Name())
		if err != nil {
			return nil, err
		}
		if e != nil {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b *entry) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// content is where its data are: a directory, or a file if it is a block device.
func (k kind) content(id string) string { return filepath.Join(k.dir, id, contentName) }

// make adds an entry, whole or not at all. fill gets the path where the content has to be.
func (k kind) make(e *entry, fill func(content string) error) error {
	temporary := filepath.Join(k.dir, making+e.ID)
	if err := errors.Join(os.RemoveAll(temporary), os.Mkdir(temporary, 0o700)); err != nil {
		return err
	}
	err := fill(filepath.Join(temporary, contentName))
	if err == nil {
		err = write(temporary, e)
	}
	if err == nil {
		err = syncFileSystem(k.dir)
	}
	if err == nil {
		err = os.Rename(temporary, filepath.Join(k.dir, e.ID))
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(temporary))
	}
	return syncFileSystem(k.dir)
}

// change writes an entry anew.
func (k kind) change(e *entry) error {
	dir := filepath.Join(k.dir, e.ID)
	return errors.Join(write(dir, e), syncFileSystem(dir))
}

// remove takes an entry away that is there.
func (k kind) remove(id string) error {
	gone := filepath.Join(k.dir, removing+id)
	if err := errors.Join(os.RemoveAll(gone), os.Rename(filepath.Join(k.dir, id), gone)); err != nil {
		return err
	}
	return os.RemoveAll(gone)
}

func write(dir string, e *entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	temporary := filepath.Join(dir, making+about)
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(dir, about))
}

func syncFileSystem(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(unix.Syncfs(int(f.Fd())), f.Close())
}
