package controlplane

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"sync/atomic"

	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/user"
)

// loopback is the API server's token for itself, which may do anything. Unlike stock Kubernetes' it can be exchanged.
type loopback struct{ token atomic.Pointer[string] }

func newLoopback() *loopback {
	l := &loopback{}
	l.exchange()
	return l
}

func (l *loopback) exchange() {
	t := rand.Text()
	l.token.Store(&t)
}

// AuthenticateToken says no to what it does not know without an error: others may know it.
func (l *loopback) AuthenticateToken(_ context.Context, token string) (*authenticator.Response, bool, error) {
	if subtle.ConstantTimeCompare([]byte(token), []byte(*l.token.Load())) == 0 {
		return nil, false, nil
	}
	return &authenticator.Response{User: &user.DefaultInfo{
		Name: user.APIServerUser, Groups: []string{user.AllAuthenticated, user.SystemPrivilegedGroup}}}, true, nil
}

func (l *loopback) request() authenticator.Request { return bearertoken.New(l) }

// wrap makes a client that is this user.
func (l *loopback) wrap(next http.RoundTripper) http.RoundTripper { return &bearer{l, next} }

type bearer struct {
	*loopback
	next http.RoundTripper
}

func (b *bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Header.Get("Authorization") == "" {
		r = r.Clone(r.Context())
		r.Header.Set("Authorization", "Bearer "+*b.token.Load())
	}
	return b.next.RoundTrip(r)
}

// WrappedRoundTripper lets client-go look through it.
func (b *bearer) WrappedRoundTripper() http.RoundTripper { return b.next }
