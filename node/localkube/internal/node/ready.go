package node

import (
	"context"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"

	"coracle.dev/node/internal/kube"
	"coracle.dev/node/internal/service"
)

// Ready is the component "node": ready when the kubelet of this boot has reported the node ready.
func Ready(kubeconfig, name string) service.Service {
	return service.Service{Name: "node", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		began := time.Now().Truncate(time.Second) // as precise as the API
		client, err := kube.Client(kubeconfig)
		if err != nil {
			return err
		}
		for ctx.Err() == nil {
			w, err := client.CoreV1().Nodes().Watch(ctx, metav1.ListOptions{FieldSelector: fields.OneTermEqualSelector("metadata.name", name).String()})
			if err != nil {
				return err
			}
			for e := range w.ResultChan() {
				if n, ok := e.Object.(*v1.Node); ok && readySince(n, began) {
					w.Stop()
					up.Ready()
					<-ctx.Done()
					return nil
				}
			}
		}
		return nil
	}}
}

// readySince is false for what an earlier boot left behind.
func readySince(n *v1.Node, t time.Time) bool {
	for _, c := range n.Status.Conditions {
		if c.Type == v1.NodeReady {
			return c.Status == v1.ConditionTrue && !c.LastHeartbeatTime.Time.Before(t)
		}
	}
	return false
}
