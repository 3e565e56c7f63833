package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

type events struct {
	mu   sync.Mutex
	list []string
}

func (e *events) add(ev Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := ev.Name
	if ev.Err != nil {
		s += " failed"
	}
	e.list = append(e.list, s)
}

func (e *events) all() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.list)
}

func newManager() (*Manager, *events) {
	e := &events{}
	m := New(func() float64 { return 1 }, e.add, nil)
	m.backoff = func(int) time.Duration { return time.Millisecond }
	m.stopWait = 100 * time.Millisecond
	return m, e
}

func idle(ctx context.Context, up Up) error {
	up.Ready()
	<-ctx.Done()
	return nil
}

func start(t *testing.T, m *Manager) (stop func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() { end <- m.Run(ctx) }()
	return func() error {
		cancel()
		select {
		case err := <-end:
			return err
		case <-time.After(5 * time.Second):
			t.Fatal("the manager does not stop")
			return nil
		}
	}
}

func TestServicesStartWhenWhatTheyNeedIsThere(t *testing.T) {
	m, e := newManager()
	go1, go2 := make(chan struct{}), make(chan struct{})
	m.Add(
		Service{Name: "c", Needs: []string{"a:half", "b"}, Run: idle},
		Service{Name: "b", Needs: []string{"a"}, Run: idle},
		Service{Name: "a", Run: func(ctx context.Context, up Up) error {
			<-go1
			up.Reached("half")
			<-go2
			return idle(ctx, up)
		}},
	)
	stop := start(t, m)
	if s := m.Statuses()[0]; s.State != Waiting || s.Name != "c" {
		t.Errorf("c is %+v", s)
	}
	close(go1)
	if err := m.Wait(t.Context(), "a:half"); err != nil {
		t.Fatal(err)
	}
	close(go2)
	if err := m.Wait(t.Context(), "c"); err != nil {
		t.Fatal(err)
	}
	if got, want := e.all(), []string{"a:half", "a", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for _, s := range m.Statuses() {
		if s.State != Stopped {
			t.Errorf("%s is %s after the end", s.Name, s.State)
		}
	}
}

func TestWaitingForNamesServicesOnce(t *testing.T) {
	m, _ := newManager()
	m.Add(Service{Name: "a", Run: func(ctx context.Context, _ Up) error { <-ctx.Done(); return nil }},
		Service{Name: "b", Needs: []string{"a:x", "a"}, Run: idle})
	stop := start(t, m)
	defer func() { _ = stop() }()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(time.Millisecond) {
		if slices.Equal(m.Statuses()[1].WaitingFor, []string{"a"}) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waits for %v", m.Statuses()[1].WaitingFor)
		}
	}
}

func TestAFailedServiceIsStartedAnew(t *testing.T) {
	m, e := newManager()
	runs := 0
	m.Add(Service{Name: "a", Run: func(ctx context.Context, up Up) error {
		runs++
		switch runs {
		case 1:
			return errors.New("no")
		case 2:
			panic("never")
		case 3:
			return nil // nobody asked it to
		}
		return idle(ctx, up)
	}})
	stop := start(t, m)
	if err := m.Wait(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	if s := m.Statuses()[0]; s.State != Ready || s.Restarts != 3 || s.Error != "" {
		t.Errorf("a is %+v", s)
	}
	if got, want := e.all(), []string{"a failed", "a failed", "a failed", "a"}; !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestTheProcessEndsWithAServiceThatCannotBeRestarted(t *testing.T) {
	m, _ := newManager()
	m.Add(Service{Name: "a", Run: idle},
		Service{Name: "b", Needs: []string{"a"}, Once: true, Run: func(context.Context, Up) error { return errors.New("broken") }})
	if err := m.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "b: broken") {
		t.Errorf("ended with %v", err)
	}
}

func TestServicesStopBeforeWhatTheyNeed(t *testing.T) {
	m, _ := newManager()
	var mu sync.Mutex
	var order []string
	leave := func(name string) func(context.Context, Up) error {
		return func(ctx context.Context, up Up) error {
			_ = idle(ctx, up)
			mu.Lock()
			defer mu.Unlock()
			order = append(order, name)
			return nil
		}
	}
	deaf := Service{Name: "deaf", Needs: []string{"c"}, Run: func(_ context.Context, up Up) error {
		up.Ready()
		select {} // as kube-proxy
	}}
	m.Add(Service{Name: "a", Run: leave("a")}, Service{Name: "b", Needs: []string{"a"}, Run: leave("b")},
		Service{Name: "c", Needs: []string{"b"}, Run: leave("c")}, deaf)
	stop := start(t, m)
	if err := m.Wait(t.Context(), "deaf", "c"); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if want := []string{"c", "b", "a"}; !slices.Equal(order, want) {
		t.Errorf("stopped in the order %v, want %v", order, want)
	}
}

func TestUnknownNeedIsRefused(t *testing.T) {
	m, _ := newManager()
	m.Add(Service{Name: "a", Needs: []string{"b"}, Run: idle})
	if err := m.Run(t.Context()); err == nil {
		t.Error("ran")
	}
}

func TestBackoffDoublesUpToItsLimit(t *testing.T) {
	for failures, want := range map[int]time.Duration{1: 500 * time.Millisecond, 2: time.Second, 4: 4 * time.Second, 7: 30 * time.Second, 99: 30 * time.Second} {
		if got := Backoff(failures); got != want {
			t.Errorf("after %d failures %v, want %v", failures, got, want)
		}
	}
}
