package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// logind as far as it matters here: it gives out locks and tells when they are let go.
type logind struct {
	bus  *dbus.Conn
	lock chan string
	read *os.File
}

func (l *logind) Inhibit(what, who, _, mode string) (dbus.UnixFD, *dbus.Error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_CLOEXEC); err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	l.read = os.NewFile(uintptr(ends[0]), "lock")
	l.lock <- fmt.Sprint(what, " ", who, " ", mode)
	time.AfterFunc(time.Second, func() { _ = syscall.Close(ends[1]) }) // the bus has its own by then
	return dbus.UnixFD(ends[1]), nil
}

// startBus starts a real bus, which the cluster's attendant takes for the system's.
func (c *cluster) startBus() *dbus.Conn {
	t := c.t
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address", "--address=unix:dir="+t.TempDir())
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	c.bus = strings.TrimSpace(address)
	return c.connect()
}

func (c *cluster) connect() *dbus.Conn {
	bus, err := dbus.Connect(c.bus)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { bus.Close() })
	return bus
}

func (c *cluster) startLogind() *logind {
	t := c.t
	l := &logind{bus: c.startBus(), lock: make(chan string, 1)}
	if err := l.bus.Export(l, loginPath, loginManager); err != nil {
		t.Fatal(err)
	}
	if reply, err := l.bus.RequestName(loginService, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return l
}

func tell(t *testing.T, bus *dbus.Conn, signal string, begins bool) {
	if err := bus.Emit(loginPath, loginManager+"."+signal, begins); err != nil {
		t.Fatal(err)
	}
}

// released gets a value when nobody has the lock any more.
func (l *logind) released() <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := l.read.Read(make([]byte, 1))
		done <- err
	}()
	return done
}

func TestTheHostWaitsUntilTheClusterSleeps(t *testing.T) {
	for _, signal := range []string{"PrepareForSleep", "PrepareForShutdown"} {
		t.Run(signal, func(t *testing.T) {
			c := newCluster(t)
			l := c.startLogind()
			defer c.listen(c.address).Close()
			c.attend("watch", `echo 1 >"$D/asked"; until [ -e "$D/go" ]; do sleep 0.02; done; `+sleeps)
			if lock := <-l.lock; lock != "shutdown:sleep Coracle delay" {
				t.Errorf("the lock is %q", lock)
			}
			released := l.released()
			tell(t, l.bus, signal, false)
			tell(t, c.connect(), signal, true) // anybody may say so
			time.Sleep(1500 * time.Millisecond)
			if c.exists("asked") {
				t.Fatal("it is put to sleep without a reason")
			}
			tell(t, l.bus, signal, true)
			c.await("asked")
			select {
			case <-released:
				t.Fatal("the host does not wait")
			case <-time.After(300 * time.Millisecond):
			}
			if err := os.WriteFile(c.path("go"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			c.assertSlept()
			select {
			case <-released:
			case <-time.After(10 * time.Second):
				t.Error("the host waits on")
			}
		})
	}
}

func TestWithoutLogindThereIsNothingToWaitFor(t *testing.T) {
	c := newCluster(t)
	c.startBus()
	defer c.listen(c.address).Close()
	c.attend("watch", sleeps)
	c.awaitEnd()
	if c.exists("slept") {
		t.Error("it ran the command")
	}
}
