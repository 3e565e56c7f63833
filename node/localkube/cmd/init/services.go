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

// start runs the services. The filter is in place before anything can start a pod.
func (m *machine) start(s boot.Settings, modules *boot.Modules) {
	service := func(name string, oom int, args ...string) *boot.Service {
		return boot.NewService(m.procs, m.journal, m.console, name, args, s.Environment, oom)
	}
	localkube := service("localkube", -999, "/usr/local/bin/localkube")
	containerd := service("containerd", -999, "/usr/bin/containerd")
	sshd := service("sshd", 0, "/usr/sbin/sshd", "-D", "-e", "-f", "/run/sshd/sshd_config")
	m.services = []*boot.Service{localkube, sshd, containerd}
	close(m.ready)
	for _, each := range []*boot.Service{localkube, containerd, sshd} {
		if m.step(each.Name, each.Start) != nil {
			return
		}
	}
	if m.step("filter", func() error { return m.filter(s, modules) }) != nil {
		localkube.Stop(localkubeGrace) // no pod without it
	}
	if err := m.watchPower(modules); err != nil {
		m.journal.Printf("power button: %v", err)
	}
}

// filter loads the rules, whose modules are loaded here rather than one exec of modprobe each.
func (m *machine) filter(s boot.Settings, modules *boot.Modules) error {
	if err := modules.Load("nf_tables", "nft_chain_nat", "nft_masq", "nft_reject_ipv4", "nft_socket", "nft_ct", "veth"); err != nil {
		m.journal.Printf("modules: %v", err) // nft says what it lacks
	}
	file := "/run/coracle.nft"
	if err := os.WriteFile(file, []byte(boot.Filter(s)), 0o600); err != nil {
		return err
	}
	return m.procs.Must(time.Minute, "/usr/sbin/nft", "-f", file)
}

func (m *machine) watchPower(modules *boot.Modules) error {
	if err := modules.Load("button", "evdev"); err != nil {
		return err
	}
	return boot.WatchPowerButton(func() { m.shutDown(boot.PowerOff) })
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
