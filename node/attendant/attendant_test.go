package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary run as the program itself.
const asProgram = "CORACLE_ATTENDANT_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// cluster is an address and a directory with the files of one attendant.
type cluster struct {
	t         *testing.T
	directory string
	address   string
	bus       string // the address of what it takes for the system's
	watches   chan struct{}
	process   *exec.Cmd
	ended     chan struct{}
}

var clusters atomic.Int32

// newCluster has an address that nothing else uses, so that nothing else is seen there.
func newCluster(t *testing.T) *cluster {
	t.Parallel()
	c := &cluster{t: t, directory: t.TempDir(), watches: make(chan struct{}, 1), ended: make(chan struct{})}
	number := clusters.Add(1)
	probe := c.listen(fmt.Sprintf("127.%d.%d.7:0", 100+number, os.Getpid()%250))
	c.address = probe.Addr().String()
	probe.Close()
	c.refuseBus(fmt.Sprintf("coracle-attendant-test-%d-%d", os.Getpid(), number))
	return c
}

// refuseBus is a bus that nobody gets onto. Who tries is ready for signals.
func (c *cluster) refuseBus(name string) {
	bus, err := net.Listen("unix", "@"+name)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { bus.Close() })
	c.bus = "unix:abstract=" + name
	go func() {
		if connection, err := bus.Accept(); err == nil {
			connection.Close()
			c.watches <- struct{}{}
		}
	}()
}

func (c *cluster) path(name string) string { return filepath.Join(c.directory, name) }

func (c *cluster) listen(address string) net.Listener {
	c.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		listener, err := net.Listen("tcp4", address)
		if err == nil {
			return listener
		}
		if time.Now().After(end) {
			c.t.Fatal(err)
		}
	}
}

// serve says everything that it is told again.
func (c *cluster) serve() {
	server := c.listen(c.address)
	c.t.Cleanup(func() { server.Close() })
	go func() {
		for {
			connection, err := server.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(connection, connection); connection.Close() }()
		}
	}()
}

// attend starts the program with a shell script as its command, and appoints it.
func (c *cluster) attend(duty string, script string, args ...string) {
	c.t.Helper()
	args = append([]string{duty, "-file", c.path("appointed"), "-address", c.address}, args...)
	c.process = exec.Command(os.Args[0], append(args, "/bin/sh", "-c", script)...)
	c.process.Env = append(os.Environ(), asProgram+"=1", "D="+c.directory, "DBUS_SYSTEM_BUS_ADDRESS="+c.bus)
	c.process.Stderr = os.Stderr
	if err := c.process.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() { _ = c.process.Wait(); close(c.ended) }()
	c.t.Cleanup(func() { _ = c.process.Process.Kill(); <-c.ended })
	time.Sleep(20 * time.Millisecond) // it waits for the appointment
	text := fmt.Sprintf(`{"version": 1, "pid": %d, "duty": %q}`, c.process.Process.Pid, duty)
	if err := os.WriteFile(c.path("appointed"), []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

func (c *cluster) signal() { _ = c.process.Process.Signal(syscall.SIGTERM) }

func (c *cluster) awaitEnd() {
	c.t.Helper()
	select {
	case <-c.ended:
	case <-time.After(20 * time.Second):
		c.t.Fatal("it is still there")
	}
}

func (c *cluster) await(name string) string {
	c.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if text, err := os.ReadFile(c.path(name)); err == nil && len(text) > 0 {
			return strings.TrimSpace(string(text))
		}
	}
	c.t.Fatal(name + " does not come")
	return ""
}

// awaitServed returns when somebody listens at the address, without a connection.
func (c *cluster) awaitServed() {
	c.t.Helper()
	server := netip.MustParseAddrPort(c.address)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if seen, err := readSockets(server); err == nil && seen.served {
			return
		}
	}
	c.t.Fatal("nobody listens")
}

func (c *cluster) exists(name string) bool {
	_, err := os.Stat(c.path(name))
	return !errors.Is(err, os.ErrNotExist)
}

// sleeps tells in which process the command ran.
const sleeps = `echo $$ >"$D/.slept"; mv "$D/.slept" "$D/slept"`

func (c *cluster) assertSlept() {
	c.t.Helper()
	if pid := c.await("slept"); pid != strconv.Itoa(c.process.Process.Pid) {
		c.t.Errorf("the command ran as process %s, not %d", pid, c.process.Process.Pid)
	}
	c.awaitEnd()
}

func TestItBecomesTheCommandWhenNobodyWasConnectedForTheTime(t *testing.T) {
	c := newCluster(t)
	c.serve()
	client, err := net.Dial("tcp", c.address)
	if err != nil {
		t.Fatal(err)
	}
	c.attend("watch", sleeps, "-idle", "500ms")
	time.Sleep(1200 * time.Millisecond)
	if c.exists("slept") {
		t.Fatal("somebody is connected")
	}
	client.Close()
	c.assertSlept()
}

func TestAConnectionBetweenTwoLooksIsUse(t *testing.T) {
	c := newCluster(t)
	c.serve()
	c.attend("watch", sleeps, "-idle", "1500ms")
	for range 25 {
		client, err := net.Dial("tcp", c.address)
		if err != nil {
			t.Fatal(err)
		}
		client.Close()
		time.Sleep(80 * time.Millisecond)
	}
	if c.exists("slept") {
		t.Fatal("it was used all the time")
	}
	c.assertSlept()
}

func TestItPutsToSleepWhenTheUsersProcessesAreEnded(t *testing.T) {
	c := newCluster(t)
	defer c.listen(c.address).Close()
	c.attend("watch", sleeps, "-idle", "1h")
	<-c.watches
	c.signal()
	c.assertSlept()
}

func TestOneThatIsNotAppointedAnyMoreDoesNothing(t *testing.T) {
	c := newCluster(t)
	defer c.listen(c.address).Close()
	c.attend("watch", sleeps, "-idle", "1h")
	<-c.watches
	if err := os.Remove(c.path("appointed")); err != nil {
		t.Fatal(err)
	}
	c.signal()
	c.awaitEnd()
	if c.exists("slept") {
		t.Error("it ran the command")
	}
}

func TestItEndsWithTheCluster(t *testing.T) {
	c := newCluster(t)
	server := c.listen(c.address)
	c.attend("watch", sleeps, "-idle", "1s")
	<-c.watches
	server.Close()
	c.awaitEnd()
	if c.exists("slept") {
		t.Error("it ran the command")
	}
}

// wakes is what a start does: the attendant is not needed any more, and its port is.
const wakes = `until [ -e "$D/connected" ]; do sleep 0.02; done; rm "$D/appointed"; kill -TERM $PPID; echo 1 >"$D/waking"; until [ -e "$D/serves" ]; do sleep 0.02; done`

func TestTheFirstConnectionWakesAndIsHandedOver(t *testing.T) {
	c := newCluster(t)
	c.attend("hold", wakes)
	c.awaitServed()
	var clients []net.Conn
	for len(clients) < 3 {
		client, err := net.Dial("tcp", c.address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(client, "I am %d\n", len(clients)); err != nil {
			t.Fatal(err)
		}
		clients = append(clients, client)
	}
	if err := os.WriteFile(c.path("connected"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.await("waking")
	c.serve()
	if err := os.WriteFile(c.path("serves"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, client := range clients {
		line, err := bufio.NewReader(client).ReadString('\n')
		if err != nil || line != fmt.Sprintf("I am %d\n", i) {
			t.Errorf("client %d gets %q, %v", i, line, err)
		}
	}
	if c.exists("appointed") {
		t.Error("it did not wait for the command")
	}
	for _, client := range clients {
		client.Close()
	}
	c.awaitEnd()
}

func TestACommandThatFailsEndsTheConnectionAndTheNextOneTriesAgain(t *testing.T) {
	c := newCluster(t)
	c.attend("hold", `echo x >>"$D/tried"; exit 3`)
	for range 2 {
		var client net.Conn
		for {
			var err error
			if client, err = net.Dial("tcp", c.address); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if _, err := client.Read(make([]byte, 1)); err == nil {
			t.Error("there is an answer")
		}
		client.Close()
	}
	if tried := c.await("tried"); tried != "x\nx" {
		t.Errorf("tried: %q", tried)
	}
}

// Who else has taken the cluster's lock decides what becomes of it: nothing wakes it behind its back.
func TestAConnectionWakesNothingWhenAnotherCommandIsAtWork(t *testing.T) {
	c := newCluster(t)
	c.attend("hold", `echo 1 >"$D/woken"`)
	c.awaitServed()
	if err := os.Remove(c.path("appointed")); err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", c.address)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if _, err := client.Read(make([]byte, 1)); err == nil {
		t.Error("there is an answer")
	}
	c.signal()
	c.awaitEnd()
	if c.exists("woken") {
		t.Error("it ran the command")
	}
}

func TestKilledItTakesTheCommandAlong(t *testing.T) {
	c := newCluster(t)
	c.attend("hold", `trap 'echo 1 >"$D/told"; exit' TERM; echo 1 >"$D/waking"; while :; do sleep 0.02; done`)
	c.awaitServed()
	client, err := net.Dial("tcp", c.address)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	c.await("waking")
	_ = c.process.Process.Kill()
	c.await("told")
}

func TestItLeavesTheAddressWhenItIsToldTo(t *testing.T) {
	c := newCluster(t)
	c.attend("hold", wakes)
	c.awaitServed()
	if err := os.Remove(c.path("appointed")); err != nil {
		t.Fatal(err)
	}
	c.signal()
	c.awaitEnd()
	c.listen(c.address).Close()
}
