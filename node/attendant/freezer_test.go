package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// machine is QEMU as far as it can be paused: one client at a time, a greeting, events between the answers.
type machine struct {
	t      *testing.T
	socket string
	lock   sync.Mutex
	status string
	done   []string
}

// newMachine has its socket deeper than the address of one may be long.
func newMachine(t *testing.T, status string) *machine {
	m := &machine{t: t, status: status}
	directory := filepath.Join(t.TempDir(), strings.Repeat("deep", 30))
	if err := os.Mkdir(directory, 0o700); err != nil {
		t.Fatal(err)
	}
	m.socket = filepath.Join(directory, "command.sock")
	opened, err := os.Open(directory)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	listener, err := net.Listen("unix", fmt.Sprintf("/proc/self/fd/%d/command.sock", opened.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			m.serve(client)
		}
	}()
	return m
}

func (m *machine) serve(client net.Conn) {
	defer client.Close()
	fmt.Fprintln(client, `{"QMP": {"version": {}, "capabilities": []}}`)
	for commands := json.NewDecoder(client); ; {
		var command struct{ Execute string }
		if commands.Decode(&command) != nil {
			return
		}
		fmt.Fprintln(client, `{"timestamp": {}, "event": "RTC_CHANGE"}`)
		fmt.Fprintln(client, m.answer(command.Execute))
	}
}

func (m *machine) answer(command string) string {
	m.lock.Lock()
	defer m.lock.Unlock()
	switch command {
	case "qmp_capabilities":
	case "query-status":
		return fmt.Sprintf(`{"return": {"status": %q, "running": true}}`, m.status)
	case "stop":
		m.done, m.status = append(m.done, command), "paused"
	case "cont":
		m.done, m.status = append(m.done, command), "running"
	default:
		return `{"error": {"class": "CommandNotFound", "desc": "no"}}`
	}
	return `{"return": {}}`
}

func (m *machine) did() []string {
	m.lock.Lock()
	defer m.lock.Unlock()
	return slices.Clone(m.done)
}

func (m *machine) await(commands ...string) {
	m.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if slices.Equal(m.did(), commands) {
			return
		}
	}
	m.t.Fatalf("it did %v, not %v", m.did(), commands)
}

func (c *cluster) dial() net.Conn {
	c.t.Helper()
	client, err := net.Dial("tcp", c.address)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { client.Close() })
	return client
}

func TestAClusterThatNobodyUsesIsPausedUntilSomebodyConnects(t *testing.T) {
	c := newCluster(t)
	c.serve()
	m := newMachine(t, "running")
	first := c.dial()
	c.attend("watch", sleeps, "-pause", "400ms", "-monitor", m.socket)
	time.Sleep(time.Second)
	m.await() // while somebody is connected
	first.Close()
	m.await("stop")
	second := c.dial()
	m.await("stop", "cont")
	second.Close()
	m.await("stop", "cont", "stop")
	c.dial()
	m.await("stop", "cont", "stop", "cont")
	if c.exists("slept") {
		t.Error("it was put to sleep")
	}
}

func TestTheTimeOfAPauseIsIdleTime(t *testing.T) {
	c := newCluster(t)
	c.serve()
	m := newMachine(t, "running")
	c.attend("watch", sleeps, "-idle", "1500ms", "-pause", "200ms", "-monitor", m.socket)
	c.assertSlept()
	m.await("stop")
}

func TestAClusterThatItsUserHasPausedGoesOnForWhoConnectsLater(t *testing.T) {
	c := newCluster(t)
	c.serve()
	m := newMachine(t, "paused")
	c.dial()
	time.Sleep(50 * time.Millisecond) // the other end is there too
	c.attend("watch", sleeps, "-pause", "1h", "-monitor", m.socket)
	<-c.watches
	time.Sleep(500 * time.Millisecond)
	m.await()
	c.dial()
	m.await("cont")
}

func TestOneThatIsCalledOffLeavesThePauseToWhoDoes(t *testing.T) {
	c := newCluster(t)
	c.serve()
	m := newMachine(t, "running")
	c.attend("watch", sleeps, "-pause", "200ms", "-monitor", m.socket)
	m.await("stop")
	if err := os.Remove(c.path("appointed")); err != nil {
		t.Fatal(err)
	}
	c.dial()
	c.signal()
	c.awaitEnd()
	m.await("stop")
	if c.exists("slept") {
		t.Error("it ran the command")
	}
}

func TestAMachineIsPausedAlsoWhereItCannotSleep(t *testing.T) {
	c := newCluster(t)
	c.serve()
	m := newMachine(t, "running")
	c.attend("watch", sleeps, "-awake", "-pause", "200ms", "-monitor", m.socket)
	m.await("stop")
	c.signal()
	c.awaitEnd()
	if c.exists("slept") {
		t.Error("it ran the command")
	}
}

// appoint writes a file that names a process.
func appoint(t *testing.T, pid int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "appointed")
	if err := os.WriteFile(file, fmt.Appendf(nil, `{"pid": %d}`, pid), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAMachineWhoseMemoryIsSavedNeverGoesOn(t *testing.T) {
	for _, status := range []string{"postmigrate", "finish-migrate", "inmigrate", "io-error", "shutdown"} {
		m := newMachine(t, status)
		file := appoint(t, os.Getpid())
		if runs, err := monitor(m.socket).unpause(file); runs || err != nil {
			t.Errorf("%s: %v, %v", status, runs, err)
		}
		if paused, err := monitor(m.socket).pause(file); paused || err != nil {
			t.Errorf("%s: %v, %v", status, paused, err)
		}
		m.await()
	}
}

func TestNothingIsChangedBehindTheBackOfAnotherCommand(t *testing.T) {
	m := newMachine(t, "paused")
	if runs, err := monitor(m.socket).unpause(appoint(t, 1)); runs || err != nil {
		t.Errorf("%v, %v", runs, err)
	}
	m.await()
}

func TestAMonitorThatIsBusyIsNotWaitedForLong(t *testing.T) {
	m := newMachine(t, "running")
	directory, err := os.Open(filepath.Dir(m.socket))
	if err != nil {
		t.Fatal(err)
	}
	defer directory.Close()
	other, err := net.Dial("unix", fmt.Sprintf("/proc/self/fd/%d/command.sock", directory.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if paused, err := monitor(m.socket).pause(appoint(t, os.Getpid())); paused || err == nil {
		t.Errorf("%v, %v", paused, err)
	}
	m.await()
}
