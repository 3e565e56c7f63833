package controlplane

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	apiserverv1 "k8s.io/apiserver/pkg/apis/apiserver/v1"
	"k8s.io/apiserver/pkg/server/options/encryptionconfig"

	"coracle.dev/node/internal/atomicfile"
)

// Encryption is the key with which Secrets are encrypted in etcd, and those with which older ones were, in a file on the data disk, and
// the API server's use of them.
type Encryption struct {
	File string

	transformers *encryptionconfig.DynamicTransformers
}

// Ensure makes the key at first boot.
func (e *Encryption) Ensure() error {
	if _, err := os.Stat(e.File); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return e.write(nil)
}

// Exchange makes a new key, the only one from now on: what was encrypted before cannot be read any more.
func (e *Encryption) Exchange(ctx context.Context) error {
	return errors.Join(e.write(nil), e.reload(ctx))
}

// Rotate makes a new key, with which all is encrypted that is written from now on. What was written before can be read.
func (e *Encryption) Rotate(ctx context.Context) error {
	b, err := os.ReadFile(e.File)
	if err != nil {
		return err
	}
	var c apiserverv1.EncryptionConfiguration
	if err := yaml.Unmarshal(b, &c); err != nil {
		return fmt.Errorf("%s: %w", e.File, err)
	}
	return errors.Join(e.write(c.Resources[0].Providers[0].Secretbox.Keys), e.reload(ctx))
}

func (e *Encryption) reload(ctx context.Context) error {
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

// write makes a key and puts it before others. Its name is in what it encrypts. What is written is JSON, which is YAML.
func (e *Encryption) write(before []apiserverv1.Key) error {
	if err := os.MkdirAll(filepath.Dir(e.File), 0o700); err != nil {
		return err
	}
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	key := apiserverv1.Key{Name: strings.ToLower(rand.Text()), Secret: base64.StdEncoding.EncodeToString(secret)}
	b, err := json.Marshal(apiserverv1.EncryptionConfiguration{
		TypeMeta: metav1.TypeMeta{APIVersion: apiserverv1.SchemeGroupVersion.String(), Kind: "EncryptionConfiguration"},
		Resources: []apiserverv1.ResourceConfiguration{{Resources: []string{"secrets"}, Providers: []apiserverv1.ProviderConfiguration{
			{Secretbox: &apiserverv1.SecretboxConfiguration{Keys: append([]apiserverv1.Key{key}, before...)}},
			{Identity: &apiserverv1.IdentityConfiguration{}}}}},
	})
	if err != nil {
		return err
	}
	return atomicfile.Write(e.File, append(b, '\n'), 0o600)
}
