package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/gorilla/websocket"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// serve answers at port 8080, HTTP/2 without TLS too: gRPC's health service, WebSockets at /ws that say what they are told, and
// elsewhere what was asked for.
func serve() error {
	fmt.Println("serving")
	calls := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(calls, health.NewServer())
	mux := http.NewServeMux()
	mux.HandleFunc("/ws", repeat)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			calls.ServeHTTP(w, r)
			return
		}
		name, _ := os.Hostname()
		fmt.Fprintf(w, "%s %s%s by %s, %s before it\n", r.Method, r.Host, r.URL.Path, name, r.Header.Get("X-Forwarded-Proto"))
	})
	server := &http.Server{Addr: ":8080", Handler: mux, Protocols: new(http.Protocols)}
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	return server.ListenAndServe()
}

func repeat(w http.ResponseWriter, r *http.Request) {
	var upgrader websocket.Upgrader
	c, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // it has been answered
	}
	defer func() { _ = c.Close() }()
	for {
		kind, message, err := c.ReadMessage()
		if err != nil {
			return
		}
		if err := c.WriteMessage(kind, message); err != nil {
			return
		}
	}
}
