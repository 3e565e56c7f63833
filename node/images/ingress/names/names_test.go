package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func TestNamesOfEachKind(t *testing.T) {
	for object, want := range map[string][]string{
		`{"spec": {"rules": [{"host": "A.test"}, {}], "tls": [{"hosts": ["b.test"]}]}}`: {"a.test", "b.test"},
		`{"spec": {"listeners": [{"hostname": "*.c.test"}, {"port": 80}]}}`:             {"*.c.test"},
		`{"spec": {"hostnames": ["d.test", "e.test"]}}`:                                 {"d.test", "e.test"},
		`{"spec": {"defaultBackend": {}}}`:                                              nil,
		`{}`:                                                                            nil,
	} {
		var o map[string]any
		if err := json.Unmarshal([]byte(object), &o); err != nil {
			t.Fatal(err)
		}
		if got := namesOf(o); !slices.Equal(got, want) {
			t.Errorf("%s: %q", object, got)
		}
	}
}

func TestAnswersForTheNamesThereAre(t *testing.T) {
	h := &hosts{names: []string{"*.wild.test", "a.test"}, address: net.IPv4(127, 77, 1, 2).To4()}
	for _, test := range []struct {
		name          string
		kind          uint16
		code, records int
	}{
		{"a.test.", dns.TypeA, dns.RcodeSuccess, 1},
		{"A.Test.", dns.TypeA, dns.RcodeSuccess, 1},
		{"x.wild.test.", dns.TypeA, dns.RcodeSuccess, 1},
		{"x.y.wild.test.", dns.TypeA, dns.RcodeNameError, 0},
		{"wild.test.", dns.TypeA, dns.RcodeNameError, 0},
		{"a.test.", dns.TypeAAAA, dns.RcodeSuccess, 0},
		{"b.test.", dns.TypeA, dns.RcodeNameError, 0},
	} {
		m := h.answer(new(dns.Msg).SetQuestion(test.name, test.kind))
		if m.Rcode != test.code || len(m.Answer) != test.records || !m.Authoritative {
			t.Errorf("%s: %v", test.name, m)
		}
		if len(m.Answer) == 1 && m.Answer[0].(*dns.A).A.String() != "127.77.1.2" {
			t.Errorf("%s: %v", test.name, m.Answer)
		}
	}
	h.address = nil
	if m := h.answer(new(dns.Msg).SetQuestion("a.test.", dns.TypeA)); m.Rcode != dns.RcodeServerFailure {
		t.Errorf("without an address: %v", m)
	}
}

func TestAddressIsThatOfTheBalancer(t *testing.T) {
	for service, want := range map[string]string{
		`{"status": {"loadBalancer": {"ingress": [{"ip": "127.77.1.2"}]}}}`: "127.77.1.2",
		`{"status": {"loadBalancer": {}}}`:                                  "<nil>",
	} {
		var o map[string]any
		if err := json.Unmarshal([]byte(service), &o); err != nil {
			t.Fatal(err)
		}
		if got := addressOf(o).String(); got != want {
			t.Errorf("%s: %s", service, got)
		}
	}
}

func authority(t *testing.T, now time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ca"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(10 * life),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, PermittedDNSDomainsCritical: true,
		PermittedDNSDomains: []string{"test", "localhost"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

func TestCertificateIsOfTheNamesThatTheAuthorityMayCertify(t *testing.T) {
	now := time.Now()
	ca := authority(t, now)
	names := allowed(ca.Leaf, []string{"*.wild.test", "a.test", "bank.example.com", "contest"})
	if !slices.Equal(names, []string{"*.wild.test", "a.test", "localhost"}) {
		t.Fatal(names)
	}
	cert, key, err := issue(ca, names, now)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(ca.Leaf)
	for _, name := range []string{"a.test", "x.wild.test", "localhost"} {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: name, Roots: roots, CurrentTime: now}); err != nil {
			t.Error(err)
		}
	}
}

func TestCertificateIsMadeAgainWhenItDoesNotFit(t *testing.T) {
	now := time.Now()
	ca, names := authority(t, now), []string{"a.test"}
	cert, key, err := issue(ca, names, now)
	if err != nil {
		t.Fatal(err)
	}
	if !serves(cert, key, ca.Leaf, names, now) {
		t.Error("a new one does not serve")
	}
	if serves(nil, nil, ca.Leaf, names, now) || serves(cert, key, ca.Leaf, []string{"b.test"}, now) ||
		serves(cert, key, authority(t, now).Leaf, names, now) || serves(cert, key, ca.Leaf, names, now.Add(life*3/4)) {
		t.Error("one that does not fit serves")
	}
}
