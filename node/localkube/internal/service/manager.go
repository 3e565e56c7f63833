package service

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
)

// Manager starts services as soon as what they need is there, starts them anew with a back-off when they fail, and stops
// them in the reverse order. The zero value is not usable, see New.
type Manager struct {
	clock    func() float64
	onEvent  func(Event)
	wrap     func(ctx context.Context, name string, run func(context.Context))
	units    []*unit
	byName   map[string]*unit
	mu       sync.Mutex
	reached  map[string]chan struct{} // service or service:milestone
	fatal    chan error
	backoff  func(failures int) time.Duration
	settled  time.Duration // a run this long makes up for earlier failures
	stopWait time.Duration // how long one service may take to stop
}

// Event is a change that others may want to hear of: a service (or a milestone of it) is there, or it failed.
type Event struct {
	Name string
	Err  error
}

// State of a service, as shown to users.
type State string

// The states of docs/guest.md.
const (
	Waiting  State = "waiting"
	Starting State = "starting"
	Ready    State = "ready"
	Failed   State = "failed"
	Stopped  State = "stopped"
)

// Status is what is known of one service. Times are seconds of the manager's clock.
type Status struct {
	Name       string   `json:"name"`
	State      State    `json:"state"`
	WaitingFor []string `json:"waitingFor,omitempty"`
	Error      string   `json:"error,omitempty"`
	Started    float64  `json:"startedSeconds,omitempty"`
	Ready      float64  `json:"readySeconds,omitempty"`
	Restarts   int      `json:"restarts"`
	NextTry    float64  `json:"nextTrySeconds,omitempty"`
}

type unit struct {
	Service
	cancel context.CancelFunc
	done   chan struct{}
	status Status
	nextAt float64
}

// New makes a manager. clock gives the seconds shown in Status; onEvent is called for each event, never concurrently for
// the same service; wrap surrounds each run of a service (nil for nothing).
func New(clock func() float64, onEvent func(Event), wrap func(ctx context.Context, name string, run func(context.Context))) *Manager {
	if wrap == nil {
		wrap = func(ctx context.Context, _ string, run func(context.Context)) { run(ctx) }
	}
	return &Manager{
		clock: clock, onEvent: onEvent, wrap: wrap,
		byName: map[string]*unit{}, reached: map[string]chan struct{}{}, fatal: make(chan error, 1),
		backoff: Backoff, settled: time.Minute, stopWait: 4 * time.Second,
	}
}

// Backoff is the pause before a service is started anew: half a second, doubled with each failure, at most 30 seconds.
func Backoff(failures int) time.Duration {
	return min(30*time.Second, 500*time.Millisecond<<min(failures-1, 10))
}

// Add registers services; all of them before Run.
func (m *Manager) Add(services ...Service) {
	for _, s := range services {
		u := &unit{Service: s, done: make(chan struct{}), status: Status{Name: s.Name, State: Waiting}}
		m.units = append(m.units, u)
		m.byName[s.Name] = u
	}
}

// Run runs all services until ctx ends (returns nil) or one that cannot be restarted ends (returns why). Then it stops
// them, those that others need last, and gives each a few seconds.
func (m *Manager) Run(ctx context.Context) error {
	for _, u := range m.units {
		for _, n := range u.Needs {
			if m.byName[owner(n)] == nil {
				return fmt.Errorf("%s needs %s, which is no service", u.Name, n)
			}
		}
	}
	for _, u := range m.units {
		uctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
		u.cancel = cancel
		go m.supervise(uctx, u)
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-m.fatal:
	}
	m.stop()
	return err
}

// Statuses tells how all services are, in the order they were added.
func (m *Manager) Statuses() []Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock()
	all := make([]Status, 0, len(m.units))
	for _, u := range m.units {
		s := u.status
		s.WaitingFor = slices.Clone(s.WaitingFor)
		if s.State == Failed {
			s.NextTry = max(0, u.nextAt-now)
		}
		all = append(all, s)
	}
	return all
}

// Done is closed when the named service or milestone has been there once.
func (m *Manager) Done(name string) <-chan struct{} { return m.gate(name) }

// Wait returns when all of the named services or milestones have been there once, or ctx ends.
func (m *Manager) Wait(ctx context.Context, names ...string) error {
	for _, n := range names {
		select {
		case <-m.gate(n):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func owner(need string) string { name, _, _ := strings.Cut(need, ":"); return name }

func (m *Manager) gate(name string) chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.reached[name]
	if c == nil {
		c = make(chan struct{})
		m.reached[name] = c
	}
	return c
}

func (m *Manager) open(name string) {
	c := m.gate(name)
	m.mu.Lock()
	defer m.mu.Unlock()
	select {
	case <-c:
	default:
		close(c)
	}
}

func (m *Manager) supervise(ctx context.Context, u *unit) {
	defer close(u.done)
	defer m.update(u, func(s *Status) { s.State = Stopped })
	if !m.awaitNeeds(ctx, u) {
		return
	}
	for failures := 0; ctx.Err() == nil; {
		began := time.Now()
		m.update(u, func(s *Status) { s.State, s.Started, s.Ready = Starting, m.clock(), 0 })
		err := m.runOnce(ctx, u)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = errors.New("ended by itself")
		}
		if time.Since(began) >= m.settled {
			failures = 0
		}
		failures++
		pause := m.backoff(failures)
		m.update(u, func(s *Status) {
			s.State, s.Error, s.Ready = Failed, err.Error(), 0
			s.Restarts++
			u.nextAt = m.clock() + pause.Seconds()
		})
		m.onEvent(Event{Name: u.Name, Err: err})
		if u.Once {
			select {
			case m.fatal <- fmt.Errorf("%s: %w", u.Name, err):
			default:
			}
			return
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}

func (m *Manager) awaitNeeds(ctx context.Context, u *unit) bool {
	for i, n := range u.Needs {
		m.update(u, func(s *Status) {
			s.WaitingFor = nil
			for _, n := range u.Needs[i:] {
				if !slices.Contains(s.WaitingFor, owner(n)) {
					s.WaitingFor = append(s.WaitingFor, owner(n))
				}
			}
		})
		if m.Wait(ctx, n) != nil {
			return false
		}
	}
	m.update(u, func(s *Status) { s.WaitingFor = nil })
	return true
}

func (m *Manager) runOnce(ctx context.Context, u *unit) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // what a failed run left behind ends before the next one
	m.wrap(ctx, u.Name, func(ctx context.Context) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		err = u.Run(ctx, &upward{m: m, u: u})
	})
	return err
}

func (m *Manager) update(u *unit, change func(*Status)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&u.status)
}

type upward struct {
	m    *Manager
	u    *unit
	once sync.Once
}

func (p *upward) Ready() {
	p.once.Do(func() {
		p.m.update(p.u, func(s *Status) { s.State, s.Error, s.Ready = Ready, "", p.m.clock() })
		p.m.onEvent(Event{Name: p.u.Name})
		p.m.open(p.u.Name)
	})
}

func (p *upward) Reached(milestone string) {
	name := p.u.Name + ":" + milestone
	select {
	case <-p.m.gate(name):
		return
	default:
	}
	p.m.onEvent(Event{Name: name})
	p.m.open(name)
}

// stop ends services in waves: each when nothing that needs it runs any more, or has used up its time.
func (m *Manager) stop() {
	left := slices.Clone(m.units)
	for len(left) > 0 {
		var wave, rest []*unit
		for _, u := range left {
			needed := slices.ContainsFunc(left, func(o *unit) bool {
				return slices.ContainsFunc(o.Needs, func(n string) bool { return owner(n) == u.Name })
			})
			if needed {
				rest = append(rest, u)
			} else {
				wave = append(wave, u)
			}
		}
		if len(wave) == 0 { // needs form a ring: stop what is left together
			wave, rest = rest, nil
		}
		for _, u := range wave {
			u.cancel()
		}
		late := time.After(m.stopWait)
	waves:
		for _, u := range wave {
			select {
			case <-u.done:
			case <-late:
				break waves
			}
		}
		left = rest
	}
}
