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
	"coracle.dev/node/internal/settings"
)

// Socket is where the status is served inside the guest, to root.
const Socket = "/run/localkube/status.sock"

// Document is what is served, see docs/guest.md.
type Document struct {
	Version           int              `json:"version"`
	KubernetesVersion string           `json:"kubernetesVersion"`
	Cluster           string           `json:"cluster"`
	Template          bool             `json:"template,omitempty"`
	Ready             bool             `json:"ready"`
	Time              string           `json:"time"`
	UptimeSeconds     float64          `json:"uptimeSeconds"`
	Components        []service.Status `json:"components"`
}

// Server serves the status on a Unix socket and over HTTPS.
type Server struct {
	KubernetesVersion string
	Components        func() []service.Status
	Settings          func() *settings.Settings
	Adopt             http.Handler
	Images            http.Handler
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
		pool, err := s.clients()
		if err != nil {
			return nil, err
		}
		return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair},
			ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool}, nil
	}}
}

func (s *Server) handler(outside bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		e := json.NewEncoder(w)
		e.SetIndent("", " ")
		_ = e.Encode(s.Document())
	})
	if outside {
		mux.Handle("POST /adopt", s.Adopt)
		mux.Handle("/images", s.Images)
		return s.adminOnly(mux)
	}
	// To find out why a node is slow or busy.
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return mux
}

// adminOnly looks at the client's certificate for each request: the authority may have been exchanged since it connected.
func (s *Server) adminOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pool, err := s.clients()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		cert := r.TLS.PeerCertificates[0]
		if _, err := cert.Verify(x509.VerifyOptions{Roots: pool, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
			w.Header().Set("Connection", "close")
			http.Error(w, "the certificate is not valid any more", http.StatusUnauthorized)
			return
		}
		if !slices.Contains(cert.Subject.Organization, "system:masters") {
			http.Error(w, "only for system:masters", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) clients() (*x509.CertPool, error) {
	ca, err := os.ReadFile(s.ClientCA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	return pool, nil
}

// Document is the status now.
func (s *Server) Document() Document {
	now := s.Settings()
	d := Document{Version: 1, KubernetesVersion: s.KubernetesVersion, Cluster: now.Cluster, Template: now.Template, Time: time.Now().UTC().Format("2006-01-02T15:04:05.000Z"),
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
