package main

import (
	"errors"
	"syscall"

	"github.com/godbus/dbus/v5"
)

const (
	loginService = "org.freedesktop.login1"
	loginPath    = "/org/freedesktop/login1"
	loginManager = loginService + ".Manager"
)

// goingDown gets a value when logind tells that the host is about to sleep or to shut down. logind waits as long as a file descriptor
// is open that this process has from then on, up to InhibitDelayMaxSec (5 s unless changed). It fails where there is no logind.
func goingDown() (<-chan struct{}, error) {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, err
	}
	signals := make(chan *dbus.Signal, 4)
	bus.Signal(signals)
	if err := inhibit(bus); err != nil {
		return nil, errors.Join(err, bus.Close())
	}
	down := make(chan struct{})
	go func() {
		for signal := range signals {
			var begins bool
			if dbus.Store(signal.Body, &begins) == nil && begins && isLogind(bus, signal.Sender) {
				down <- struct{}{}
			}
		}
	}()
	return down, nil
}

// isLogind keeps everybody else out: any user may send a signal of any name.
func isLogind(bus *dbus.Conn, sender string) bool {
	var owner string
	err := bus.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, loginService).Store(&owner)
	return err == nil && owner == sender
}

func inhibit(bus *dbus.Conn) error {
	for _, member := range []string{"PrepareForSleep", "PrepareForShutdown"} {
		if err := bus.AddMatchSignal(dbus.WithMatchInterface(loginManager), dbus.WithMatchMember(member)); err != nil {
			return err
		}
	}
	var lock dbus.UnixFD
	err := bus.Object(loginService, loginPath).Call(loginManager+".Inhibit", dbus.FlagNoAutoStart,
		"shutdown:sleep", "Coracle", "A cluster is put to sleep", "delay").Store(&lock)
	if err != nil {
		return err
	}
	// The command that this process becomes keeps it open.
	if _, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(lock), syscall.F_SETFD, 0); errno != 0 {
		return errno
	}
	return nil
}
