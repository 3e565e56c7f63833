package controlplane

import (
	"net"
	"net/http"
	"sync"

	"k8s.io/apiserver/pkg/endpoints/responsewriter"
)

// listener knows the connections that come from outside the node, to be able to end them, and says when one comes.
type listener struct {
	net.Listener
	asked func()

	mu   sync.Mutex
	open map[*outside]struct{}
}

type outside struct {
	net.Conn
	listener *listener
}

func newListener(l net.Listener, asked func()) *listener {
	return &listener{Listener: l, asked: asked, open: map[*outside]struct{}{}}
}

func (l *listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if a, ok := c.RemoteAddr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return c, nil
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
