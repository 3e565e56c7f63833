// Package seed writes the objects that every cluster has into etcd before the API server reads it. Stock Kubernetes
// creates them one by one through the API after it serves, which takes seconds; here they are there in one transaction.
package seed

import (
	"bytes"
	"context"
	"fmt"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/kubernetes/pkg/api/legacyscheme"

	"coracle.dev/node/internal/settings"
)

// MaxOps is how many operations the transaction may have; etcd has to allow it.
const MaxOps = 4096

// prefix is the API server's own (--etcd-prefix).
const prefix = "/registry/"

// object is one thing to store, in the version in which the API server stores it.
type object struct {
	key string // below prefix, without the object's namespace and name
	runtime.Object
	when when
}

// when says what happens to an object that differs from ours, or that is gone, in a cluster that is there already.
type when int

const (
	// missing: made again at each boot if it is gone; else left alone, others may have changed it.
	missing when = iota
	// always: ours alone; written at each boot if it differs.
	always
	// once: made at the first boot only, a user may remove it for good.
	once
)

// Write stores what a cluster with these settings lacks. All or nothing; it changes nothing if nothing is missing.
func Write(ctx context.Context, c clientv3.KV, s *settings.Settings) error {
	all, err := objects(s)
	if err != nil {
		return err
	}
	fresh, err := isFresh(ctx, c)
	if err != nil {
		return err
	}
	serializer := protobuf.NewSerializer(legacyscheme.Scheme, legacyscheme.Scheme)
	now := metav1.NewTime(time.Now().Truncate(time.Second))
	var puts []clientv3.Op
	for _, o := range all {
		m, err := meta.Accessor(o.Object)
		if err != nil {
			return err
		}
		key := o.path(m)
		legacyscheme.Scheme.Default(o.Object)
		m.SetUID(uuid.NewUUID())
		m.SetCreationTimestamp(now)
		var old []byte
		if !fresh {
			r, err := c.Get(ctx, key)
			if err != nil {
				return err
			}
			if len(r.Kvs) > 0 {
				if o.when != always {
					continue
				}
				old = r.Kvs[0].Value
				if err := inherit(m, old); err != nil {
					return fmt.Errorf("%s: %w", key, err)
				}
			} else if o.when == once {
				continue
			}
		}
		var b bytes.Buffer
		if err := serializer.Encode(o.Object, &b); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if !bytes.Equal(old, b.Bytes()) {
			puts = append(puts, clientv3.OpPut(key, b.String()))
		}
	}
	if len(puts) == 0 {
		return nil
	}
	_, err = c.Txn(ctx).Then(puts...).Commit()
	return err
}

func (o object) path(m metav1.Object) string {
	if ns := m.GetNamespace(); ns != "" {
		return prefix + o.key + "/" + ns + "/" + m.GetName()
	}
	return prefix + o.key + "/" + m.GetName()
}

// inherit gives our object the identity of the one that is stored.
func inherit(m metav1.Object, stored []byte) error {
	old, _, err := legacyscheme.Codecs.UniversalDeserializer().Decode(stored, nil, nil)
	if err != nil {
		return err
	}
	om, err := meta.Accessor(old)
	if err != nil {
		return err
	}
	m.SetUID(om.GetUID())
	m.SetCreationTimestamp(om.GetCreationTimestamp())
	return nil
}

func isFresh(ctx context.Context, c clientv3.KV) (bool, error) {
	r, err := c.Get(ctx, prefix+"namespaces/kube-system", clientv3.WithCountOnly())
	if err != nil {
		return false, err
	}
	return r.Count == 0, nil
}
