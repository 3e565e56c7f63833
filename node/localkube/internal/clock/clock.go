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

// tolerance is how far the clocks may be apart: the hardware's says whole seconds only.
const tolerance = time.Second

// Service is the component. It looks once a second and steps the system clock if the difference is over a second.
func Service(c Clocks) service.Service {
	return service.Service{Name: "clock", Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		for {
			if err := Check(c); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Second):
			}
		}
	}}
}

// Check steps the system clock if it is off.
func Check(c Clocks) error {
	hardware, err := c.Hardware()
	if err != nil {
		return err
	}
	system := c.System()
	// The hardware's second has begun at some time in the last second.
	if d := hardware.Sub(system); d <= tolerance && d >= -2*tolerance {
		return nil
	}
	klog.InfoS("Stepping the clock", "from", system, "to", hardware)
	return c.Set(hardware)
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
