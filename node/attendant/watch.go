package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// A connection that comes and goes between two looks is still in the kernel's table, which keeps it for a minute.
	longestLook  = 15 * time.Second
	shortestLook = 100 * time.Millisecond
	// A cluster whose ports nobody serves for so many looks does not run any more.
	patience = 4
)

// watch becomes the command when nobody has been connected to the cluster for the idle time, or the host is about to sleep, to shut
// down or to end the user's processes; before that it pauses the cluster, if it is to. It returns if it has nothing to do (any more).
// A cluster that is paused then stays so: who has called this process off lets it go on.
func watch(o options) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
	var down <-chan struct{}
	if !o.awake {
		var err error
		if down, err = goingDown(); err != nil && o.idle == 0 && o.pause == 0 {
			return nil // without logind there is nothing to wait for
		}
	}
	freezer := beginFreezer(o)
	use := usage{last: time.Now()}
	next := time.Now().Add(look(o)) // when to look at everything
	for unserved := 0; ; {
		wait := time.Until(next)
		if freezer.paused {
			wait = min(wait, freezer.look())
		}
		select {
		case <-signals:
			return become(o)
		case <-down:
			return become(o)
		case <-time.After(wait):
		}
		if freezer.paused {
			if went, err := freezer.thaw(); err != nil {
				return err
			} else if went {
				use.last = time.Now()
			}
		}
		if time.Now().Before(next) {
			continue
		}
		next = time.Now().Add(look(o))
		if !isAppointed(o.file) {
			return nil
		}
		now, err := readSockets(o.address)
		if err != nil {
			return err
		}
		if unserved++; now.served {
			unserved = 0
		}
		if unserved == patience {
			return nil
		}
		if freezer.paused && freezer.thawFor(now) {
			use.last = time.Now()
		}
		unused := use.over(now, time.Now())
		if o.idle > 0 && unused >= o.idle && now.served {
			return become(o)
		}
		if o.pause > 0 && unused >= o.pause && now.served {
			freezer.freeze(now)
		}
	}
}

// look is how long it is until the next one, which is never late by more than a tenth.
func look(o options) time.Duration {
	interval := longestLook
	for _, limit := range []time.Duration{o.idle, o.pause} {
		if limit > 0 {
			interval = min(interval, max(limit/10, shortestLook))
		}
	}
	return interval
}

// usage remembers when a cluster was last used.
type usage struct {
	last  time.Time
	ended map[string]bool
}

// over is for how long nobody has used it.
func (u *usage) over(s sockets, now time.Time) time.Duration {
	used := len(s.open) > 0
	for connection := range s.ended {
		used = used || !u.ended[connection]
	}
	if u.ended = s.ended; used {
		u.last = now
	}
	return now.Sub(u.last)
}

// become runs the command in this process, whose ID the file names: the command knows that nobody else waits for the cluster. What
// holds up the host is held until the command ends.
func become(o options) error {
	if o.awake || !isAppointed(o.file) {
		return nil
	}
	return syscall.Exec(o.command[0], o.command, os.Environ())
}
