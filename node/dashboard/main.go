// Command dashboard serves the page in page/ and, under the same origin, the API server of the cluster it runs in, to a person who was
// let in by the cluster's administrator. It listens on its pod's loopback, which only a port-forward through the API server reaches.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount"

func main() {
	log.SetFlags(log.LstdFlags | log.LUTC)
	page := flag.String("page", "/page", "the built page")
	api := flag.String("api", "https://"+net.JoinHostPort(os.Getenv("KUBERNETES_SERVICE_HOST"), os.Getenv("KUBERNETES_SERVICE_PORT")), "the API server")
	account := flag.String("account", serviceAccount, "`directory` of ca.crt and token, with which the API server is asked")
	listen := flag.String("listen", "127.0.0.1:8080", "where the page is served")
	tickets := flag.String("tickets", "127.0.0.1:8081", "where a ticket is given to whoever connects")
	health := flag.String("health", ":8082", "where the kubelet asks whether this works")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *page, *api, *account, *listen, *tickets, *health); err != nil {
		fmt.Fprintln(os.Stderr, "dashboard:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, page, api, account, listen, tickets, health string) error {
	server, err := url.Parse(api)
	if err != nil {
		return err
	}
	transport, err := trusting(filepath.Join(account, "ca.crt"))
	if err != nil {
		return err
	}
	guests := newGuests(time.Now)
	kubernetes := newProxy(server, transport, filepath.Join(account, "token"))
	door, err := net.Listen("tcp", tickets)
	if err != nil {
		return err
	}
	defer door.Close()
	go giveTickets(door, guests)
	ended := make(chan error, 2)
	for address, handler := range map[string]http.Handler{
		listen: guard(newSite(os.DirFS(page), guests, kubernetes)),
		health: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }),
	} {
		serving := http.Server{Addr: address, Handler: handler, ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 5 * time.Minute}
		defer serving.Close()
		go func() { ended <- serving.ListenAndServe() }()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-ended:
		return errors.Join(errors.New("serving ended"), err)
	}
}
