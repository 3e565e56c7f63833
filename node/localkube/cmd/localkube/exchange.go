package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"time"

	"coracle.dev/node/internal/adopt"
	"coracle.dev/node/internal/atomicfile"
	"coracle.dev/node/internal/boot"
	"coracle.dev/node/internal/clock"
	"coracle.dev/node/internal/controlplane"
	"coracle.dev/node/internal/dns"
	"coracle.dev/node/internal/entropy"
	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/node"
	"coracle.dev/node/internal/objects"
	"coracle.dev/node/internal/ports"
	"coracle.dev/node/internal/seed"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/signer"
	"coracle.dev/node/internal/tune"
)

// exchange is all that makes this node the node of one cluster and no other.
type exchange struct {
	identity   *identity.Store
	signer     *signer.Signer
	encryption *controlplane.Encryption
	etcd       *controlplane.Etcd
	apiserver  *controlplane.APIServer
	kubelet    *node.Kubelet
	dns        *dns.Server
	ports      *ports.Ports
	clock      clock.Clocks
	processors *tune.Processors
	started    func(name string) <-chan struct{}
}

func (e *exchange) attach(n *adopt.Node) {
	n.Check, n.Plan = e.check, e.plan
	n.Valid = func(s *settings.Settings) error { return identity.Check(s, time.Now()) }
}

func (e *exchange) check(ctx context.Context, now *settings.Settings) error {
	e.processors.Asked() // what follows is a second's work for all of them
	for name := range phases {
		select {
		case <-e.started(name):
		default:
			return errors.New(name + " is not ready")
		}
	}
	if now.Template {
		return seed.Untouched(ctx, e.etcd.KV())
	}
	return nil
}

// plan is the work. Certificates come before what asks the API server, and the data disk is the cluster's own when all is done. What
// was signed or encrypted by a template is worth nothing any more; what was by a cluster stays good.
func (e *exchange) plan(r adopt.Request, now, s *settings.Settings) [][]adopt.Part {
	signed, encrypted := e.signer.Rotate, e.encryption.Rotate
	if now.Template {
		signed, encrypted = e.signer.Exchange, e.encryption.Exchange
	}
	return [][]adopt.Part{
		{{Name: "clock", Do: func(context.Context) error { _, err := clock.Check(e.clock); return err }},
			{Name: "entropy", Do: func(context.Context) error { return entropy.Reseed(r.Entropy) }}},
		{{Name: "certificates", Do: e.certificates(s, signed)},
			{Name: "encryption", Do: encrypted},
			{Name: "uids", Do: func(ctx context.Context) error { return seed.ExchangeUIDs(ctx, e.etcd.KV(), s.NodeName) }},
			{Name: "machine", Do: e.machine(r, now, s)}},
		{{Name: "node", Do: e.node(s)},
			{Name: "dns", Do: func(context.Context) error { return e.dns.Exchange(s) }},
			{Name: "ports", Do: func(ctx context.Context) error { return e.ports.Move(ctx, s.HostAddress) }},
			{Name: "proxy", Do: e.proxy(s)}},
		{{Name: "settled", Do: func(context.Context) error { return ownerOf(s).Take(dataDir) }}},
	}
}

// certificates also exchanges the key that signs tokens: one look at the API server shows its new certificate, and has it fetch that key.
func (e *exchange) certificates(s *settings.Settings, signed func() error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := errors.Join(e.identity.Exchange(s, time.Now()), signed()); err != nil {
			return err
		}
		probe, err := e.signer.Probe(e.apiserver.Issuer())
		if err != nil {
			return err
		}
		if err := e.apiserver.Exchange(ctx, probe); err != nil {
			return err
		}
		if !e.signer.Known() {
			return errors.New("the API server did not fetch the new key")
		}
		return nil
	}
}

// machine is what is the machine's rather than Kubernetes': who may log in, names of servers, the environment.
func (e *exchange) machine(r adopt.Request, now, s *settings.Settings) func(context.Context) error {
	return func(ctx context.Context) error {
		b, err := boot.ParseSettings(r.Config)
		if err != nil {
			return err
		}
		if err := errors.Join(atomicfile.Write(settings.File, r.Config, 0o600), boot.Identity(b), boot.ExchangeSSH(ctx, b)); err != nil {
			return err
		}
		return environment(ctx, now, s)
	}
}

// environment costs something only if it is another one: containerd is renewed, of which nothing else takes notice as long as there
// is no pod.
func environment(ctx context.Context, now, s *settings.Settings) error {
	if maps.Equal(now.Environment, s.Environment) {
		return nil
	}
	for name := range now.Environment {
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	for name, value := range s.Environment {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return node.RenewContainerd(ctx, criURL)
}

// node is what the API knows about the node.
func (e *exchange) node(s *settings.Settings) func(context.Context) error {
	return func(ctx context.Context) error {
		id, err := boot.NewMachineID()
		if err != nil {
			return err
		}
		client := e.apiserver.Client()
		return errors.Join(e.kubelet.Exchange(ctx, client, id), objects.Label(ctx, client, s.Cluster, s.NodeName))
	}
}

// proxy has the API server connect to the kubelet, as for logs and terminals, until the kubelet has heard of its new certificate: its
// client also ends the first connection that it makes with another than the last.
func (e *exchange) proxy(s *settings.Settings) func(context.Context) error {
	return func(ctx context.Context) error {
		return adopt.Answered(ctx, e.apiserver.Client().CoreV1().RESTClient(), "/api/v1/nodes/"+s.NodeName+"/proxy/healthz")
	}
}
