package controlplane

import (
	"crypto/x509"
	"net/http"
	"time"

	"k8s.io/apiserver/pkg/authentication/authenticator"
)

// components recognizes the node's own components by their connections: a client shows one certificate for all of a connection, so
// there is no need to verify it for every request. They also stay who they are when the node becomes another cluster's: their watches
// go on, where a dozen clients would connect again and begin anew with all that they watch.
type components struct {
	next     authenticator.Request
	listener *listener
	// own tells whether a certificate is one of the node's components'.
	own func(*x509.Certificate) bool
}

func (c *components) AuthenticateRequest(r *http.Request) (*authenticator.Response, bool, error) {
	connection := c.listener.from(r.RemoteAddr)
	if connection == nil || r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return c.next.AuthenticateRequest(r)
	}
	shown := r.TLS.PeerCertificates[0]
	if known := connection.component.Load(); known != nil && time.Now().Before(shown.NotAfter) {
		return known, true, nil
	}
	who, ok, err := c.next.AuthenticateRequest(r)
	if ok && err == nil && c.own(shown) {
		connection.component.Store(who)
	}
	return who, ok, err
}
