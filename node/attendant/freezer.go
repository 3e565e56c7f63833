package main

import "time"

// Somebody waits for a cluster that is paused from when he connects to it. Where each look takes milliseconds he waits longer.
const (
	pausedLook = 50 * time.Millisecond
	costlyLook = 500 * time.Millisecond
)

// freezer pauses a cluster, and lets it go on when somebody connects. What the monitor refuses is tried again at the next look.
type freezer struct {
	options
	paused bool
	before map[string]bool // connections that it was paused with
	hint   hint
}

// beginFreezer finds out whether the cluster is paused already: by its user, or by one of these that was killed.
func beginFreezer(o options) *freezer {
	f := &freezer{options: o}
	if o.pause == 0 {
		return f
	}
	if now, err := readServed(o.address); err == nil {
		paused, err := o.monitor.isPaused()
		f.remember(now, err == nil && paused)
	}
	return f
}

// freeze pauses a cluster that nobody was connected to just now.
func (f *freezer) freeze(now sockets) {
	if !f.paused {
		paused, err := f.monitor.pause(f.file)
		f.remember(now, err == nil && paused)
	}
}

// remember begins with a look at the table: whoever has connected since now is not in it.
func (f *freezer) remember(now sockets, paused bool) {
	if f.paused = paused; paused {
		f.before, f.hint = now.open, newHint(now.listener)
	}
}

// look is how long it is until the next one of a cluster that is paused.
func (f *freezer) look() time.Duration {
	if f.hint.server == "" {
		return costlyLook
	}
	return pausedLook
}

// thaw lets the cluster go on if somebody has connected since it was paused, and tells whether it did.
func (f *freezer) thaw() (bool, error) {
	if !f.hint.given() {
		return false, nil
	}
	now, err := readServed(f.address)
	if err != nil {
		return false, err
	}
	return f.thawFor(now), nil
}

// thawFor does that for who is connected now.
func (f *freezer) thawFor(now sockets) bool {
	for connection := range now.open {
		if !f.before[connection] {
			runs, err := f.monitor.unpause(f.file)
			if f.paused = err != nil || !runs; f.paused {
				f.hint.seen = nil // it is to look again
			}
			return !f.paused
		}
	}
	f.before = now.open
	return false
}
