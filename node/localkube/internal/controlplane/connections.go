package controlplane

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/endpoints/responsewriter"
)

// listener knows the connections that come from outside the node, to be able to end them, and says when one comes. It also knows those
// of the node itself, see components.
type listener struct {
	net.Listener
	asked func()

	mu     sync.Mutex
	open   map[*outside]struct{}
	inside map[string]*inside // by the client's address
}

type outside struct {
	net.Conn
	listener *listener
}

// inside is a connection of the node with itself.
type inside struct {
	net.Conn
	listener *listener
	// component is whose connection it is, if it is known.
	component atomic.Pointer[authenticator.Response]
}

func newListener(l net.Listener, asked func()) *listener {
	return &listener{Listener: l, asked: asked, open: map[*outside]struct{}{}, inside: map[string]*inside{}}
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if a, ok := c.RemoteAddr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		i := &inside{Conn: c, listener: l}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.inside[a.String()] = i
		return i, nil
	}
	l.asked()
	o := &outside{c, l}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open[o] = struct{}{}
	return o, nil
}

func (o *outside) Close() error {
	o.listener.mu.Lock()
	delete(o.listener.open, o)
	o.listener.mu.Unlock()
	return o.Conn.Close()
}

func (i *inside) Close() error {
	l, client := i.listener, i.RemoteAddr().String()
	l.mu.Lock()
	if l.inside[client] == i {
		delete(l.inside, client)
	}
	l.mu.Unlock()
	return i.Conn.Close()
}

// from is the connection of the node with itself that comes from this address; nil if it is none.
func (l *listener) from(client string) *inside {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inside[client]
}

// closeOutside ends the connections that are there now.
func (l *listener) closeOutside() {
	l.mu.Lock()
	all := make([]*outside, 0, len(l.open))
	for o := range l.open {
		all = append(all, o)
	}
	l.mu.Unlock()
	for _, o := range all {
		_ = o.Close()
	}
}

// parting ends a connection, in good order, whose client was not recognized: the certificate that it showed at the beginning
// may have been exchanged since, and the next connection shows the new one.
func parting(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(responsewriter.WrapForHTTP1Or2(&lastWords{w}), r)
	})
}

type lastWords struct{ http.ResponseWriter }

func (w *lastWords) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *lastWords) WriteHeader(status int) {
	if status == http.StatusUnauthorized {
		w.Header().Set("Connection", "close")
	}
	w.ResponseWriter.WriteHeader(status)
}
