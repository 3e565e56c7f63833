package boot

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Processes starts processes and reaps every child, its own and the orphans that PID 1 inherits. Because it waits for any
// child, nothing else in this program may wait for one (so no os/exec).
type Processes struct {
	mu      sync.Mutex // held from fork until the child is known, so that the reaper never meets an unknown one of ours
	running map[int]*Process
}

// Process is a running child.
type Process struct {
	PID    int
	Exited chan struct{} // closed when it has been reaped
	Status syscall.WaitStatus
}

// Command says what to run. Env is whole, not added to ours. Output gets stdout and stderr, nil discards them.
type Command struct {
	Args   []string
	Env    []string
	Cgroup string // a directory; empty for ours
	OOM    int    // oom_score_adj
	Input  string // stdin: a file; empty for /dev/null
	Gate   *Gate  // stdin, if not nil: ends when it is opened
	Output io.Writer
}

// Reap starts the reaper.
func Reap() *Processes {
	p := &Processes{running: map[int]*Process{}}
	children := make(chan os.Signal, 1)
	signal.Notify(children, syscall.SIGCHLD)
	go func() {
		for range children {
			p.reapAll()
		}
	}()
	return p
}

func (p *Processes) reapAll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		if process := p.running[pid]; process != nil {
			delete(p.running, pid)
			process.Status = status
			close(process.Exited)
		}
	}
}

// Start runs a command in a session of its own.
func (p *Processes) Start(c Command) (*Process, error) {
	stdin, err := c.input()
	if err != nil {
		return nil, err
	}
	defer stdin.Close()
	stdout, done, err := outputFile(c.Output)
	if err != nil {
		return nil, err
	}
	defer done()
	attr := &syscall.ProcAttr{
		Dir: "/", Env: c.Env,
		Files: []uintptr{stdin.Fd(), stdout.Fd(), stdout.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	}
	if c.Cgroup != "" {
		dir, err := os.Open(c.Cgroup)
		if err != nil {
			return nil, err
		}
		defer dir.Close()
		attr.Sys.UseCgroupFD, attr.Sys.CgroupFD = true, int(dir.Fd())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	pid, err := syscall.ForkExec(c.Args[0], c.Args, attr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Args[0], err)
	}
	process := &Process{PID: pid, Exited: make(chan struct{})}
	p.running[pid] = process
	if c.OOM != 0 { // a child that has gone already needs none
		_ = os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid), fmt.Append(nil, c.OOM), 0)
	}
	return process, nil
}

func (c Command) input() (*os.File, error) {
	switch {
	case c.Gate != nil:
		return c.Gate.reader()
	case c.Input != "":
		return os.Open(c.Input)
	default:
		return os.Open(os.DevNull)
	}
}

// Gate holds programs back that read their standard input to its end before they go on.
type Gate struct{ r, w *os.File }

// NewGate makes one that is closed.
func NewGate() (*Gate, error) {
	r, w, err := os.Pipe()
	return &Gate{r, w}, err
}

// Open lets all programs pass, those that are started later too.
func (g *Gate) Open() { g.w.Close() }

func (g *Gate) reader() (*os.File, error) {
	fd, err := unix.FcntlInt(g.r.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("gate: %w", err)
	}
	return os.NewFile(uintptr(fd), "gate"), nil
}

// outputFile is what a child writes to; done closes our end of it.
func outputFile(w io.Writer) (f *os.File, done func(), err error) {
	if w == nil {
		f, err = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		return f, func() { f.Close() }, err
	}
	if file, ok := w.(*os.File); ok {
		return file, func() {}, nil
	}
	r, f, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	go func() {
		defer r.Close()
		_, _ = io.Copy(keepReading{w}, r)
	}()
	return f, func() { f.Close() }, nil
}

// keepReading goes on when w fails: a child must not block because its log cannot be written.
type keepReading struct{ w io.Writer }

func (k keepReading) Write(b []byte) (int, error) {
	_, _ = k.w.Write(b)
	return len(b), nil
}

// Run runs a program to its end and returns its exit code and output. It is killed after limit.
func (p *Processes) Run(limit time.Duration, args ...string) (code int, output string, err error) {
	out, err := os.CreateTemp("", "out")
	if err != nil {
		return -1, "", err
	}
	defer out.Close()
	defer os.Remove(out.Name())
	process, err := p.Start(Command{Args: args, Env: Environment(nil), Output: out})
	if err != nil {
		return -1, "", err
	}
	select {
	case <-process.Exited:
	case <-time.After(limit):
		syscall.Kill(process.PID, syscall.SIGKILL)
		<-process.Exited
		return -1, "", fmt.Errorf("%s: not done after %v", args[0], limit)
	}
	var text bytes.Buffer
	if _, err := io.Copy(&text, io.NewSectionReader(out, 0, 1<<20)); err != nil {
		return -1, "", err
	}
	return process.Status.ExitStatus(), strings.TrimSpace(text.String()), nil
}

// Must runs a program that has to succeed.
func (p *Processes) Must(limit time.Duration, args ...string) error {
	code, output, err := p.Run(limit, args...)
	if err == nil && code != 0 {
		err = fmt.Errorf("%s: exit %d: %s", args[0], code, output)
	}
	return err
}

// Environment is what every program of the machine gets, and more.
func Environment(more map[string]string) []string {
	env := []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "HOME=/root", "LANG=C.UTF-8"}
	for name, value := range more {
		if value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// How describes an end for a person.
func (p *Process) How() string {
	if p.Status.Signaled() {
		return "killed by " + p.Status.Signal().String()
	}
	return fmt.Sprintf("exit %d", p.Status.ExitStatus())
}
