package template

import (
	"path/filepath"
	"testing"
)

func TestWhatIsMadeInATemplateIsKnownAsSuchUntilItIsAClustersOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "localkube")
	is := func() bool {
		t.Helper()
		b, err := Is(dir)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if is() {
		t.Error("a new disk is a template's")
	}
	if err := Mark(dir); err != nil || !is() {
		t.Error("not marked", err)
	}
	for range 2 {
		if err := Unmark(dir); err != nil || is() {
			t.Error("still marked", err)
		}
	}
}
