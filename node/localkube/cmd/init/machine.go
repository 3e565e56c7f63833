package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"coracle.dev/node/internal/boot"
)

const (
	deviceLimit = 30 * time.Second // for the node ISO and the network interface to appear
	diskLimit   = 5 * time.Second  // for the other disks, after that
)

// Where disks and the network may be: where they are quickest to bring up is all that is looked at if it has everything.
var (
	paravirtual = []string{"virtio"}
	otherBuses  = []string{"virtio", "vmbus", "pci", "scsi", "acpi"}
)

// lateModules is what the first pods need, for which the kernel would run a modprobe, and what tells the host which memory is free,
// which nobody would ask for.
var lateModules = []string{"veth", "virtio_balloon"}

// machine is the running node.
type machine struct {
	console    *boot.Console
	journal    boot.Journal
	procs      *boot.Processes
	localkube  *boot.Service
	containerd *boot.Service   // once ready
	data       *boot.Gate      // opened when the data disk and all else that localkube needs is there
	services   []*boot.Service // all, in the order of their end
	ready      chan struct{}   // closed when services is complete
	down       sync.Once

	environment atomic.Pointer[map[string]string] // of the services
}

func newMachine() *machine {
	return &machine{
		console: boot.NewConsole(os.Stdout), journal: boot.Journal{RotatingFile: boot.NewLog("init")}, procs: boot.Reap(), ready: make(chan struct{}),
	}
}

// fail tells the host. The machine stays up, so that its console and its disks can be looked at.
func (m *machine) fail(component string, err error) {
	m.journal.Printf("%s: %v", component, err)
	m.console.Failed(component, err)
	m.console.Say("coracle: " + component + " failed; the machine stays up as it is. Power it off to try again.")
}

// step runs a part of the boot and writes down what it took.
func (m *machine) step(name string, do func() error) error {
	began := time.Now()
	err := do()
	m.journal.Printf("%-10s %4d ms", name, time.Since(began).Milliseconds())
	if err != nil {
		m.fail(name, err)
	}
	return err
}

// together runs parts of the boot side by side and tells whether all went well.
func together(parts ...func() error) bool {
	errs := make([]error, len(parts))
	var group sync.WaitGroup
	for i, part := range parts {
		group.Go(func() { errs[i] = part() })
	}
	group.Wait()
	return errors.Join(errs...) == nil
}

// boot returns when the services run, or when something failed and was reported. Until is how far to go: all the way, or
// only to the network, the floor that a cluster's start is measured against.
func (m *machine) boot(until string) {
	initrd, err := boot.OpenModules("/modules")
	if err != nil {
		m.fail("init", err)
		return
	}
	modules := initrd
	defer func() { m.watchPower(modules) }()
	var settings boot.Settings
	var data boot.Disk
	var network sync.WaitGroup
	network.Go(m.network)
	err = m.step("disks", func() (err error) {
		settings, data, err = m.disks(initrd)
		return err
	})
	if err == nil {
		err = m.step("root", boot.MountSystem)
	}
	if err != nil || until == "network" {
		return
	}
	go boot.Prefetch("/usr/local/bin/localkube", "/usr/bin/containerd")
	if err := m.step("localkube", func() error { return m.startLocalkube(settings) }); err != nil {
		return
	}
	if modules, err = boot.OpenModules("/usr/lib/modules/" + release()); err != nil {
		m.fail("init", err)
		return
	}
	filter := make(chan error, 1)
	go func() {
		filter <- m.step("filter", func() error { return boot.LoadFilter(m.procs, modules, settings) })
		if err := modules.Load(lateModules...); err != nil {
			m.journal.Printf("modules: %v", err)
		}
	}()
	ok := together(
		func() error { return m.step("data", func() error { return m.mountData(modules, settings, data) }) },
		func() error { return m.step("settings", func() error { return m.apply(settings) }) },
		func() error {
			network.Wait()
			return m.step("address", func() error { return boot.AddLoopbackAddress(settings.DNSAddress()) })
		},
	)
	if !ok {
		return
	}
	go boot.Rehearse(m.procs, podPrograms...)
	m.start(filter)
}

func (m *machine) network() {
	_ = m.step("network", func() error {
		name, err := boot.WaitForInterface(deviceLimit)
		if err != nil {
			return err
		}
		if err := boot.ConfigureNetwork(name); err != nil {
			return err
		}
		m.console.Phase("network")
		return nil
	})
}

// disks finds them all, copies config.json, and enters the root file system.
func (m *machine) disks(initrd *boot.Modules) (boot.Settings, boot.Disk, error) {
	began := time.Now()
	first := true
	var limit time.Time
	var node, config, data *boot.Disk
	for {
		buses := otherBuses
		if first {
			buses, first = paravirtual, false
		}
		if err := initrd.LoadForDevices(buses...); err != nil {
			m.journal.Printf("drivers: %v", err)
		}
		disks, err := boot.FindDisks()
		if err != nil {
			return boot.Settings{}, boot.Disk{}, err
		}
		node, config = boot.Find(disks, boot.Node), boot.Find(disks, boot.Config)
		if data, err = boot.ChooseData(disks); err != nil {
			return boot.Settings{}, boot.Disk{}, err
		}
		if node != nil && limit.IsZero() {
			limit = time.Now().Add(diskLimit)
		}
		if node != nil && config != nil && data != nil {
			break
		}
		if node == nil && time.Since(began) > deviceLimit {
			return boot.Settings{}, boot.Disk{}, fmt.Errorf("no disk has the volume id %s", boot.NodeVolume)
		}
		if node != nil && time.Now().After(limit) {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	m.journal.Printf("found      %4d ms", time.Since(began).Milliseconds())
	if config == nil {
		return boot.Settings{}, boot.Disk{}, fmt.Errorf("no config disk: none has the volume id %s", boot.ConfigVolume)
	}
	settings, err := readConfig(*config)
	if err != nil {
		return boot.Settings{}, boot.Disk{}, err
	}
	if data == nil {
		return boot.Settings{}, boot.Disk{}, fmt.Errorf("no data disk: none is empty or has the label %s", boot.DataLabel)
	}
	return settings, *data, enterRoot(initrd, *node)
}

// podPrograms are those that the start of a pod runs, each with arguments that make it say its version.
var podPrograms = [][]string{
	{"/usr/lib/cni/loopback"}, {"/usr/lib/cni/ptp"}, {"/usr/lib/cni/host-local"}, {"/usr/lib/cni/portmap"},
	{"/usr/bin/containerd-shim-runc-v2", "-v"}, {"/usr/bin/crun", "--version"}, {"/usr/bin/mount", "--version"},
}

// configFile is where localkube reads it.
const configFile = "/run/localkube/config.json"

// readConfig leaves a copy for localkube.
func readConfig(disk boot.Disk) (boot.Settings, error) {
	if len(disk.Volume.Files) != 1 {
		return boot.Settings{}, fmt.Errorf("the config disk has %d files, not one", len(disk.Volume.Files))
	}
	f, err := os.Open(disk.Path)
	if err != nil {
		return boot.Settings{}, err
	}
	defer f.Close()
	file := disk.Volume.Files[0]
	text, err := io.ReadAll(io.NewSectionReader(f, file.Offset, file.Size))
	if err != nil {
		return boot.Settings{}, err
	}
	settings, err := boot.ParseSettings(text)
	if err != nil {
		return boot.Settings{}, err
	}
	if err := os.Mkdir("/run/localkube", 0o700); err != nil {
		return boot.Settings{}, err
	}
	return settings, os.WriteFile(configFile, text, 0o600)
}

func enterRoot(initrd *boot.Modules, node boot.Disk) error {
	root, err := node.Volume.File(boot.RootFile)
	if err != nil {
		return err
	}
	if err := initrd.Load("erofs", "overlay"); err != nil {
		return err
	}
	device, err := boot.ExtentDevice(node.Path, root, func() error { return initrd.Load("loop") })
	if err != nil {
		return err
	}
	for _, name := range []string{"/modules", "/init"} { // the memory they take
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	return boot.EnterRoot(device)
}

func (m *machine) mountData(modules *boot.Modules, s boot.Settings, disk boot.Disk) error {
	if err := modules.Load("quota_v2"); err != nil {
		return err
	}
	if err := boot.MountData(m.procs, m.journal, disk); err != nil {
		return err
	}
	return errors.Join(m.journal.Open(), boot.MachineID(s))
}

func (m *machine) apply(s boot.Settings) error {
	for _, do := range []func(boot.Settings) error{boot.Identity, boot.WriteCNI, boot.WriteSSH} {
		if err := do(s); err != nil {
			return err
		}
	}
	return errors.Join(boot.Sysctls(), boot.Limits())
}

func release() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}
