package seed

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	v1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/controlplane" // all API types

	"coracle.dev/node/internal/settings"
)

// store is an etcd that can do what this package asks of it.
type store struct {
	clientv3.KV
	data      map[string]string
	revisions map[string]int64
	txns      int
	meddle    func() // is called before each transaction
}

func (s *store) Get(_ context.Context, key string, opts ...clientv3.OpOption) (*clientv3.GetResponse, error) {
	r := &etcdserverpb.RangeResponse{}
	whole := clientv3.OpGet(key, opts...).RangeBytes() != nil
	for _, k := range slices.Sorted(maps.Keys(s.data)) {
		if k == key || whole && strings.HasPrefix(k, key) {
			r.Count++
			r.Kvs = append(r.Kvs, &mvccpb.KeyValue{Key: []byte(k), Value: []byte(s.data[k]), ModRevision: s.revisions[k]})
		}
	}
	return (*clientv3.GetResponse)(r), nil
}

func (s *store) Txn(context.Context) clientv3.Txn {
	s.txns++
	if s.meddle != nil {
		s.meddle()
	}
	return &txn{s: s}
}

func (s *store) put(key, value string) {
	s.data[key] = value
	s.revisions[key]++
}

type txn struct {
	clientv3.Txn
	s   *store
	cmp []clientv3.Cmp
	ops []clientv3.Op
}

func (t *txn) If(c ...clientv3.Cmp) clientv3.Txn    { t.cmp = c; return t }
func (t *txn) Then(ops ...clientv3.Op) clientv3.Txn { t.ops = ops; return t }
func (t *txn) Commit() (*clientv3.TxnResponse, error) {
	for _, c := range t.cmp {
		if (*etcdserverpb.Compare)(&c).GetModRevision() != t.s.revisions[string(c.KeyBytes())] {
			return &clientv3.TxnResponse{}, nil
		}
	}
	for _, o := range t.ops {
		t.s.put(string(o.KeyBytes()), string(o.ValueBytes()))
	}
	return &clientv3.TxnResponse{Succeeded: true}, nil
}

func seeded(t *testing.T) (*store, *settings.Settings) {
	t.Helper()
	s := &settings.Settings{NodeName: "n1", ServiceCIDR: "10.96.0.0/16", PKI: settings.PKI{RootCert: "ROOT"}}
	st := &store{data: map[string]string{}, revisions: map[string]int64{}}
	if err := Write(t.Context(), st, s); err != nil {
		t.Fatal(err)
	}
	return st, s
}

func decode[T any](t *testing.T, st *store, key string) *T {
	t.Helper()
	o, _, err := legacyscheme.Codecs.UniversalDeserializer().Decode([]byte(st.data[key]), nil, nil)
	if err != nil {
		t.Fatal(key, err)
	}
	v, ok := o.(any).(*T)
	if !ok {
		t.Fatalf("%s is a %T", key, o)
	}
	return v
}

func TestWhatIsStoredIsReadAgain(t *testing.T) {
	st, _ := seeded(t)
	if len(st.data) < 150 || len(st.data) > MaxOps || st.txns != 1 {
		t.Errorf("%d objects in %d transactions", len(st.data), st.txns)
	}
	uids := map[string]string{}
	for key, value := range st.data {
		o, kind, err := legacyscheme.Codecs.UniversalDeserializer().Decode([]byte(value), nil, nil)
		if err != nil {
			t.Errorf("%s: %v", key, err)
			continue
		}
		m, err := meta.Accessor(o)
		if err != nil {
			t.Fatal(key, err)
		}
		created := m.GetCreationTimestamp()
		if m.GetUID() == "" || created.IsZero() || m.GetResourceVersion() != "" || !strings.HasSuffix(key, "/"+m.GetName()) {
			t.Errorf("%s: %s %+v", key, kind, m)
		}
		if other := uids[string(m.GetUID())]; other != "" {
			t.Errorf("%s and %s have the same uid", key, other)
		}
		uids[string(m.GetUID())] = key
	}
	if s := decode[v1.Service](t, st, "/registry/services/specs/kube-system/kube-dns"); s.Spec.ClusterIP != "10.96.0.10" || s.Spec.SessionAffinity != v1.ServiceAffinityNone {
		t.Errorf("%+v", s.Spec)
	}
	if c := decode[v1.ConfigMap](t, st, "/registry/configmaps/default/kube-root-ca.crt"); c.Data["ca.crt"] != "ROOT" {
		t.Errorf("%+v", c.Data)
	}
}

func TestNobodyButTheControllersMayDoEverything(t *testing.T) {
	st, _ := seeded(t)
	for key := range st.data {
		name, ok := strings.CutPrefix(key, "/registry/clusterroles/coracle:")
		if !ok || name == "controllers" {
			continue
		}
		for _, r := range decode[rbacv1.ClusterRole](t, st, key).Rules {
			for _, v := range append(append(r.Verbs, r.Resources...), r.APIGroups...) {
				if v == "*" {
					t.Errorf("coracle:%s: %v", name, r)
				}
			}
		}
	}
}

func TestASecondBootChangesNothing(t *testing.T) {
	st, s := seeded(t)
	if err := Write(t.Context(), st, s); err != nil || st.txns != 1 {
		t.Errorf("%d transactions, %v", st.txns, err)
	}
}

func TestALaterBootMendsWhatIsOursAndRespectsWhatIsTheUsers(t *testing.T) {
	st, s := seeded(t)
	const role, class, admin = "/registry/clusterroles/coracle:ports", "/registry/storageclasses/standard", "/registry/clusterroles/admin"
	uid := decode[rbacv1.ClusterRole](t, st, role).UID
	st.data[role] = strings.ReplaceAll(st.data[role], "services", "sErvices")
	edited := strings.ReplaceAll(st.data[admin], "configmaps", "cOnfigmaps")
	st.data[admin] = edited
	delete(st.data, class)
	delete(st.data, "/registry/namespaces/default")
	if err := Write(t.Context(), st, s); err != nil {
		t.Fatal(err)
	}
	if mended := decode[rbacv1.ClusterRole](t, st, role); mended.UID != uid || strings.Contains(st.data[role], "sErvices") {
		t.Errorf("%+v", mended)
	}
	if st.data[admin] != edited {
		t.Error("another's object was overwritten")
	}
	if _, ok := st.data[class]; ok {
		t.Error("a storage class that the user removed is back")
	}
	if _, ok := st.data["/registry/namespaces/default"]; !ok {
		t.Error("the namespace default is missing")
	}
}
