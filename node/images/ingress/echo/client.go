package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
)

const limit = 2 * time.Minute

// webSocket says something and expects to hear it again.
func webSocket(target, address, caFile string) error {
	trust, err := trusting(caFile)
	if err != nil {
		return err
	}
	dialer := websocket.Dialer{NetDialContext: to(address), TLSClientConfig: trust, HandshakeTimeout: limit}
	c, _, err := dialer.Dial(target, nil)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	const said = "is there anybody out there?"
	if err := c.WriteMessage(websocket.TextMessage, []byte(said)); err != nil {
		return err
	}
	if _, heard, err := c.ReadMessage(); err != nil || string(heard) != said {
		return fmt.Errorf("heard %q: %w", heard, err)
	}
	fmt.Println("heard what was said")
	return nil
}

// callGRPC asks for the server's health.
func callGRPC(target, address, caFile string) error {
	u, err := url.Parse(target)
	if err != nil {
		return err
	}
	trust, err := trusting(caFile)
	if err != nil {
		return err
	}
	secure := insecure.NewCredentials()
	if u.Scheme == "https" {
		secure = credentials.NewTLS(trust)
	}
	dial := to(address)
	c, err := grpc.NewClient("passthrough:///"+u.Host, grpc.WithTransportCredentials(secure),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return dial(ctx, "tcp", "") }))
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	answer, err := grpc_health_v1.NewHealthClient(c).Check(ctx, &grpc_health_v1.HealthCheckRequest{})
	if err != nil {
		return err
	}
	fmt.Println(answer.GetStatus())
	return nil
}

// load makes that many requests, each over a connection of its own and all at the same time.
func load(target, address, requests string) error {
	n, err := strconv.Atoi(requests)
	if err != nil {
		return err
	}
	client := &http.Client{Timeout: limit, Transport: &http.Transport{DialContext: to(address), DisableKeepAlives: true}}
	failed := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			response, err := client.Get(target)
			if err != nil {
				failed[i] = err
				return
			}
			defer func() { _ = response.Body.Close() }()
			if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
				failed[i] = errors.Join(fmt.Errorf("status %s", response.Status), err)
			}
		})
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	fmt.Println(n, "answers")
	return nil
}

// to connects to this address, whatever else is asked for.
func to(address string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: limit}).DialContext(ctx, "tcp", address)
	}
}

func trusting(caFile string) (*tls.Config, error) {
	if caFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: no certificate in it", caFile)
	}
	return &tls.Config{RootCAs: pool}, nil
}
