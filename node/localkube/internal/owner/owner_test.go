package owner

import (
	"os"
	"path/filepath"
	"testing"
)

var (
	template = Owner{Cluster: "template", Template: true}
	one      = Owner{Cluster: "one"}
	two      = Owner{Cluster: "two"}
)

func TestWhoTookTheDataIsKnown(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "localkube")
	for _, o := range []Owner{template, one, two} {
		if err := o.Take(dir); err != nil {
			t.Fatal(err)
		}
		if was, err := read(dir); err != nil || *was != o {
			t.Error(was, err)
		}
	}
}

func TestADiskAndWhoFindsIt(t *testing.T) {
	for _, c := range []struct {
		was    *Owner
		fresh  bool
		finds  Owner
		change Change
		is     *Owner
		fails  bool
	}{
		{was: nil, fresh: true, finds: template, is: &template},
		{was: nil, fresh: true, finds: one, is: &one},
		{was: nil, finds: one, is: &one},
		{was: nil, finds: template, fails: true},
		{was: &template, finds: template, is: &template},
		{was: &template, fresh: true, finds: template, is: &template}, // booted before, but it was never ready
		{was: &one, finds: template, is: &one, fails: true},
		{was: &one, finds: one, is: &one},
		{was: &template, finds: one, change: FromTemplate, is: &template},
		{was: &one, finds: two, change: FromCluster, is: &one},
	} {
		dir := t.TempDir()
		if c.was != nil {
			if err := c.was.Take(dir); err != nil {
				t.Fatal(err)
			}
		}
		before, err := c.finds.Find(dir)
		if err != nil || before != c.change {
			t.Errorf("%+v: found %v, %v", c, before, err)
		}
		change, err := c.finds.Open(dir, c.fresh)
		is, _ := read(dir)
		if change != c.change || (err != nil) != c.fails || (is == nil) != (c.is == nil) || is != nil && *is != *c.is {
			t.Errorf("%+v: %v, is %v, %v", c, change, is, err)
		}
	}
}

func TestAFileThatCannotBeUnderstoodIsAnError(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(file(dir), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Open(dir, false); err == nil {
		t.Error("it was taken")
	}
}
