package main

import (
	"context"
	"os"

	clientv3 "go.etcd.io/etcd/client/v3"

	"coracle.dev/node/internal/seed"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/state"
	"coracle.dev/node/internal/template"
)

// settleTemplate throws away what a template's keys were, where an adoption was cut off, and returns what is left to do when etcd runs.
func settleTemplate(s *settings.Settings, before state.State) (func(context.Context, clientv3.KV) error, error) {
	throwAway, err := template.Compare(dataDir, s.Template, before == state.State{})
	if err != nil || !throwAway {
		return func(context.Context, clientv3.KV) error { return nil }, err
	}
	return func(ctx context.Context, c clientv3.KV) error {
		if err := seed.ExchangeUIDs(ctx, c, s.NodeName); err != nil {
			return err
		}
		return template.Unmark(dataDir)
	}, os.RemoveAll(keysDir)
}
