// Package registries tells containerd where images come from, in the files that it reads before each pull.
package registries

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"coracle.dev/node/internal/settings"
)

// Write writes a hosts.toml in dir for Docker Hub's mirrors and for each insecure registry.
func Write(dir string, s *settings.Settings) error {
	var errs []error
	for registry, text := range hosts(s) {
		sub := filepath.Join(dir, registry)
		errs = append(errs, os.MkdirAll(sub, 0o755), os.WriteFile(filepath.Join(sub, "hosts.toml"), []byte(text), 0o644))
	}
	return errors.Join(errs...)
}

// hosts are the files' contents by registry.
func hosts(s *settings.Settings) map[string]string {
	files := map[string]string{}
	if len(s.RegistryMirrors) > 0 {
		var b strings.Builder
		b.WriteString("server = \"https://registry-1.docker.io\"\n")
		for _, mirror := range s.RegistryMirrors {
			if u, err := url.Parse(mirror); err != nil || u.Host == "" {
				mirror = "https://" + mirror
			}
			entry(&b, strings.TrimRight(mirror, "/"), false)
		}
		files["docker.io"] = b.String()
	}
	for _, registry := range s.InsecureRegistries {
		var b strings.Builder
		fmt.Fprintf(&b, "server = %q\n", "https://"+registry)
		entry(&b, "https://"+registry, true)
		entry(&b, "http://"+registry, false)
		files[registry] = b.String()
	}
	return files
}

func entry(b *strings.Builder, url string, skipVerify bool) {
	fmt.Fprintf(b, "\n[host.%q]\n  capabilities = [\"pull\", \"resolve\"]\n", url)
	if skipVerify {
		b.WriteString("  skip_verify = true\n")
	}
}
