// Package status tells the host, and who is logged in in the guest, how the components are.
package status

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"slices"
	"time"

	"coracle.dev/node/internal/console"
	"coracle.dev/node/internal/service"
)

// Socket is where the status is served inside the guest, to root.
const Socket = "/run/localkube/status.sock"

// Document is what is served, see docs/guest.md.
type Document struct {
	Version           int              `json:"version"`
	KubernetesVersion string           `json:"kubernetesVersion"`
	Ready             bool             `json:"ready"`
	Time              string           `json:"time"`
	UptimeSeconds     float64          `json:"uptimeSeconds"`
	Components        []service.Status `json:"components"`
}

// Server serves the status on a Unix socket and over HTTPS.
type Server struct {
	KubernetesVersion string
	Components        func() []service.Status
	Port              int
	Pair              string // PEM file: the server's key and certificate
	ClientCA          string // PEM file
}

// Run serves until ctx ends. It is no component: there has to be a status also when components cannot run.
func (s *Server) Run(ctx context.Context) error {
	if err := os.Remove(Socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	local, err := net.Listen("unix", Socket)
	if err != nil {
		return err
	}
	if err := os.Chmod(Socket, 0o600); err != nil {
		return err
	}
	remote, err := net.Listen("tcp", fmt.Sprintf(":%d", s.Port))
	if err != nil {
		return err
	}
	end := make(chan error, 2)
	inside := &http.Server{Handler: s.handler(false), ReadHeaderTimeout: 10 * time.Second}
	outside := &http.Server{Handler: s.handler(true), ReadHeaderTimeout: 10 * time.Second, TLSConfig: s.tls()}
	go func() { end <- inside.Serve(local) }()
	go func() { end <- outside.ServeTLS(remote, "", "") }()
	select {
	case err = <-end:
	case <-ctx.Done():
	}
	return errors.Join(err, inside.Close(), outside.Close())
}

// tls reads the files for each connection: they may have been exchanged.
func (s *Server) tls() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
		pair, err := tls.LoadX509KeyPair(s.Pair, s.Pair)
		if err != nil {
			return nil, err
		}
		ca, err := os.ReadFile(s.ClientCA)
		if err != nil {
			return nil, err
		}
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM(ca)
		return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair},
			ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool}, nil
	}}
}

func (s *Server) handler(adminOnly bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) {
		if adminOnly && !slices.Contains(r.TLS.PeerCertificates[0].Subject.Organization, "system:masters") {
			http.Error(w, "only for system:masters", http.StatusForbidden)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		_ = e.Encode(s.Document())
	})
	if !adminOnly { // to find out why a node is slow or busy
		mux.HandleFunc("GET /debug/pprof/", pprof.Index)
		mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
		mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	}
	return mux
}

// Document is the status now.
func (s *Server) Document() Document {
	d := Document{Version: 1, KubernetesVersion: s.KubernetesVersion, Time: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"),
		UptimeSeconds: console.Uptime(), Components: s.Components()}
	d.Ready = !slices.ContainsFunc(d.Components, func(c service.Status) bool { return c.State != service.Ready })
	return d
}

// Get asks the localkube that runs in this guest, as "/status", and copies the answer.
func Get(ctx context.Context, path string, out io.Writer) error {
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", Socket)
	}}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localkube"+path, nil)
	if err != nil {
		return err
	}
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, resp.Status)
	}
	_, err = io.Copy(out, resp.Body)
	return err
}
