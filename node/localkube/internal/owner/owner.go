// Package owner remembers on the data disk whose it is: what was made there for one cluster is not another's.
package owner

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"coracle.dev/node/internal/atomicfile"
)

// Dir is where it is remembered.
const Dir = "/var/lib/localkube"

// Owner is a cluster, or nobody: a template is made to be given away.
type Owner struct {
	Cluster  string `json:"cluster"`
	Template bool   `json:"template"`
}

// Change is what has become of the data since it was used last.
type Change int

const (
	// None: it is the same owner's.
	None Change = iota
	// FromTemplate: what was made for nobody is a cluster's now, so its keys are thrown away.
	FromTemplate
	// FromCluster: it is a copy of another cluster's, whose pods and Secrets depend on its keys.
	FromCluster
)

func file(dir string) string { return filepath.Join(dir, "owner.json") }

// Take makes the data this owner's, for good.
func (o Owner) Take(dir string) error {
	b, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return atomicfile.Write(file(dir), append(b, '\n'), 0o600)
}

// Find tells what it is to this owner that the data is as it is. Data that nobody has taken is its own.
func (o Owner) Find(dir string) (Change, error) {
	was, err := read(dir)
	switch {
	case err != nil || was == nil || o.Template || *was == o:
		return None, err
	case was.Template:
		return FromTemplate, nil
	default:
		return FromCluster, nil
	}
}

// Open is Find before the data is used. It takes what nobody has, and refuses to make a cluster's data a template's.
func (o Owner) Open(dir string, fresh bool) (Change, error) {
	was, err := read(dir)
	switch {
	case err != nil:
		return None, err
	case o.Template && (was == nil && !fresh || was != nil && !was.Template):
		return None, errors.New("the config disk is a template's, the data disk a cluster's")
	case was == nil:
		return None, o.Take(dir)
	}
	return o.Find(dir)
}

// read returns nil for data that nobody has taken.
func read(dir string) (*Owner, error) {
	b, err := os.ReadFile(file(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	o := &Owner{}
	if err == nil {
		err = json.Unmarshal(b, o)
	}
	if err != nil {
		return nil, fmt.Errorf("owner.json of the data disk: %w", err)
	}
	return o, nil
}
