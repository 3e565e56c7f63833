// Command coracle-gvproxy is the network of one virtual machine, without privileges: the gateway,
// DNS and NAT of gvisor-tap-vsock behind QEMU's stream socket, and forwards from loopback addresses
// of the host into the guest. It detaches itself, serves one QEMU and ends with it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"syscall"
)

// Exit codes that the driver tells apart. The text is on standard error.
const (
	exitFailed       = 1
	exitUsage        = 2
	exitAddressInUse = 3
)

type options struct {
	socket   string
	pidFile  string
	logFile  string
	forwards forwards
}

func main() {
	var o options
	flag.StringVar(&o.socket, "socket", "", "Unix socket that QEMU connects to")
	flag.StringVar(&o.pidFile, "pidfile", "", "file that holds the process ID while it runs")
	flag.StringVar(&o.logFile, "log", "", "log file, written anew")
	flag.Var(&o.forwards, "forward", "`protocol/address:port/guest-port`, any number of times")
	detached := flag.Bool("detached", false, "this is the detached process; it reports on file descriptor 3")
	flag.Parse()
	if o.socket == "" || o.pidFile == "" || o.logFile == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(exitUsage)
	}
	if !*detached {
		os.Exit(detach(o.logFile))
	}
	status := os.NewFile(3, "status")
	os.Exit(report(serve(o, status), status))
}

// report says on w what went wrong and turns it into an exit code.
func report(err error, w *os.File) int {
	if err == nil {
		return 0
	}
	var op *net.OpError
	if errors.Is(err, syscall.EADDRINUSE) && errors.As(err, &op) {
		fmt.Fprintf(w, "%s/%s\n", op.Net, op.Addr)
		return exitAddressInUse
	}
	fmt.Fprintln(w, err)
	return exitFailed
}
