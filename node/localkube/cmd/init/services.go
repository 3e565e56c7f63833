package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	"coracle.dev/node/internal/boot"
)

// What each part of the shutdown may take at most: 25 s in all.
const (
	localkubeGrace  = 10 * time.Second
	podsGrace       = 10 * time.Second
	containerdGrace = 5 * time.Second
)

func (m *machine) service(s boot.Settings, name string, oom int, args ...string) *boot.Service {
	return boot.NewService(m.procs, m.journal, m.console, name, args, s.Environment, oom)
}

// startLocalkube starts it before what it needs is there: until it has come to its main function the rest of the boot is
// done. It waits there for its standard input to end.
func (m *machine) startLocalkube(s boot.Settings) (err error) {
	if m.data, err = boot.NewGate(); err != nil {
		return err
	}
	m.localkube = m.service(s, "localkube", -999, "/usr/local/bin/localkube")
	m.localkube.Gate = m.data
	return m.localkube.Start()
}

// start runs the services once the data disk is there. Without the filter, which is loaded meanwhile, there is no localkube
// and so no pod.
func (m *machine) start(s boot.Settings, filter <-chan error) {
	containerd := m.service(s, "containerd", -999, "/usr/bin/containerd")
	sshd := m.service(s, "sshd", 0, "/usr/sbin/sshd", "-D", "-e", "-f", "/run/sshd/sshd_config")
	m.services = []*boot.Service{m.localkube, sshd, containerd}
	close(m.ready)
	for _, each := range []*boot.Service{m.localkube, containerd, sshd} {
		err := each.Log.Open()
		if err == nil && each != m.localkube {
			err = each.Start()
		}
		if err != nil {
			m.fail(each.Name, err)
		}
	}
	if <-filter != nil {
		m.localkube.Stop(localkubeGrace)
		return
	}
	m.data.Open()
}

func (m *machine) watchPower(modules *boot.Modules) {
	err := modules.Load("button", "evdev")
	if err == nil {
		err = boot.WatchPowerButton(func() { m.shutDown(boot.PowerOff) })
	}
	if err != nil {
		m.fail("power button", err)
	}
}

// watchSignals understands what busybox's poweroff, halt and reboot send to the first process, and Ctrl-Alt-Del.
func (m *machine) watchSignals() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGUSR1, syscall.SIGUSR2)
	for s := range signals {
		if s == syscall.SIGTERM || s == syscall.SIGINT {
			go m.shutDown(boot.Reboot)
		} else {
			go m.shutDown(boot.PowerOff)
		}
	}
}

// shutDown ends the machine in order and within bounds. Calls after the first do nothing.
func (m *machine) shutDown(end boot.End) {
	m.down.Do(func() {
		m.journal.Printf("shutdown: begins")
		select {
		case <-m.ready:
			m.services[0].Stop(localkubeGrace) // localkube first: it would start pods again
			boot.StopPods(m.journal, podsGrace)
			for _, s := range m.services[1:] {
				s.Stop(containerdGrace)
			}
		default:
		}
		m.journal.Printf("shutdown: unmounts")
		boot.KillAll()
		boot.Unmount()
		m.console.Phase("poweroff")
		if err := end.Now(); err != nil {
			m.console.Say("coracle: " + err.Error())
		}
	})
}
