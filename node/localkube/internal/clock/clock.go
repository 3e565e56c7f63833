// Package clock keeps the system clock right over the sleep of the machine: the guest's clock stands still meanwhile, the
// hardware's does not.
package clock

import (
	"context"
	"time"

	"golang.org/x/sys/unix"
	"k8s.io/klog/v2"

	"coracle.dev/node/internal/service"
)

// Clocks are the two clocks; a test has its own.
type Clocks interface {
	Hardware() (time.Time, error) // whole seconds
	System() time.Time
	Set(time.Time) error
}

const (
	look = time.Second
	// tolerance is what reading two clocks may cost.
	tolerance = 200 * time.Millisecond
	// edge is how often the hardware is asked whether its next second has begun.
	edge = 10 * time.Millisecond
)

// Service is the component. It looks once a second and steps the system clock if it is wrong; stepped is told, once the clock is
// right to a second. Then it waits for the hardware's next second, to be right to a few hundredths.
func Service(c Clocks, stepped func()) service.Service {
	return service.Service{Name: "clock", Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		for {
			wrong, err := Check(c)
			if err != nil {
				return err
			}
			if wrong {
				stepped()
				if err := align(ctx, c); err != nil {
					return err
				}
			}
			if pause(ctx, look) {
				return nil
			}
		}
	}}
}

// Check steps the system clock if it cannot be right, and tells whether it did.
func Check(c Clocks) (stepped bool, err error) {
	before := c.System()
	hardware, err := c.Hardware()
	if err != nil {
		return false, err
	}
	// The hardware's second has begun at some time in the last second.
	if c.System().After(hardware.Add(-tolerance)) && before.Before(hardware.Add(time.Second+tolerance)) {
		return false, nil
	}
	klog.InfoS("Stepping the clock", "from", before, "to", hardware)
	return true, c.Set(hardware)
}

// align sets the system clock when the hardware's next second begins.
func align(ctx context.Context, c Clocks) error {
	first, err := c.Hardware()
	for err == nil {
		var hardware time.Time
		if hardware, err = c.Hardware(); err == nil && !hardware.Equal(first) {
			return c.Set(hardware)
		}
		if pause(ctx, edge) {
			return nil
		}
	}
	return err
}

// pause tells whether ctx ended meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return true
	case <-time.After(d):
		return false
	}
}

// RTC is /dev/rtc0, which keeps UTC, and the kernel's clock.
type RTC struct{ Device string }

// Hardware reads the real time clock. The file is opened each time: it allows one user only.
func (r RTC) Hardware() (time.Time, error) {
	fd, err := unix.Open(r.Device, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = unix.Close(fd) }()
	t, err := unix.IoctlGetRTCTime(fd)
	if err != nil {
		return time.Time{}, err
	}
	return time.Date(int(t.Year)+1900, time.Month(t.Mon+1), int(t.Mday), int(t.Hour), int(t.Min), int(t.Sec), 0, time.UTC), nil
}

// System reads the wall clock.
func (RTC) System() time.Time { return time.Now() }

// Set sets the wall clock.
func (RTC) Set(t time.Time) error {
	tv := unix.NsecToTimeval(t.UnixNano())
	return unix.Settimeofday(&tv)
}
