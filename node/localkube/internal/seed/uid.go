package seed

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	clientv3 "go.etcd.io/etcd/client/v3"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

// tries is how often a change that others made meanwhile is taken into account.
const tries = 10

// ExchangeUIDs gives the cluster (which is known by its namespace kube-system) and the node another uid, here and wherever
// another object names it. The API has no way to do this. An old and a new uid are of the same length, so what is stored stays
// well-formed; who watches sees that the objects were changed. The node need not be there.
func ExchangeUIDs(ctx context.Context, c clientv3.KV, node string) error {
	renamed := map[string]string{}
	for range tries {
		for _, key := range []string{"namespaces/kube-system", "minions/" + node} {
			uid, err := uidOf(ctx, c, prefix+key)
			if err != nil {
				return err
			}
			if uid != "" && renamed[uid] == "" {
				renamed[uid] = string(uuid.NewUUID())
			}
		}
		if done, err := rename(ctx, c, renamed); done || err != nil {
			return err
		}
	}
	return errors.New("the stored objects change too often")
}

// rename tells whether it has; if not, somebody was faster and nothing was changed.
func rename(ctx context.Context, c clientv3.KV, uids map[string]string) (bool, error) {
	all, err := c.Get(ctx, prefix, clientv3.WithPrefix())
	if err != nil {
		return false, err
	}
	var unchanged []clientv3.Cmp
	var puts []clientv3.Op
	for _, kv := range all.Kvs {
		value := kv.Value
		for from, to := range uids {
			value = bytes.ReplaceAll(value, []byte(from), []byte(to))
		}
		if !bytes.Equal(value, kv.Value) {
			unchanged = append(unchanged, clientv3.Compare(clientv3.ModRevision(string(kv.Key)), "=", kv.ModRevision))
			puts = append(puts, clientv3.OpPut(string(kv.Key), string(value), clientv3.WithIgnoreLease()))
		}
	}
	r, err := c.Txn(ctx).If(unchanged...).Then(puts...).Commit()
	return err == nil && r.Succeeded, err
}

func uidOf(ctx context.Context, c clientv3.KV, key string) (string, error) {
	r, err := c.Get(ctx, key)
	if err != nil || len(r.Kvs) == 0 {
		return "", err
	}
	o, _, err := legacyscheme.Codecs.UniversalDeserializer().Decode(r.Kvs[0].Value, nil, nil)
	if err != nil {
		return "", fmt.Errorf("%s: %w", key, err)
	}
	m, err := meta.Accessor(o)
	if err != nil {
		return "", err
	}
	return string(m.GetUID()), nil
}

// Untouched is an error if something is stored that knows the cluster's present secrets: a pod may hold a token, a Secret is
// encrypted.
func Untouched(ctx context.Context, c clientv3.KV) error {
	for _, kind := range []string{"pods", "secrets"} {
		r, err := c.Get(ctx, prefix+kind+"/", clientv3.WithPrefix(), clientv3.WithCountOnly())
		if err != nil {
			return err
		}
		if r.Count > 0 {
			return fmt.Errorf("there are %d %s", r.Count, kind)
		}
	}
	return nil
}
