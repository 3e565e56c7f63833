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

func TestADiskAndWhatIsWantedOfIt(t *testing.T) {
	for _, c := range []struct{ was, wanted, fresh, throwAway, fails, is bool }{
		{wanted: true, fresh: true, is: true},
		{fresh: true},
		{was: true, wanted: true, is: true},
		{was: true, wanted: true, fresh: true, is: true}, // booted before, but it was never ready
		{was: true, throwAway: true, is: true},
		{wanted: true, fails: true},
		{},
	} {
		dir := t.TempDir()
		if c.was {
			if err := Mark(dir); err != nil {
				t.Fatal(err)
			}
		}
		throwAway, err := Compare(dir, c.wanted, c.fresh)
		if is, _ := Is(dir); throwAway != c.throwAway || (err != nil) != c.fails || is != c.is {
			t.Errorf("%+v: throw away %v, is %v, %v", c, throwAway, is, err)
		}
	}
}
