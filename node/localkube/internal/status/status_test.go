package status

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// authority makes a CA and a client certificate of it.
func authority(t *testing.T, organization string) (ca []byte, client *x509.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	issue := func(c, parent *x509.Certificate) *x509.Certificate {
		c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(1), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
		der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		made, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	root := &x509.Certificate{Subject: pkix.Name{CommonName: "ca"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	root = issue(root, root)
	client = issue(&x509.Certificate{Subject: pkix.Name{Organization: []string{organization}}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}, root)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root.Raw}), client
}

func testServer(t *testing.T) *Server {
	t.Helper()
	return &Server{KubernetesVersion: "v1.36.3", ClientCA: filepath.Join(t.TempDir(), "ca.crt"),
		Components: func() []service.Status { return nil },
		Settings:   func() *settings.Settings { return &settings.Settings{Cluster: "dev", Template: true} },
		Images:     http.NotFoundHandler(), Adopt: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })}
}

func TestOnlyAnAdministratorOfThePresentAuthorityIsAnswered(t *testing.T) {
	s := testServer(t)
	ask := func(method, path string, cert *x509.Certificate, ca []byte) int {
		t.Helper()
		if err := os.WriteFile(s.ClientCA, ca, 0o600); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		r.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{cert}}
		w := httptest.NewRecorder()
		s.handler(true).ServeHTTP(w, r)
		return w.Code
	}
	ca, admin := authority(t, "system:masters")
	other, user := authority(t, "users")
	for _, c := range []struct {
		method, path string
		cert         *x509.Certificate
		ca           []byte
		want         int
	}{
		{"GET", "/status", admin, ca, 200}, {"POST", "/adopt", admin, ca, 418}, {"GET", "/adopt", admin, ca, 405},
		{"GET", "/debug/pprof/", admin, ca, 404}, {"GET", "/status", user, other, 403}, {"POST", "/adopt", user, other, 403},
		{"GET", "/status", admin, other, 401}, {"POST", "/adopt", admin, other, 401},
	} {
		if got := ask(c.method, c.path, c.cert, c.ca); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.path, got, c.want)
		}
	}
}

func TestTheStatusNamesTheCluster(t *testing.T) {
	w := httptest.NewRecorder()
	testServer(t).handler(false).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/status", nil))
	var d map[string]any
	if err := json.NewDecoder(w.Body).Decode(&d); err != nil || d["cluster"] != "dev" || d["template"] != true || d["ready"] != true {
		t.Error(d, err)
	}
}
