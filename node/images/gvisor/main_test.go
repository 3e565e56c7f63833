package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestInstallReplacesWhatIsThere(t *testing.T) {
	source, target := t.TempDir(), t.TempDir()
	for _, name := range programs {
		for dir, text := range map[string]string{source: "new " + name, target: "older and longer " + name} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := install(source, target); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(target)
	if err != nil || len(entries) != len(programs) {
		t.Fatalf("%v, %v", entries, err)
	}
	for _, name := range programs {
		text, err := os.ReadFile(filepath.Join(target, name))
		info, _ := os.Stat(filepath.Join(target, name))
		if err != nil || string(text) != "new "+name || info.Mode() != 0o755 {
			t.Errorf("%s: %q, %v, %v", name, text, info.Mode(), err)
		}
	}
}

func TestNothingIsInstalledWithoutTheWhole(t *testing.T) {
	source, target := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(source, "containerd-shim-runsc-v1"), nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := install(source, target); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(filepath.Join(target, "containerd-shim-runsc-v1")); err == nil {
		t.Error("the shim is there without what it starts")
	}
}
