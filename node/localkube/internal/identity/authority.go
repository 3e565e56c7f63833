// Package identity makes and renews the certificates of the node: one identity for each component, from the two
// authorities that the host gave this cluster.
package identity

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// authority signs leaves.
type authority struct {
	cert *x509.Certificate
	key  crypto.Signer
	pem  []byte // its certificate
}

func parseAuthority(name, cert, key string) (*authority, error) {
	pair, err := tls.X509KeyPair([]byte(cert), []byte(key))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok || !pair.Leaf.IsCA {
		return nil, fmt.Errorf("%s is not a certificate authority with its key", name)
	}
	return &authority{pair.Leaf, signer, encodeCert(pair.Leaf.Raw)}, nil
}

// newAuthority makes a self-signed authority that lives ten years.
func newAuthority(name string, now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t, err := template(pkix.Name{CommonName: name}, now, now.AddDate(10, 0, 0))
	if err != nil {
		return nil, err
	}
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &authority{cert, key, encodeCert(der)}, err
}

// leaf is what a certificate is asked to say.
type leaf struct {
	name          string // of the file
	user          string
	organizations []string
	server        *names // nil for a client
}

// isClient tells whether it is for talking to the API server.
func (l leaf) isClient() bool {
	return l.server == nil && l.name != "apiserver-kubelet-client" && l.name != FrontProxyClient
}

// issue makes a key and a certificate for it. The result is one PEM file: key, leaf, and the authority if it is an
// intermediate one, so that a reader never sees the key of one and the certificate of another.
func (a *authority) issue(l leaf, now time.Time, life time.Duration) ([]byte, *x509.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	end := now.Add(life)
	if end.After(a.cert.NotAfter) {
		end = a.cert.NotAfter
	}
	t, err := template(pkix.Name{CommonName: l.user, Organization: l.organizations}, now, end)
	if err != nil {
		return nil, nil, err
	}
	t.KeyUsage, t.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if l.server != nil {
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		t.DNSNames, t.IPAddresses = l.server.dns, l.server.ips
	}
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, nil, err
	}
	keyPEM, err := encodeKey(key)
	if err != nil {
		return nil, nil, err
	}
	parts := [][]byte{keyPEM, encodeCert(der)}
	if !bytes.Equal(a.cert.RawSubject, a.cert.RawIssuer) {
		parts = append(parts, a.pem)
	}
	return bytes.Join(parts, nil), cert, nil
}

func template(subject pkix.Name, now, end time.Time) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	// An hour back: the host that looks at it may have a clock of its own.
	return &x509.Certificate{SerialNumber: serial, Subject: subject, NotBefore: now.Add(-time.Hour), NotAfter: end,
		BasicConstraintsValid: true}, err
}

func encodeCert(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func encodeKey(key crypto.Signer) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// verifyServing tells why clients that know the root would refuse a serving certificate, if they would.
func verifyServing(cert *x509.Certificate, intermediate *authority, root string, now time.Time) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	if !roots.AppendCertsFromPEM([]byte(root)) {
		return errors.New("pki.rootCert holds no certificate")
	}
	between.AddCert(intermediate.cert)
	_, err := cert.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: now})
	return err
}
