// Package objects looks after the API objects that a user expects of a cluster of one node and that no other component
// makes.
package objects

import (
	"context"
	"encoding/json"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"

	"coracle.dev/node/internal/kube"
	"coracle.dev/node/internal/service"
)

// labels of the node: it is the control plane too, and takes pods all the same (no taint). A kubelet may not set them.
var labels = map[string]string{
	"node-role.kubernetes.io/control-plane": "",
	"coracle.dev/cluster":                   "",
}

// Service is the component; its milestone "serviceaccount" is reached when pods can be made in the namespace default.
func Service(kubeconfig string, cluster func() string, node string) service.Service {
	return service.Service{Name: "objects", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		client, err := kube.Client(kubeconfig)
		if err != nil {
			return err
		}
		if err := until(ctx, func() error {
			_, err := client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
			return err
		}); err != nil {
			return err
		}
		up.Reached("serviceaccount")
		if err := until(ctx, func() error { return Label(ctx, client, cluster(), node) }); err != nil {
			return err
		}
		up.Ready()
		<-ctx.Done()
		return nil
	}}
}

// Label puts what users look for on the node.
func Label(ctx context.Context, client kubernetes.Interface, cluster, node string) error {
	n, err := client.CoreV1().Nodes().Get(ctx, node, metav1.GetOptions{})
	if err != nil {
		return err
	}
	want := map[string]string{}
	for k, v := range labels {
		if k == "coracle.dev/cluster" {
			v = cluster
		}
		if have, ok := n.Labels[k]; !ok || have != v {
			want[k] = v
		}
	}
	if len(want) == 0 {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"labels": want}})
	if err != nil {
		return err
	}
	_, err = client.CoreV1().Nodes().Patch(ctx, node, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "coracle"})
	return err
}

// until repeats f while what it looks for is not there yet.
func until(ctx context.Context, f func() error) error {
	for {
		err := f()
		if err == nil || !apierrors.IsNotFound(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}
