package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	// A connection that comes and goes between two looks is still in the kernel's table, which keeps it for a minute.
	longestLook = 15 * time.Second
	// A cluster whose ports nobody serves for so many looks does not run any more.
	patience = 4
)

// watch becomes the command when nobody has been connected to the cluster for the idle time, or the host is about to sleep, to shut
// down or to end the user's processes. It returns if it has nothing to do (any more).
func watch(o options) error {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
	down, err := goingDown()
	if err != nil && o.idle == 0 {
		return nil // without logind there is nothing to wait for
	}
	look := longestLook
	if o.idle > 0 {
		look = min(look, max(o.idle/10, 100*time.Millisecond))
	}
	use := usage{idle: o.idle, since: time.Now()}
	for unserved := 0; ; {
		select {
		case <-signals:
			return become(o)
		case <-down:
			return become(o)
		case <-time.After(look):
		}
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
		if use.isOver(now, time.Now()) && now.served {
			return become(o)
		}
	}
}

// usage remembers when a cluster was last used.
type usage struct {
	idle  time.Duration
	since time.Time
	ended map[string]bool
}

func (u *usage) isOver(s sockets, now time.Time) bool {
	used := s.connected
	for connection := range s.ended {
		used = used || !u.ended[connection]
	}
	if u.ended = s.ended; used {
		u.since = now
	}
	return u.idle > 0 && now.Sub(u.since) >= u.idle
}

// become runs the command in this process, whose ID the file names: the command knows that nobody else waits for the cluster. What
// holds up the host is held until the command ends.
func become(o options) error {
	if !isAppointed(o.file) {
		return nil
	}
	return syscall.Exec(o.command[0], o.command, os.Environ())
}
