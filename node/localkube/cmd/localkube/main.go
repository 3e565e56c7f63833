// Localkube runs every component of a Kubernetes cluster of one node in one process. PID 1 of the node starts it.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	// First of all.
	_ "coracle.dev/node/internal/early"

	"k8s.io/component-base/version"

	"coracle.dev/node/internal/console"
	"coracle.dev/node/internal/status"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if len(os.Args) > 1 {
		os.Exit(command(ctx, os.Args[1:]))
	}
	out := console.Open()
	out.Phase("localkube")
	if err := run(ctx, out); err != nil {
		out.Failed("localkube", err.Error())
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func command(ctx context.Context, args []string) int {
	path := ""
	switch {
	case args[0] == "status" && len(args) == 1:
		path = "/status"
	case args[0] == "debug" && len(args) == 2:
		path = "/debug/pprof/" + args[1]
	case args[0] == "version" && len(args) == 1:
		fmt.Println(version.Get().GitVersion)
		return 0
	default:
		fmt.Fprintln(os.Stderr, "usage: localkube [status | version | debug profile?seconds=30]")
		return 64
	}
	if err := status.Get(ctx, path, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "localkube:", err)
		return 1
	}
	return 0
}
