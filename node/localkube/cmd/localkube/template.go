package main

import (
	"context"
	"errors"
	"os"

	clientv3 "go.etcd.io/etcd/client/v3"

	"coracle.dev/node/internal/seed"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/state"
	"coracle.dev/node/internal/template"
)

// settleTemplate compares what the data disk is with what the config disk wants. A template's disk in a cluster's machine is
// what an adoption left that was cut off: what was made in the template is thrown away, the rest when etcd runs.
func settleTemplate(s *settings.Settings, before state.State) (func(context.Context, clientv3.KV) error, error) {
	was, err := template.Is(dataDir)
	if err != nil {
		return nil, err
	}
	nothing := func(context.Context, clientv3.KV) error { return nil }
	switch {
	case s.Template == was:
		return nothing, nil
	case was:
		return func(ctx context.Context, c clientv3.KV) error {
			if err := seed.ExchangeUIDs(ctx, c, s.NodeName); err != nil {
				return err
			}
			return template.Unmark(dataDir)
		}, os.RemoveAll(keysDir)
	case before == state.State{}:
		return nothing, template.Mark(dataDir)
	default:
		return nil, errors.New("the config disk is a template's, the data disk a cluster's")
	}
}
