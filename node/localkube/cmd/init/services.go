package main

import (
	"errors"
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

func (m *machine) service(name string, oom int, args ...string) *boot.Service {
	env := func() map[string]string { return *m.environment.Load() }
	return boot.NewService(m.procs, m.journal, m.console, name, args, env, oom)
}

// startLocalkube starts it before what it needs is there: until it has come to its main function the rest of the boot is
// done. It waits there for its standard input to end.
func (m *machine) startLocalkube(s boot.Settings) (err error) {
	m.environment.Store(&s.Environment)
	if m.data, err = boot.NewGate(); err != nil {
		return err
	}
	m.localkube = m.service("localkube", -999, "/usr/local/bin/localkube")
	m.localkube.Gate = m.data
	return m.localkube.Start()
}

// start runs the services once the data disk is there. Without the filter, which is loaded meanwhile, there is no localkube
// and so no pod.
func (m *machine) start(filter <-chan error) {
	m.containerd = m.service("containerd", -999, "/usr/bin/containerd")
	sshd := m.service("sshd", 0, "/usr/sbin/sshd", "-D", "-e", "-f", "/run/sshd/sshd_config")
	m.services = []*boot.Service{m.localkube, sshd, m.containerd}
	close(m.ready)
	for _, each := range []*boot.Service{m.localkube, m.containerd, sshd} {
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

// watchSignals understands what busybox's poweroff, halt and reboot send to the first process, Ctrl-Alt-Del, and localkube's
// SIGHUP: config.json has another environment.
func (m *machine) watchSignals() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP)
	for s := range signals {
		switch s {
		case syscall.SIGHUP:
			if err := m.renew(); err != nil {
				m.fail("settings", err)
			}
		case syscall.SIGTERM, syscall.SIGINT:
			go m.shutDown(boot.Reboot)
		default:
			go m.shutDown(boot.PowerOff)
		}
	}
}

// renew gives containerd, which finds proxies nowhere else, the environment that config.json has now, and lets it reach them.
func (m *machine) renew() error {
	text, err := os.ReadFile(configFile)
	if err != nil {
		return err
	}
	s, err := boot.ParseSettings(text)
	if err != nil {
		return err
	}
	m.environment.Store(&s.Environment)
	select {
	case <-m.ready:
		return errors.Join(boot.ReplaceFilter(m.procs, s), m.containerd.Renew())
	default:
		return nil // it starts with it
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
