package boot

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestBackoff(t *testing.T) {
	var b Backoff
	var got []time.Duration
	for range 12 {
		got = append(got, b.Next(time.Second))
	}
	if !slices.Equal(got[:5], []time.Duration{0, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}) {
		t.Errorf("%v", got)
	}
	if got[11] != maxPause {
		t.Errorf("%v", got)
	}
	if pause := b.Next(steadyRun); pause != 0 {
		t.Errorf("after a steady run: %v", pause)
	}
	if pause := b.Next(0); pause != 0 {
		t.Errorf("first quick end after a steady run: %v", pause)
	}
}

// One: it takes the end of every child.
var reaper = sync.OnceValue(Reap)

func TestProcesses(t *testing.T) {
	procs := reaper()
	code, output, err := procs.Run(10*time.Second, "/bin/sh", "-c", "echo out; echo err >&2; exit 3")
	if err != nil || code != 3 || output != "out\nerr" {
		t.Errorf("%d %q %v", code, output, err)
	}
	if _, _, err := procs.Run(50*time.Millisecond, "/bin/sleep", "60"); err == nil {
		t.Error("ran past its limit")
	}
	if err := procs.Must(10*time.Second, "/bin/sh", "-c", "echo why; false"); err == nil || !strings.Contains(err.Error(), "why") {
		t.Errorf("%v", err)
	}
	if _, _, err := procs.Run(time.Second, "/nowhere"); err == nil {
		t.Error("started a program that is not there")
	}
	var log bytes.Buffer
	process, err := procs.Start(Command{Args: []string{"/bin/sh", "-c", "echo $A; kill -9 $$"}, Env: Environment(map[string]string{"A": "a", "B": ""}), Output: &log})
	if err != nil {
		t.Fatal(err)
	}
	<-process.Exited
	if how := process.How(); how != "killed by killed" && how != "killed by signal: killed" {
		t.Errorf("%s", how)
	}
}

func TestRehearsedProgramsTakeOnlyTimeThatNothingElseWants(t *testing.T) {
	report := filepath.Join(t.TempDir(), "report")
	Rehearse(reaper(), []string{"/nowhere"}, []string{"/bin/sh", "-c", `chrt -p $$ > "$0"`, report})
	if got, _ := os.ReadFile(report); !strings.Contains(string(got), "SCHED_IDLE") {
		t.Errorf("%q", got)
	}
}

func TestRotatingFileKeepsOneOldFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "logs", "x.log")
	log := &RotatingFile{path: path, limit: 10}
	if err := log.Open(); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"aaaaaa\n", "bbb", "cccc\n", "longer than the limit\n", "d\n"} {
		if _, err := log.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	for file, want := range map[string]string{path: "d\n", path + ".1": "longer than the limit\n"} {
		if got, _ := os.ReadFile(file); string(got) != want {
			t.Errorf("%s: %q", file, got)
		}
	}
	again := &RotatingFile{path: path, limit: 10}
	if err := again.Open(); err != nil {
		t.Fatal(err)
	}
	again.Write([]byte("e\n"))
	if got, _ := os.ReadFile(path); string(got) != "d\ne\n" {
		t.Errorf("continued: %q", got)
	}
}

func TestJournalKeepsEarlyLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "init.log")
	j := Journal{&RotatingFile{path: path, limit: 100}}
	j.Printf("early %d", 1)
	if err := j.Open(); err != nil {
		t.Fatal(err)
	}
	j.Printf("late")
	got, _ := os.ReadFile(path)
	if lines := strings.Split(string(got), "\n"); len(lines) != 3 || !strings.HasSuffix(lines[0], "early 1") || !strings.HasSuffix(lines[1], "late") {
		t.Errorf("%q", got)
	}
}

func TestGateHoldsBackUntilItIsOpened(t *testing.T) {
	procs := reaper()
	gate, err := NewGate()
	if err != nil {
		t.Fatal(err)
	}
	wait := Command{Args: []string{"/bin/cat"}, Gate: gate}
	early, err := procs.Start(wait)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-early.Exited:
		t.Error("went on before the gate was opened")
	case <-time.After(50 * time.Millisecond):
	}
	gate.Open()
	late, err := procs.Start(wait)
	if err != nil {
		t.Fatal(err)
	}
	<-early.Exited
	<-late.Exited
}

func TestARenewedServiceStartsAtOnceWithTheEnvironmentOfThatTime(t *testing.T) {
	log := &RotatingFile{path: filepath.Join(t.TempDir(), "x.log"), limit: 1 << 20}
	if err := log.Open(); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	var proxy atomic.Value
	proxy.Store("old")
	s := NewService(reaper(), Journal{&RotatingFile{path: filepath.Join(t.TempDir(), "j")}}, &Console{out: &said, uptime: func() float64 { return 1 }}, "x",
		nil, func() map[string]string { return map[string]string{"PROXY": proxy.Load().(string)} }, 0)
	go s.supervise(Command{Args: []string{"/bin/sh", "-c", "echo $PROXY; exec sleep 100"}, Output: log})
	await := func(want string) {
		t.Helper()
		for range 500 {
			if got, _ := os.ReadFile(log.path); string(got) == want {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		got, _ := os.ReadFile(log.path)
		t.Fatalf("%q, want %q", got, want)
	}
	await("old\n")
	proxy.Store("new")
	if err := s.Renew(); err != nil {
		t.Fatal(err)
	}
	await("old\nnew\n")
	s.Stop(time.Second)
	if said.Len() > 0 {
		t.Errorf("the host was told: %s", &said)
	}
}

func TestConsole(t *testing.T) {
	var out bytes.Buffer
	c := &Console{out: &out, uptime: func() float64 { return 4.2 }}
	c.Phase("network")
	c.Failed("etcd", os.ErrInvalid)
	want := `CORACLE {"t":4.20,"phase":"network"}
CORACLE {"t":4.20,"phase":"failed","component":"etcd","reason":"invalid argument"}
`
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}
