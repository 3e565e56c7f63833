package main

import (
	"context"
	"errors"
	"os"

	clientv3 "go.etcd.io/etcd/client/v3"

	"coracle.dev/node/internal/controlplane"
	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/owner"
	"coracle.dev/node/internal/seed"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/signer"
	"coracle.dev/node/internal/state"
)

// succession is a change of the data disk's owner that a boot finds: an adoption was cut off, or the disk is a copy of another
// cluster's. It is done again if it is cut off.
type succession struct {
	owner  owner.Owner
	change owner.Change
	node   string
}

// begin forgets what is of use to the owner before only.
func begin(s *settings.Settings, before state.State) (*succession, error) {
	o := ownerOf(s)
	change, err := o.Open(dataDir, before == state.State{})
	if err != nil {
		return nil, err
	}
	switch change {
	case owner.None:
	case owner.FromTemplate:
		err = os.RemoveAll(keysDir)
	case owner.FromCluster:
		err = identity.ForgetFrontProxy(keysDir)
	}
	return &succession{o, change, s.NodeName}, err
}

func ownerOf(s *settings.Settings) owner.Owner {
	return owner.Owner{Cluster: s.Cluster, Template: s.Template}
}

// rotate replaces the keys on which pods and Secrets depend.
func (c *succession) rotate(s *signer.Signer, e *controlplane.Encryption) error {
	if c.change != owner.FromCluster {
		return nil
	}
	return errors.Join(s.Rotate(), e.Rotate(context.Background()))
}

// settle is what is left to do when etcd runs.
func (c *succession) settle(ctx context.Context, kv clientv3.KV) error {
	if c.change == owner.None {
		return nil
	}
	if err := seed.ExchangeUIDs(ctx, kv, c.node); err != nil {
		return err
	}
	return c.owner.Take(dataDir)
}
