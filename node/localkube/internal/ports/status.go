package ports

import (
	"context"
	"encoding/json"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

// setStatus tells where a load balancer is, if all of its ports are open, and takes it back from what is none any more.
func (r *reconciler) setStatus(ctx context.Context, s *v1.Service, open bool) error {
	var want []v1.LoadBalancerIngress
	if balanced(s) && open {
		want = []v1.LoadBalancerIngress{{IP: r.host, IPMode: ptr.To(v1.LoadBalancerIPModeProxy)}}
	}
	have := s.Status.LoadBalancer.Ingress
	foreign := len(have) > 0 && have[0].IP != r.host
	if foreign && !balanced(s) || equality.Semantic.DeepEqual(have, want) {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"status": map[string]any{"loadBalancer": map[string]any{"ingress": want}}})
	if err != nil {
		return err
	}
	_, err = r.client.CoreV1().Services(s.Namespace).Patch(ctx, s.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "coracle"}, "status")
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
