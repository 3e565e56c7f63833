package controlplane

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/apiserver/pkg/server/options/encryptionconfig"

	"coracle.dev/node/internal/atomicfile"
)

// Encryption is the key with which Secrets are encrypted in etcd, in a file on the data disk, and the API server's use of it.
type Encryption struct {
	File string

	transformers *encryptionconfig.DynamicTransformers
}

// Ensure makes the key at first boot.
func (e *Encryption) Ensure() error {
	if _, err := os.Stat(e.File); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return e.create()
}

// Exchange makes a new key, the only one from now on: what was encrypted before cannot be read any more.
func (e *Encryption) Exchange(ctx context.Context) error {
	if err := e.create(); err != nil {
		return err
	}
	if e.transformers == nil { // a user's own configuration is in use
		return nil
	}
	c, err := e.load(ctx)
	if err != nil {
		return err
	}
	e.transformers.Set(c.Transformers, func() {}, c.HealthChecks[0], c.KMSCloseGracePeriod)
	return nil
}

// open reads the file for the API server. It is not left to watch it: it would look once a minute.
func (e *Encryption) open(ctx context.Context) (*encryptionconfig.DynamicTransformers, error) {
	c, err := e.load(ctx)
	if err != nil {
		return nil, err
	}
	e.transformers = encryptionconfig.NewDynamicTransformers(c.Transformers, c.HealthChecks[0], func() {}, c.KMSCloseGracePeriod)
	return e.transformers, nil
}

func (e *Encryption) load(ctx context.Context) (*encryptionconfig.EncryptionConfiguration, error) {
	const replaceable = true
	return encryptionconfig.LoadEncryptionConfig(ctx, e.File, replaceable, "")
}

func (e *Encryption) create() error {
	if err := os.MkdirAll(filepath.Dir(e.File), 0o700); err != nil {
		return err
	}
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return atomicfile.Write(e.File, fmt.Appendf(nil, `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - secretbox:
      keys:
      - name: first
        secret: %s
  - identity: {}
`, base64.StdEncoding.EncodeToString(key)), 0o600)
}
