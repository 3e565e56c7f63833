package signer

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	externaljwt "k8s.io/externaljwt/apis/v1"
)

func TestTokensAreSignedByTheKeyThatIsPublished(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "sa.pem")
	s, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"x"}`))
	signed, err := s.Sign(t.Context(), &externaljwt.SignJWTRequest{Claims: claims})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := s.FetchKeys(t.Context(), nil)
	if err != nil || len(keys.Keys) != 1 {
		t.Fatal(keys, err)
	}
	public, err := x509.ParsePKIXPublicKey(keys.Keys[0].Key)
	if err != nil {
		t.Fatal(err)
	}
	head, err := base64.RawURLEncoding.DecodeString(signed.Header)
	if err != nil || !strings.Contains(string(head), `"typ":"JWT"`) || !strings.Contains(string(head), keys.Keys[0].KeyId) {
		t.Errorf("header %s, %v", head, err)
	}
	signature, err := base64.RawURLEncoding.DecodeString(signed.Signature)
	if err != nil || len(signature) != 64 {
		t.Fatal(signed.Signature, err)
	}
	sum := sha256.Sum256([]byte(signed.Header + "." + claims))
	if !ecdsa.Verify(public.(*ecdsa.PublicKey), sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the signature is not valid")
	}
}

func TestTheKeyOutlivesTheProcess(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "sa.pem")
	var ids []string
	for range 2 {
		s, err := Open(file, "")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, s.public[0].id)
	}
	if ids[0] != ids[1] {
		t.Error(ids)
	}
	if i, err := os.Stat(file); err != nil || i.Mode().Perm() != 0o600 {
		t.Error(i, err)
	}
}

func TestAFileThatIsNoKeyIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sa.pem")
	for _, text := range []string{"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(file, ""); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestWhatARotatedKeyHasSignedStaysGoodAlsoAfterARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "sa.pem")
	s, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{s.public[0].id}
	for range 2 {
		if err := s.Rotate(); err != nil || s.Known() {
			t.Fatal("known, but not fetched", err)
		}
		want = append([]string{s.public[0].id}, want...)
	}
	again, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range []*Signer{s, again} {
		keys, err := each.FetchKeys(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for _, k := range keys.Keys {
			have = append(have, k.KeyId)
		}
		if !slices.Equal(have, want) {
			t.Errorf("%v, not %v", have, want)
		}
	}
	if err := again.Exchange(); err != nil || len(again.public) != 1 {
		t.Error("keys from before are left", err)
	}
}

func TestAnExchangedKeyIsTheOnlyOneAlsoAfterARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "sa.pem")
	s, err := Open(file, "")
	if err != nil {
		t.Fatal(err)
	}
	old := s.public[0].id
	if _, err := s.FetchKeys(t.Context(), nil); err != nil || !s.Known() {
		t.Error("fetched, but not known", err)
	}
	if err := s.Exchange(); err != nil || s.Known() {
		t.Fatal("known, but not fetched", err)
	}
	keys, err := s.FetchKeys(t.Context(), nil)
	if err != nil || len(keys.Keys) != 1 || keys.Keys[0].KeyId == old || !s.Known() {
		t.Error(keys, err)
	}
	again, err := Open(file, "")
	if err != nil || again.public[0].id != s.public[0].id {
		t.Error("another one after a restart", err)
	}
}

func TestAProbeNamesTheKey(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "keys", "sa.pem"), "")
	if err != nil {
		t.Fatal(err)
	}
	token, err := s.Probe("https://issuer")
	parts := strings.Split(token, ".")
	if err != nil || len(parts) != 3 {
		t.Fatal(token, err)
	}
	head, _ := base64.RawURLEncoding.DecodeString(parts[0])
	claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if !strings.Contains(string(head), s.public[0].id) || !strings.Contains(string(claims), `"https://issuer"`) {
		t.Errorf("%s %s", head, claims)
	}
}
