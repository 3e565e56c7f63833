package registries

import (
	"os"
	"path/filepath"
	"testing"

	"coracle.dev/node/internal/settings"
)

func TestContainerdIsToldOfMirrorsAndInsecureRegistries(t *testing.T) {
	dir := t.TempDir()
	err := Write(dir, &settings.Settings{RegistryMirrors: []string{"https://mirror.example/", "other.example"}, InsecureRegistries: []string{"10.0.0.5:5000"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"docker.io": `server = "https://registry-1.docker.io"

[host."https://mirror.example"]
  capabilities = ["pull", "resolve"]

[host."https://other.example"]
  capabilities = ["pull", "resolve"]
`,
		"10.0.0.5:5000": `server = "https://10.0.0.5:5000"

[host."https://10.0.0.5:5000"]
  capabilities = ["pull", "resolve"]
  skip_verify = true

[host."http://10.0.0.5:5000"]
  capabilities = ["pull", "resolve"]
`} {
		if b, err := os.ReadFile(filepath.Join(dir, name, "hosts.toml")); err != nil || string(b) != want {
			t.Errorf("%s: %v\n%s", name, err, b)
		}
	}
}
