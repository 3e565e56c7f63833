// Command echo is both ends of what the end-to-end tests send through a cluster: a server of HTTP, WebSocket and gRPC in a pod, and
// the clients of it on the host, which reach any host name at a given address.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: echo serve
       echo websocket URL ADDRESS [CA-FILE]
       echo grpc URL ADDRESS [CA-FILE]
       echo load URL ADDRESS REQUESTS      all at once`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "echo:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "serve" {
		return serve()
	}
	if len(args) < 3 || len(args) > 4 {
		return fmt.Errorf("%s", usage)
	}
	last := ""
	if len(args) == 4 {
		last = args[3]
	}
	switch command, url, address := args[0], args[1], args[2]; command {
	case "websocket":
		return webSocket(url, address, last)
	case "grpc":
		return callGRPC(url, address, last)
	case "load":
		return load(url, address, last)
	}
	return fmt.Errorf("%s", usage)
}
