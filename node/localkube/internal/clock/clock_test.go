package clock

import (
	"errors"
	"testing"
	"time"
)

type fake struct {
	hardware, system time.Time
	err              error
	steps            int
}

func (f *fake) Hardware() (time.Time, error) { return f.hardware.Truncate(time.Second), f.err }
func (f *fake) System() time.Time            { return f.system }
func (f *fake) Set(t time.Time) error        { f.steps++; f.system = t; return nil }

func TestTheClockIsSteppedOnlyWhenItIsOff(t *testing.T) {
	now := time.Date(2026, 11, 21, 14, 0, 0, 900e6, time.UTC)
	for behind, steps := range map[time.Duration]int{
		0: 0, 900 * time.Millisecond: 0, -900 * time.Millisecond: 0, 3 * time.Second: 1, 8 * time.Hour: 1, -5 * time.Second: 1,
	} {
		f := &fake{hardware: now, system: now.Add(-behind)}
		if err := Check(f); err != nil {
			t.Fatal(err)
		}
		if f.steps != steps {
			t.Errorf("%v behind: %d steps, want %d", behind, f.steps, steps)
		}
		if d := now.Sub(f.system); steps > 0 && d.Abs() > time.Second {
			t.Errorf("%v behind: off by %v afterwards", behind, d)
		}
	}
}

func TestAClockThatCannotBeReadIsAnError(t *testing.T) {
	if err := Check(&fake{err: errors.New("no rtc")}); err == nil {
		t.Error("nothing said")
	}
}
