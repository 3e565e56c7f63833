package controlplane

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/user"
)

// door is an API server's, with one connection of the node with itself; it counts how often a certificate is verified.
type door struct {
	*components
	client   net.Conn
	served   net.Conn
	verified int
	refuses  bool
}

func newDoor(t *testing.T) *door {
	t.Helper()
	inner, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{components: &components{listener: newListener(inner, func() {}), own: func(c *x509.Certificate) bool { return c.Subject.CommonName == "scheduler" }}}
	d.next = authenticator.RequestFunc(func(r *http.Request) (*authenticator.Response, bool, error) {
		d.verified++
		return &authenticator.Response{User: &user.DefaultInfo{Name: r.TLS.PeerCertificates[0].Subject.CommonName}}, !d.refuses, nil
	})
	if d.client, err = (&net.Dialer{}).DialContext(t.Context(), "tcp", inner.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if d.served, err = d.listener.Accept(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _, _ = d.client.Close(), d.served.Close(), inner.Close() })
	return d
}

// who is the user of a request over the connection from this address, whose client showed this certificate.
func (d *door) who(t *testing.T, from string, shown *x509.Certificate) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.RemoteAddr, r.TLS = from, &tls.ConnectionState{PeerCertificates: []*x509.Certificate{shown}}
	a, ok, err := d.AuthenticateRequest(r)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		return ""
	}
	return a.User.GetName()
}

func certificate(name string, life time.Duration) *x509.Certificate {
	c := &x509.Certificate{NotAfter: time.Now().Add(life)}
	c.Subject.CommonName = name
	return c
}

func TestAComponentIsVerifiedOnceForAConnection(t *testing.T) {
	d := newDoor(t)
	here, scheduler := d.client.LocalAddr().String(), certificate("scheduler", time.Hour)
	for range 3 {
		if who := d.who(t, here, scheduler); who != "scheduler" {
			t.Error(who)
		}
	}
	if d.verified != 1 {
		t.Errorf("verified %d times", d.verified)
	}
}

func TestAComponentStaysWhoItIsWhenItsCertificateIsExchanged(t *testing.T) {
	d := newDoor(t)
	here, scheduler := d.client.LocalAddr().String(), certificate("scheduler", time.Hour)
	d.who(t, here, scheduler)
	d.refuses, d.own = true, func(*x509.Certificate) bool { return false }
	if who := d.who(t, here, scheduler); who != "scheduler" {
		t.Error("its connection is worth nothing any more")
	}
	if who := d.who(t, "127.0.0.1:1", scheduler); who != "" {
		t.Errorf("another connection is %s's", who)
	}
	_ = d.served.Close()
	if who := d.who(t, here, scheduler); who != "" {
		t.Errorf("one that comes later from there is %s's", who)
	}
}

func TestNobodyElseIsKnownByAConnection(t *testing.T) {
	for _, shown := range []*x509.Certificate{certificate("kubernetes-admin", time.Hour), certificate("scheduler", -time.Second)} {
		d := newDoor(t)
		here := d.client.LocalAddr().String()
		d.who(t, here, shown)
		d.refuses = true
		if who := d.who(t, here, shown); who != "" {
			t.Errorf("%s is", who)
		}
	}
}
