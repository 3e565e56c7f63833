// Package template remembers on the data disk that what was made there is a template's: throw-away.
package template

import (
	"errors"
	"os"
	"path/filepath"

	"coracle.dev/node/internal/atomicfile"
)

// Dir is where it is remembered.
const Dir = "/var/lib/localkube"

func file(dir string) string { return filepath.Join(dir, "template") }

// Is tells whether the data below dir is a template's.
func Is(dir string) (bool, error) {
	_, err := os.Stat(file(dir))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Mark makes the data a template's.
func Mark(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(file(dir), nil, 0o600)
}

// Unmark makes the data a cluster's own, for good.
func Unmark(dir string) error {
	if err := os.Remove(file(dir)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return atomicfile.SyncDir(dir)
}

// Compare makes a fresh disk what is wanted, and tells whether what was made on the disk is to be thrown away: it is a template's, and
// a cluster is wanted. That is what an adoption leaves that was cut off.
func Compare(dir string, wanted, fresh bool) (throwAway bool, err error) {
	was, err := Is(dir)
	switch {
	case err != nil:
		return false, err
	case wanted && !was && fresh:
		return false, Mark(dir)
	case wanted && !was:
		return false, errors.New("the config disk is a template's, the data disk a cluster's")
	}
	return was && !wanted, nil
}
