package main

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

const (
	// The network process of the cluster that fell asleep may still be on its way out.
	listenLimit = 10 * time.Second
	ownLook     = 5 * time.Second
	// For what has connected but was not accepted yet, which would be cut off.
	lastCall = 5 * time.Millisecond
	// So many clients wait for the cluster; what comes beyond that is turned away.
	mostHeld = 128
)

var errNotNeeded = errors.New("another command is at work")

// hold listens in place of the sleeping cluster's API server. The first connection starts the command, which wakes the cluster. What
// has connected by then gets through to the API server; whoever comes later reaches that directly, for the command makes this process
// leave the address before it needs it. It returns when its connections have ended.
func hold(o options) error {
	runtime.LockOSThread() // the command ends with the thread that started it
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
	listener, err := listen(o)
	if err != nil {
		return err
	}
	held := make(chan net.Conn)
	go accept(listener, held)
	var waiting []net.Conn
	var relays sync.WaitGroup
	var awake <-chan error // while the command runs
	for {
		select {
		case connection, open := <-held:
			switch {
			case !open:
				held = nil
			case len(waiting) == mostHeld:
				connection.Close()
			default:
				waiting = append(waiting, connection)
			}
			if awake == nil && len(waiting) > 0 {
				awake = wake(o)
			}
		case err := <-awake:
			for _, connection := range waiting {
				if err != nil {
					connection.Close()
					continue
				}
				relays.Go(func() { relay(connection, o.address.String()) })
			}
			waiting, awake = nil, nil
		case <-signals:
			_ = listener.SetDeadline(time.Now().Add(lastCall))
		case <-time.After(ownLook):
			if !isAppointed(o.file) {
				_ = listener.SetDeadline(time.Now())
			}
		}
		if held == nil && awake == nil {
			relays.Wait()
			return nil
		}
	}
}

func listen(o options) (*net.TCPListener, error) {
	for end := time.Now().Add(listenLimit); ; time.Sleep(50 * time.Millisecond) {
		listener, err := net.ListenTCP("tcp4", net.TCPAddrFromAddrPort(o.address))
		if err == nil || time.Now().After(end) || !isAppointed(o.file) {
			return listener, err
		}
	}
}

// accept goes on until the listener's deadline, and leaves the address.
func accept(listener *net.TCPListener, held chan<- net.Conn) {
	defer close(held)
	defer listener.Close()
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		held <- connection
	}
}

// wake starts the command and tells how it ends. It starts none when another command is at work, which decides what becomes of the
// cluster: that one ends what this process has started before it went away from the address. Killed, this process takes it along.
func wake(o options) <-chan error {
	ended := make(chan error, 1)
	command := exec.Command(o.command[0], o.command[1:]...)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if !isAppointed(o.file) {
		ended <- errNotNeeded
	} else if err := command.Start(); err != nil {
		ended <- err
	} else {
		go func() { ended <- command.Wait() }()
	}
	return ended
}

// relay connects a client with the server as long as either has something to say.
func relay(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp4", address)
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{client, server}, {server, client}} {
		both.Go(func() {
			_, _ = io.Copy(way[1], way[0])
			_ = way[1].(*net.TCPConn).CloseWrite()
		})
	}
	both.Wait()
}
