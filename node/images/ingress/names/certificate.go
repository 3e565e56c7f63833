package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

const (
	authoritySecret = "ingress-ca"
	servingSecret   = "ingress-tls"
	certField       = "tls.crt"
	keyField        = "tls.key"

	life = 365 * 24 * time.Hour
	// skew is how far a browser's clock may lag.
	skew = time.Hour
)

// certify keeps one certificate of all names in a Secret, from where the proxy takes it.
func certify(ctx context.Context, secrets dynamic.ResourceInterface, names []string, now time.Time) error {
	read := func(name string) (cert, key []byte, err error) {
		s, err := secrets.Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return nil, nil, err
		}
		return data(s, certField), data(s, keyField), nil
	}
	caCert, caKey, err := read(authoritySecret)
	if err != nil {
		return err
	}
	authority, err := tls.X509KeyPair(caCert, caKey)
	if err != nil {
		return fmt.Errorf("secret %s: %w", authoritySecret, err)
	}
	cert, key, err := read(servingSecret)
	if err != nil {
		return err
	}
	names = allowed(authority.Leaf, names)
	if serves(cert, key, authority.Leaf, names, now) {
		return nil
	}
	cert, key, err = issue(authority, names, now)
	if err != nil {
		return err
	}
	patch, err := json.Marshal(map[string]any{"data": map[string][]byte{certField: cert, keyField: key}})
	if err != nil {
		return err
	}
	if _, err := secrets.Patch(ctx, servingSecret, types.MergePatchType, patch, metav1.PatchOptions{}); err != nil {
		return err
	}
	log.Printf("certified: %s", strings.Join(names, ", "))
	return nil
}

func data(secret *unstructured.Unstructured, field string) []byte {
	text, _, _ := unstructured.NestedString(secret.Object, "data", field)
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

// allowed are the names that the authority may certify. There is always one, as a certificate without any serves nobody.
func allowed(authority *x509.Certificate, names []string) []string {
	fit := []string{"localhost"}
	for _, name := range names {
		if slices.ContainsFunc(authority.PermittedDNSDomains, func(d string) bool {
			return name == d || strings.HasSuffix(name, "."+d)
		}) {
			fit = append(fit, name)
		}
	}
	slices.Sort(fit)
	return slices.Compact(fit)
}

// serves tells whether a certificate is of just these names, of this authority, of this key, and valid for another third of its life.
func serves(cert, key []byte, authority *x509.Certificate, names []string, now time.Time) bool {
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return false
	}
	return slices.Equal(pair.Leaf.DNSNames, names) && pair.Leaf.CheckSignatureFrom(authority) == nil &&
		now.After(pair.Leaf.NotBefore) && now.Before(pair.Leaf.NotAfter.Add(-life/3))
}

// issue makes a certificate, followed by that of the authority, and its key, as PEM.
func issue(authority tls.Certificate, names []string, now time.Time) (cert, key []byte, err error) {
	signer, ok := authority.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, nil, errors.New("the authority has no key")
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "coracle-ingress"},
		DNSNames:              names,
		NotBefore:             now.Add(-skew),
		NotAfter:              now.Add(life),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, authority.Leaf, private.Public(), signer)
	if err != nil {
		return nil, nil, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, nil, err
	}
	var chain bytes.Buffer
	for _, c := range append([][]byte{der}, authority.Certificate...) {
		if err := pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: c}); err != nil {
			return nil, nil, err
		}
	}
	return chain.Bytes(), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), nil
}
