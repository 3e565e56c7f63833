package boot

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const cgroupRoot = "/sys/fs/cgroup"

// Service is a program that runs as long as the machine does: started again when it ends, at once if it had run for a
// while, else after a growing pause.
type Service struct {
	Name    string
	Args    []string
	Env     func() map[string]string // is asked at each start
	OOM     int
	Gate    *Gate // its standard input; nil for none
	Log     *RotatingFile
	journal Journal
	console *Console
	procs   *Processes

	mu      sync.Mutex
	stopped bool
	renewed bool // the present process ends because it is to
	stop    chan struct{}
	current *Process
	ended   chan struct{}
}

// NewService only describes; Start starts.
func NewService(procs *Processes, journal Journal, console *Console, name string, args []string, env func() map[string]string, oom int) *Service {
	return &Service{
		Name: name, Args: args, Env: env, OOM: oom, Log: NewLog(name), procs: procs, journal: journal, console: console,
		stop: make(chan struct{}), ended: make(chan struct{}),
	}
}

// Start runs the service in a top-level cgroup of its own until Stop.
func (s *Service) Start() error {
	cgroup := filepath.Join(cgroupRoot, s.Name)
	if err := os.MkdirAll(cgroup, 0o755); err != nil {
		return err
	}
	command := Command{
		Args: s.Args, Cgroup: cgroup, OOM: s.OOM, Gate: s.Gate, Output: s.Log,
	}
	go s.supervise(command)
	return nil
}

func (s *Service) supervise(command Command) {
	defer close(s.ended)
	var b Backoff
	for {
		began := time.Now()
		process, err := s.start(command)
		if process == nil && err == nil {
			return
		}
		how := ""
		if err != nil {
			how = err.Error()
		} else {
			s.journal.Printf("%s: started, pid %d", s.Name, process.PID)
			<-process.Exited
			how = process.How()
		}
		if s.stopping() {
			s.journal.Printf("%s: stopped (%s)", s.Name, how)
			return
		}
		if s.renewing() {
			s.journal.Printf("%s: renewed (%s)", s.Name, how)
			continue
		}
		pause := b.Next(time.Since(began))
		s.journal.Printf("%s: %s after %v, again in %v", s.Name, how, time.Since(began).Round(time.Millisecond), pause)
		s.console.Failed(s.Name, fmt.Errorf("%s after %v, started again in %v", how, time.Since(began).Round(time.Second/10), pause))
		select {
		case <-time.After(pause):
		case <-s.stop:
			return
		}
	}
}

// start returns neither a process nor an error once the service is to stop.
func (s *Service) start(command Command) (*Process, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return nil, nil
	}
	command.Env = Environment(s.Env())
	process, err := s.procs.Start(command)
	s.current, s.renewed = process, false
	return process, err
}

// Renew ends the process that runs now; the next one, which is started at once, has the environment of that time.
func (s *Service) Renew() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped || s.current == nil {
		return nil
	}
	select {
	case <-s.current.Exited:
		return nil
	default:
	}
	s.renewed = true
	return syscall.Kill(s.current.PID, syscall.SIGTERM)
}

func (s *Service) renewing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewed
}

func (s *Service) stopping() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// Stop asks the service to end and kills what is left of its cgroup after grace. Idempotent; returns when it has ended.
func (s *Service) Stop(grace time.Duration) {
	s.mu.Lock()
	first := !s.stopped
	if first {
		s.stopped = true
		close(s.stop)
	}
	process := s.current
	s.mu.Unlock()
	if process == nil {
		return
	}
	if first {
		syscall.Kill(process.PID, syscall.SIGTERM)
	}
	select {
	case <-process.Exited:
	case <-time.After(grace):
		s.journal.Printf("%s: killed, it did not end in %v", s.Name, grace)
		syscall.Kill(process.PID, syscall.SIGKILL)
		<-process.Exited
	}
	<-s.ended
}

// Backoff decides how long to wait before a service is started again.
type Backoff struct{ quick int }

const (
	steadyRun  = 10 * time.Second // a run this long was no failed start
	firstPause = 250 * time.Millisecond
	maxPause   = 30 * time.Second
)

// Next is told how long the last run was. The first end is always answered at once.
func (b *Backoff) Next(ran time.Duration) time.Duration {
	if ran >= steadyRun {
		b.quick = 0
		return 0
	}
	b.quick++
	if b.quick == 1 {
		return 0
	}
	return min(maxPause, firstPause<<min(b.quick-2, 10))
}
