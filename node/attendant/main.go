// Command coracle-attendant looks after one cluster while no command does. "watch" puts a cluster that runs to sleep when nobody
// uses it or the host is about to go down, and pauses it before that if it is told where; "hold" wakes one that sleeps when somebody
// connects to it. It knows no clusters, only the command that does the work, and of hypervisors only how to pause and let go on.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"syscall"
	"time"
)

const exitUsage = 2

type options struct {
	file    string
	address netip.AddrPort
	idle    time.Duration
	awake   bool
	pause   time.Duration
	monitor monitor
	command []string
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&o.file, "file", "", "`file` that names this process; it does nothing without it")
	address := flags.String("address", "", "`address:port` of the cluster's API server")
	flags.DurationVar(&o.idle, "idle", 0, "watch: how long nobody is connected before the command runs; 0 for never")
	flags.BoolVar(&o.awake, "awake", false, "watch: never run the command")
	flags.DurationVar(&o.pause, "pause", 0, "watch: how long nobody is connected before the cluster is paused; 0 for never")
	flags.StringVar((*string)(&o.monitor), "monitor", "", "watch: QEMU's `socket` for that")
	if err := flags.Parse(args[1:]); err != nil {
		return o, err
	}
	if o.address, err = netip.ParseAddrPort(*address); err != nil {
		return o, err
	}
	if !o.address.Addr().IsLoopback() || !o.address.Addr().Is4() {
		return o, fmt.Errorf("%s is not an address of 127.0.0.0/8", o.address.Addr())
	}
	if (o.pause > 0) != (o.monitor != "") {
		return o, errors.New("-pause and -monitor belong together")
	}
	if o.command = flags.Args(); o.file == "" || len(o.command) == 0 {
		return o, errors.New("there is no -file or no command")
	}
	o.command[0], err = exec.LookPath(o.command[0])
	return o, err
}

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	duties := map[string]func(options) error{"watch": watch, "hold": hold}
	if len(args) == 0 || duties[args[0]] == nil {
		fmt.Fprintln(os.Stderr, "usage: coracle-attendant watch|hold -file FILE -address ADDRESS:PORT [-idle DURATION] [-awake] [-pause DURATION -monitor SOCKET] COMMAND...")
		return exitUsage
	}
	o, err := parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitUsage
	}
	// A session of its own: no terminal's signals reach it. It fails only where it has one already.
	_, _ = syscall.Setsid()
	if !appointed(o.file) {
		return 0
	}
	if err := duties[args[0]](o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
