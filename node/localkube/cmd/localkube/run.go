package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"k8s.io/component-base/version"

	"coracle.dev/node/internal/adopt"
	"coracle.dev/node/internal/clock"
	"coracle.dev/node/internal/console"
	"coracle.dev/node/internal/controlplane"
	"coracle.dev/node/internal/dns"
	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/images"
	"coracle.dev/node/internal/logs"
	"coracle.dev/node/internal/node"
	"coracle.dev/node/internal/objects"
	"coracle.dev/node/internal/owner"
	"coracle.dev/node/internal/ports"
	"coracle.dev/node/internal/registries"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/signer"
	"coracle.dev/node/internal/state"
	"coracle.dev/node/internal/status"
	"coracle.dev/node/internal/storage"
	"coracle.dev/node/internal/tune"
)

// Where things are. What has to outlive a boot is below dataDir, on the data disk.
const (
	dataDir    = owner.Dir
	keysDir    = dataDir + "/keys"
	runDir     = "/run/localkube"
	logDir     = "/var/log/coracle"
	kubeletDir = "/var/lib/kubelet"
	criURL     = "unix:///run/containerd/containerd.sock"
)

// run is the composition root.
func run(ctx context.Context, out *console.Console) error {
	if err := tune.Timers(tune.StartSlack); err != nil {
		return err
	}
	go controlplane.Definitions()
	// PID 1 starts this program before the data disk is mounted, and ends its input when it is.
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	log, err := logs.Open(logDir)
	if err != nil {
		return err
	}
	log.OnFatal(out.Failed)
	s, err := settings.Read(settings.File)
	if err != nil {
		return err
	}
	for name, value := range s.Environment {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	if err := registries.Write("/etc/containerd/certs.d", s); err != nil {
		return err
	}
	ours := version.Get().GitVersion
	before, err := state.Read(dataDir, ours)
	if err != nil {
		return err
	}
	change, err := begin(s, before)
	if err != nil {
		return err
	}
	id, err := identity.Open(filepath.Join(runDir, "pki"), keysDir, s, time.Now())
	if err != nil {
		return err
	}
	sign, err := signer.Open(filepath.Join(keysDir, "service-account.pem"), filepath.Join(runDir, "signer.sock"))
	if err != nil {
		return err
	}
	encryption := &controlplane.Encryption{File: filepath.Join(keysDir, "encryption.yaml")}
	if err := errors.Join(encryption.Ensure(), change.rotate(sign, encryption)); err != nil {
		return err
	}
	tune.Controllers()
	m := service.New(console.Uptime, func(e service.Event) { tell(out, e) }, log.Do)

	etcd := &controlplane.Etcd{Settings: s, Dir: dataDir, Socket: filepath.Join(runDir, "etcd.sock"), Log: log.File("etcd"), Settle: change.settle}
	processors := tune.NewProcessors("/sys/fs/cgroup", "localkube", "containerd")
	// What the hooks would make is there when this version has been here before, or when the cluster is made now.
	apiserver := &controlplane.APIServer{Settings: s, Identity: id, Etcd: etcd.Socket, Signer: sign.Socket(), Encryption: encryption,
		Asked: processors.Asked, Stored: m.Done("etcd"), Seeded: before == state.State{} || before.KubernetesVersion == ours}
	manager := &controlplane.ControllerManager{Settings: s, Identity: id}
	scheduler := &controlplane.Scheduler{Settings: s, Identity: id}
	kubelet := &node.Kubelet{Settings: s, Identity: id, Dir: kubeletDir, CRI: criURL}
	proxy := &node.Proxy{Settings: s, Identity: id}
	resolver := dns.New(s, id.Kubeconfig("dns"))
	exposed := ports.New(s, id.Kubeconfig("ports"), "http://"+settings.GatewayIP)
	rtc := clock.RTC{Device: "/dev/rtc0"}
	// One after the other: they share global registries. The controller manager is first: up to Kubernetes 1.34 it sets a
	// feature's default, which nobody may once there are flags for the features.
	for _, c := range []interface{ Prepare() error }{manager, apiserver, scheduler, kubelet, proxy} {
		if err := c.Prepare(); err != nil {
			return err
		}
	}

	this := adopt.New(s)
	(&exchange{identity: id, signer: sign, encryption: encryption, etcd: etcd, apiserver: apiserver, kubelet: kubelet, dns: resolver,
		ports: exposed, clock: rtc, processors: processors, started: m.Done}).attach(this)
	m.Add(
		node.Containerd(criURL),
		etcd.Service(),
		apiserver.Service(),
		manager.Service(),
		scheduler.Service(),
		kubelet.Service(),
		kubelet.CSI(),
		node.Ready(id.Kubeconfig("node"), s.NodeName),
		proxy.Service(),
		resolver.Service(),
		storage.Service(id.Kubeconfig("storage-provisioner"), filepath.Join(dataDir, "volumes")),
		images.Service(criURL, "/usr/share/coracle/images"),
		exposed.Service(),
		objects.Service(id.Kubeconfig("objects"), func() string { return this.Settings().Cluster }, s.NodeName),
		id.Service(),
		clock.Service(rtc, id.ClockStepped),
		sign.Service(),
		processors.Service(),
	)
	server := &status.Server{KubernetesVersion: ours, Components: m.Statuses, Settings: this.Settings, Adopt: this,
		Images: images.Handler(criURL, dataDir), Port: s.StatusPort,
		Pair: id.Pair("status"), ClientCA: id.File("client-ca.crt")}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if err := server.Run(ctx); err != nil {
			cancel(fmt.Errorf("status: %w", err))
		}
	}()
	go whenReady(ctx, m, out, ours, s.Template)
	if err := m.Run(ctx); err != nil {
		return err
	}
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// phases are the events that the host wants to see on the console, by the name that they have there.
var phases = map[string]string{
	"containerd": "containerd", "etcd": "etcd", "apiserver:serving": "serving", "apiserver": "apiserver", "node": "node",
	"dns": "dns", "objects:serviceaccount": "serviceaccount",
}

func tell(out *console.Console, e service.Event) {
	if e.Err != nil {
		out.Failed(e.Name, e.Err.Error())
	} else if phase, ok := phases[e.Name]; ok {
		out.Phase(phase)
	}
}

// settled is when the work of a start is over, the description of the API included.
const settled = 90 * time.Second

// whenReady waits for all that makes the node usable. Only then it is recorded that this version has used the data: an
// upgrade that ended half-way is done again. A template is ready when its copies find all work of a start done.
func whenReady(ctx context.Context, m *service.Manager, out *console.Console, ours string, template bool) {
	names := slices.Collect(maps.Keys(phases))
	if template {
		names = append(names, "apiserver:described")
	}
	if m.Wait(ctx, names...) != nil {
		return
	}
	err := errors.Join(state.Write(dataDir, ours), tune.Timers(tune.IdleSlack), node.CalmContainerd())
	if err != nil {
		out.Failed("localkube", err.Error())
		return
	}
	out.Phase("ready")
	select {
	case <-ctx.Done():
	case <-time.After(settled):
		tune.Memory()
	}
}
