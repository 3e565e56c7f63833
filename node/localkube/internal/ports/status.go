package ports

import (
	"context"
	"encoding/json"
	"slices"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"
)

// condition of a load balancer: whether its ports are open on the host. The message says why not, or that they are others.
const condition = "coracle.dev/HostPorts"

// setStatus tells where a load balancer is, if all of its ports are open, and takes it back from what is none any more.
func (r *reconciler) setStatus(ctx context.Context, s *v1.Service, open bool, complaint string) error {
	var want []v1.LoadBalancerIngress
	conditions := slices.DeleteFunc(slices.Clone(s.Status.Conditions), func(c metav1.Condition) bool { return c.Type == condition })
	if balanced(s) {
		if open {
			want = []v1.LoadBalancerIngress{{IP: r.host, IPMode: ptr.To(v1.LoadBalancerIPModeProxy)}}
		}
		conditions = slices.Clone(s.Status.Conditions)
		meta.SetStatusCondition(&conditions, hostPorts(open, complaint))
	}
	have := s.Status.LoadBalancer.Ingress
	foreign := len(have) > 0 && have[0].IP != r.host
	if foreign && !balanced(s) || equality.Semantic.DeepEqual(have, want) && equality.Semantic.DeepEqual(s.Status.Conditions, conditions) {
		return nil
	}
	patch, err := json.Marshal(map[string]any{"status": map[string]any{"loadBalancer": map[string]any{"ingress": want}, "conditions": conditions}})
	if err != nil {
		return err
	}
	_, err = r.client.CoreV1().Services(s.Namespace).Patch(ctx, s.Name, types.MergePatchType, patch, metav1.PatchOptions{FieldManager: "coracle"}, "status")
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

func hostPorts(open bool, message string) metav1.Condition {
	c := metav1.Condition{Type: condition, Status: metav1.ConditionTrue, Reason: "Open", Message: message}
	switch {
	case !open:
		c.Status, c.Reason = metav1.ConditionFalse, "Refused"
	case message != "":
		c.Reason = "Moved"
	}
	return c
}
