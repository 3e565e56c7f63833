package state

import (
	"os"
	"path/filepath"
	"testing"
)

func TestANewDiskIsTaken(t *testing.T) {
	if s, err := Read(t.TempDir(), "v1.36.3"); err != nil || s != (State{}) {
		t.Error(s, err)
	}
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, "v1.36.3"); err != nil {
		t.Fatal(err)
	}
	for _, ours := range []string{"v1.36.3", "v1.36.0", "v1.37.1"} {
		if s, err := Read(dir, ours); err != nil || s != (State{1, "v1.36.3"}) {
			t.Error(ours, s, err)
		}
	}
}

func TestNewerDataAreRefused(t *testing.T) {
	for _, text := range []string{`{"version":2,"kubernetesVersion":"v1.36.3"}`, `{"version":1,"kubernetesVersion":"v1.37.0"}`,
		`{"version":1,"kubernetesVersion":"v2.0.0"}`, `{"version":1}`, `{`} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "state.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir, "v1.36.3"); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}
