package seed

import (
	"bytes"
	"strings"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
)

const (
	systemKey = "/registry/namespaces/kube-system"
	nodeKey   = "/registry/minions/n1"
	leaseKey  = "/registry/leases/kube-node-lease/n1"
	nodeUID   = types.UID("11111111-2222-4333-8444-555555555555")
)

// withNode is a cluster whose node has come.
func withNode(t *testing.T) *store {
	t.Helper()
	st, _ := seeded(t)
	put := func(key, apiVersion, kind string, o runtime.Object) {
		o.GetObjectKind().SetGroupVersionKind(schema.FromAPIVersionAndKind(apiVersion, kind))
		var b bytes.Buffer
		if err := protobuf.NewSerializer(legacyscheme.Scheme, legacyscheme.Scheme).Encode(o, &b); err != nil {
			t.Fatal(err)
		}
		st.put(key, b.String())
	}
	put(nodeKey, "v1", "Node", &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: "n1", UID: nodeUID}})
	put(leaseKey, "coordination.k8s.io/v1", "Lease", &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "n1", UID: "of the lease",
		OwnerReferences: []metav1.OwnerReference{{APIVersion: "v1", Kind: "Node", Name: "n1", UID: nodeUID}}}})
	return st
}

func TestClusterAndNodeGetOtherUIDsAndStayWhatTheyWere(t *testing.T) {
	st := withNode(t)
	system := decode[v1.Namespace](t, st, systemKey)
	other := decode[v1.Namespace](t, st, "/registry/namespaces/default").UID
	before := st.txns
	if err := ExchangeUIDs(t.Context(), st, "n1"); err != nil || st.txns != before+1 {
		t.Fatal(st.txns-before, err)
	}
	after, node, lease := decode[v1.Namespace](t, st, systemKey), decode[v1.Node](t, st, nodeKey), decode[coordinationv1.Lease](t, st, leaseKey)
	if after.UID == system.UID || len(after.UID) != len(system.UID) || node.UID == nodeUID {
		t.Error(after.UID, node.UID)
	}
	if lease.OwnerReferences[0].UID != node.UID || lease.UID != "of the lease" {
		t.Errorf("the node is %s, its lease belongs to %s", node.UID, lease.OwnerReferences[0].UID)
	}
	after.UID = system.UID
	if after.String() != system.String() || decode[v1.Namespace](t, st, "/registry/namespaces/default").UID != other {
		t.Error("more was changed")
	}
	for key, value := range st.data {
		if strings.Contains(value, string(nodeUID)) || strings.Contains(value, string(system.UID)) {
			t.Errorf("%s has an old uid", key)
		}
	}
}

func TestAChangeInBetweenIsNotLost(t *testing.T) {
	st := withNode(t)
	renewed := false
	st.meddle = func() {
		if !renewed {
			renewed = true
			st.put(leaseKey, strings.Replace(st.data[leaseKey], "of the lease", "OF THE LEASE", 1))
		}
	}
	if err := ExchangeUIDs(t.Context(), st, "n1"); err != nil {
		t.Fatal(err)
	}
	lease := decode[coordinationv1.Lease](t, st, leaseKey)
	if lease.UID != "OF THE LEASE" || lease.OwnerReferences[0].UID != decode[v1.Node](t, st, nodeKey).UID {
		t.Errorf("%+v", lease.ObjectMeta)
	}
}

func TestObjectsThatNeverRestAreAnError(t *testing.T) {
	st := withNode(t)
	st.meddle = func() { st.put(leaseKey, st.data[leaseKey]) }
	if err := ExchangeUIDs(t.Context(), st, "n1"); err == nil {
		t.Error("it is done")
	}
}

func TestTheNodeNeedNotBeThere(t *testing.T) {
	st, _ := seeded(t)
	before := decode[v1.Namespace](t, st, systemKey).UID
	if err := ExchangeUIDs(t.Context(), st, "n1"); err != nil || decode[v1.Namespace](t, st, systemKey).UID == before {
		t.Error(err)
	}
}

func TestWhatKnowsASecretIsFound(t *testing.T) {
	st := withNode(t)
	if err := Untouched(t.Context(), st); err != nil {
		t.Error(err)
	}
	for _, key := range []string{"/registry/pods/d/p", "/registry/secrets/d/s"} {
		st := withNode(t)
		st.put(key, "x")
		if err := Untouched(t.Context(), st); err == nil {
			t.Errorf("%s is overlooked", key)
		}
	}
}
