package controlplane

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/storage/value"
)

var secrets = schema.GroupResource{Resource: "secrets"}

func TestWhatWasEncryptedBeforeTheKeyWasExchangedCannotBeReadAfterwards(t *testing.T) {
	e := &Encryption{File: filepath.Join(t.TempDir(), "keys", "encryption.yaml")}
	if err := e.Ensure(); err != nil {
		t.Fatal(err)
	}
	all, err := e.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tr, where := all.TransformerForResource(secrets), value.DefaultContext("key")
	old, err := tr.TransformToStorage(t.Context(), []byte("hush"), where)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Exchange(t.Context()); err != nil {
		t.Fatal(err)
	}
	if plain, _, err := tr.TransformFromStorage(t.Context(), old, where); err == nil {
		t.Errorf("it is %q", plain)
	}
	fresh, err := tr.TransformToStorage(t.Context(), []byte("hush"), where)
	if err != nil {
		t.Fatal(err)
	}
	next, err := (&Encryption{File: e.File}).open(t.Context()) // after a restart
	if err != nil {
		t.Fatal(err)
	}
	if plain, _, err := next.TransformerForResource(secrets).TransformFromStorage(t.Context(), fresh, where); err != nil || string(plain) != "hush" {
		t.Errorf("%q, %v", plain, err)
	}
}

func TestWhatWasEncryptedBeforeTheKeyWasRotatedCanBeReadAlsoAfterARestart(t *testing.T) {
	e := &Encryption{File: filepath.Join(t.TempDir(), "keys", "encryption.yaml")}
	if err := e.Ensure(); err != nil {
		t.Fatal(err)
	}
	all, err := e.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tr, where := all.TransformerForResource(secrets), value.DefaultContext("key")
	var stored [][]byte
	for range 3 {
		b, err := tr.TransformToStorage(t.Context(), []byte("hush"), where)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, b)
		if err := e.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	restarted, err := (&Encryption{File: e.File}).open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range stored {
		for _, tr := range []value.Transformer{tr, restarted.TransformerForResource(secrets)} {
			if plain, stale, err := tr.TransformFromStorage(t.Context(), b, where); err != nil || string(plain) != "hush" || !stale {
				t.Errorf("%d: %q, stale %v, %v", i, plain, stale, err)
			}
		}
	}
	if err := e.Exchange(t.Context()); err != nil {
		t.Fatal(err)
	}
	if plain, _, err := tr.TransformFromStorage(t.Context(), stored[2], where); err == nil {
		t.Errorf("it is %q", plain)
	}
}

func TestTheKeyIsMadeOnceAndForRootOnly(t *testing.T) {
	e := &Encryption{File: filepath.Join(t.TempDir(), "keys", "encryption.yaml")}
	var seen []string
	for range 2 {
		if err := e.Ensure(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(e.File)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, string(b))
	}
	if i, err := os.Stat(e.File); seen[0] != seen[1] || err != nil || i.Mode().Perm() != 0o600 {
		t.Error(i, err)
	}
}

func TestTheServersTokenForItselfIsExchanged(t *testing.T) {
	l := newLoopback()
	old := *l.token.Load()
	who := func(token string) bool {
		r, ok, err := l.AuthenticateToken(t.Context(), token)
		return ok && err == nil && r.User.GetName() == "system:apiserver"
	}
	if !who(old) || who("") || who(old+"x") {
		t.Error("not recognized")
	}
	l.exchange()
	if who(old) || !who(*l.token.Load()) {
		t.Error("not exchanged")
	}
	var sent string
	next := roundTripper(func(r *http.Request) { sent = r.Header.Get("Authorization") })
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	_, _ = l.wrap(next).RoundTrip(r)
	if sent != "Bearer "+*l.token.Load() || r.Header.Get("Authorization") != "" {
		t.Error(sent)
	}
}

type roundTripper func(*http.Request)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { f(r); return nil, nil }

// connections tells for each of some requests, one after the other, whether it was made on a new connection.
func connections(t *testing.T, client *http.Client, url string, n int) (fresh []bool) {
	t.Helper()
	for range n {
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(i httptrace.GotConnInfo) { fresh = append(fresh, !i.Reused) }})
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
	}
	return fresh
}

func TestAClientThatIsNotRecognizedConnectsAgain(t *testing.T) {
	for _, http2 := range []bool{true, false} {
		for status, again := range map[int]bool{http.StatusUnauthorized: true, http.StatusForbidden: false, http.StatusOK: false} {
			s := httptest.NewUnstartedServer(parting(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })))
			s.EnableHTTP2 = http2
			s.StartTLS()
			if fresh := connections(t, s.Client(), s.URL, 2); !fresh[0] || fresh[1] != again {
				t.Errorf("HTTP/2 %v, %d: new connections %v", http2, status, fresh)
			}
			s.Close()
		}
	}
}

func TestConnectionsFromOutsideAreEnded(t *testing.T) {
	inner, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	l := newListener(&elsewhere{inner}, func() { asked++ })
	defer func() { _ = l.Close() }()
	for _, outside := range []bool{true, false} {
		client, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if !outside {
			l.Listener = inner
		}
		served, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		l.closeOutside()
		if _, err := served.Write([]byte("x")); (err != nil) != outside {
			t.Errorf("from outside %v: %v", outside, err)
		}
		_, _ = served.Close(), client.Close()
	}
	if len(l.open) != 0 {
		t.Error("it keeps what is closed")
	}
	if asked != 1 {
		t.Errorf("%d connections from outside were told of, of one", asked)
	}
}

// elsewhere makes connections look as if they came from the gateway.
type elsewhere struct{ net.Listener }

func (e *elsewhere) Accept() (net.Conn, error) {
	c, err := e.Listener.Accept()
	return &far{c}, err
}

type far struct{ net.Conn }

func (*far) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 168, 127, 1), Port: 1} }

func TestATokenIsShownToTheServer(t *testing.T) {
	var shown string
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		shown = r.Header.Get("Authorization")
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer s.Close()
	certificate, err := show(t.Context(), s.URL, "abc")
	if err != nil || shown != "Bearer abc" || !bytes.Equal(certificate, s.Certificate().Raw) {
		t.Error(shown, err)
	}
}
