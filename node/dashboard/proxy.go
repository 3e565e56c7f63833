package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"time"
)

// trusting connects to servers that a certificate authority vouches for, by HTTP/1.1: only that can be upgraded to WebSockets.
func trusting(authority string) (*http.Transport, error) {
	pem, err := os.ReadFile(authority)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New(authority + " holds no certificate")
	}
	return &http.Transport{
		TLSClientConfig:     &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     time.Minute,
		TLSHandshakeTimeout: 20 * time.Second,
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
	}, nil
}

// newProxy passes requests on to the API server, as the account whose token is in the file; also those that become WebSockets.
func newProxy(server *url.URL, transport http.RoundTripper, tokenFile string) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(server)
			head := r.Out.Header
			for name := range head {
				if strings.HasPrefix(name, "Sec-Fetch-") || strings.HasPrefix(name, "Impersonate-") {
					head.Del(name)
				}
			}
			for _, name := range []string{"Cookie", "Authorization", "Referer"} {
				head.Del(name)
			}
			if head.Get("Origin") != "" {
				head.Set("Origin", server.String()) // the API server refuses watches from elsewhere
			}
			// The kubelet replaces it every hour.
			if token, err := os.ReadFile(tokenFile); err != nil {
				log.Print(err)
			} else {
				head.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
			}
		},
		ModifyResponse: func(r *http.Response) error {
			r.Header.Del("Set-Cookie")
			r.Header.Del("Cache-Control")
			r.Header.Del("Access-Control-Allow-Origin")
			r.Header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
			return nil
		},
		Transport:     transport,
		FlushInterval: -1,
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, err error) {
			if r.Context().Err() == nil {
				log.Printf("%s %s: %v", r.Method, r.URL.Path, err)
			}
			http.Error(w, "the API server does not answer", http.StatusBadGateway)
		},
	}
}
