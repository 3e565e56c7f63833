package clock

import (
	"context"
	"errors"
	"testing"
	"time"

	"coracle.dev/node/internal/service"
)

// fake has clocks that go on by tick whenever the hardware's is read.
type fake struct {
	hardware, system time.Time
	tick             time.Duration
	err              error
	steps            int
}

func (f *fake) Hardware() (time.Time, error) {
	f.hardware, f.system = f.hardware.Add(f.tick), f.system.Add(f.tick)
	return f.hardware.Truncate(time.Second), f.err
}
func (f *fake) System() time.Time     { return f.system }
func (f *fake) Set(t time.Time) error { f.steps++; f.system = t; return nil }

var now = time.Date(2026, 11, 21, 14, 0, 0, 900e6, time.UTC)

func TestTheClockIsSteppedOnlyWhenItIsWrong(t *testing.T) {
	for behind, steps := range map[time.Duration]int{
		0: 0, 900 * time.Millisecond: 0, 1200 * time.Millisecond: 1, 3 * time.Second: 1, 8 * time.Hour: 1, 400 * 24 * time.Hour: 1,
		-200 * time.Millisecond: 0, -400 * time.Millisecond: 1, -5 * time.Second: 1,
	} {
		f := &fake{hardware: now, system: now.Add(-behind)}
		stepped, err := Check(f)
		if err != nil {
			t.Fatal(err)
		}
		if f.steps != steps || stepped != (steps > 0) {
			t.Errorf("%v behind: %d steps, want %d", behind, f.steps, steps)
		}
		if d := now.Sub(f.system); steps > 0 && d.Abs() > time.Second {
			t.Errorf("%v behind: off by %v afterwards", behind, d)
		}
	}
}

func TestReadingTheHardwareMayTakeLong(t *testing.T) {
	f := &fake{hardware: now, system: now, tick: 10 * time.Second}
	if stepped, err := Check(f); stepped || err != nil {
		t.Errorf("stepped to %v: %v", f.system, err)
	}
}

type up struct{ service.Up }

func (up) Ready() {}

func TestAfterAStepTheClockIsRightToAFractionOfASecond(t *testing.T) {
	f := &fake{hardware: now, system: now.AddDate(-2, 0, 0), tick: 20 * time.Millisecond}
	ctx, cancel := context.WithCancel(context.Background())
	told := 0
	run := Service(f, func() {
		if d := f.hardware.Sub(f.system); d.Abs() > time.Second {
			t.Errorf("told when it is off by %v", d)
		}
		told++
		time.AfterFunc(500*time.Millisecond, cancel)
	}).Run
	if err := run(ctx, up{}); err != nil {
		t.Fatal(err)
	}
	if d := f.hardware.Sub(f.system); d.Abs() > 50*time.Millisecond || told != 1 || f.steps != 2 {
		t.Errorf("off by %v after %d steps, told %d times", d, f.steps, told)
	}
}

func TestAClockThatCannotBeReadIsAnError(t *testing.T) {
	if _, err := Check(&fake{err: errors.New("no rtc")}); err == nil {
		t.Error("nothing said")
	}
}
