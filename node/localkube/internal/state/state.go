// Package state guards the data disk: a node must not touch data that a newer one has written.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/util/version"

	"coracle.dev/node/internal/atomicfile"
)

// Layout is the version of the layout of the data that this node reads and writes.
const Layout = 1

// State is state.json on the data disk.
type State struct {
	Version           int    `json:"version"`
	KubernetesVersion string `json:"kubernetesVersion"`
}

// Read reads dir/state.json and tells whether a node of this Kubernetes version may use the data. A disk without the file
// is new, its State is the zero value.
func Read(dir, kubernetesVersion string) (State, error) {
	var s State
	b, err := os.ReadFile(filepath.Join(dir, "state.json"))
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, fmt.Errorf("state.json of the data disk: %w", err)
	}
	if s.Version > Layout {
		return s, fmt.Errorf("the data disk has layout %d, this node knows up to %d", s.Version, Layout)
	}
	theirs, err := version.ParseSemantic(s.KubernetesVersion)
	if err != nil {
		return s, fmt.Errorf("state.json of the data disk: %w", err)
	}
	ours, err := version.ParseSemantic(kubernetesVersion)
	if err != nil {
		return s, err
	}
	if theirs.Major() > ours.Major() || theirs.Major() == ours.Major() && theirs.Minor() > ours.Minor() {
		return s, fmt.Errorf("the data disk was used by Kubernetes %s, which %s cannot read", s.KubernetesVersion, kubernetesVersion)
	}
	return s, nil
}

// Write records that this node has used the data.
func Write(dir, kubernetesVersion string) error {
	b, err := json.Marshal(State{Version: Layout, KubernetesVersion: kubernetesVersion})
	if err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(dir, "state.json"), append(b, '\n'), 0o644)
}
