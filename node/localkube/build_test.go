package node

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// versions are the module files beside go.mod, by the Kubernetes version in their name.
func versions(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("versions/v*.mod")
	if err != nil || len(files) == 0 {
		t.Fatalf("no module files: %v", err)
	}
	all := map[string]string{}
	for _, file := range files {
		all[strings.TrimSuffix(filepath.Base(file), ".mod")] = file
	}
	return all
}

// direct finds the requirements of a module file that are not marked as indirect.
var direct = regexp.MustCompile(`\n\t\S+ v[^\s/]+(?m:$)`)

func TestUnknownVersionIsRefusedWithThoseThatAreThere(t *testing.T) {
	output := filepath.Join(t.TempDir(), "localkube")
	for _, unknown := range []string{"1.36.2", "v1.0.0", "../go", ""} {
		var said bytes.Buffer
		build := exec.Command("./build", "--version", unknown, output)
		build.Stderr = &said
		var exit *exec.ExitError
		if err := build.Run(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Errorf("%q: %v", unknown, err)
		}
		for version := range versions(t) {
			if !strings.Contains(said.String(), version) {
				t.Errorf("%q: %s is not in: %s", unknown, version, &said)
			}
		}
		if _, err := os.Stat(output); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%q: there is an output", unknown)
		}
	}
}

func TestModuleFileOfEachVersion(t *testing.T) {
	defaults, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for version, file := range versions(t) {
		found, err := exec.Command("./modfile", strings.TrimPrefix(version, "v")).Output()
		if err != nil || strings.TrimSpace(string(found)) != file {
			t.Errorf("%s: %s, %v", version, found, err)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(content, []byte("\tk8s.io/kubernetes "+version+"\n")) {
			t.Errorf("%s is not of Kubernetes %s", file, version)
		}
		for _, ours := range direct.FindAllString(string(defaults), -1) {
			path := strings.Fields(ours)[0]
			itsOwn := regexp.MustCompile(`\n\t` + regexp.QuoteMeta(path) + ` \S+ // `)
			if !strings.HasPrefix(path, "k8s.io/") && !bytes.Contains(content, []byte(ours+"\n")) && !itsOwn.Match(content) {
				t.Errorf("%s has not go.mod's %s: versions/add makes it anew", file, strings.TrimSpace(ours))
			}
		}
		library := "v0." + strings.TrimPrefix(version, "v1.")
		for _, replaced := range regexp.MustCompile(`=> (\S+) (\S+)`).FindAllSubmatch(content, -1) {
			if string(replaced[2]) != library {
				t.Errorf("%s: %s is %s, not %s", file, replaced[1], replaced[2], library)
			}
		}
	}
}
