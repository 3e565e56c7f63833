package seed

import (
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy"

	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/storage"
)

// roles are Kubernetes' own and those of our components: each may do what it does and nothing else.
func roles(s *settings.Settings, add func(w when, key, apiVersion, kind string, o runtime.Object)) {
	const group = "rbac.authorization.k8s.io/v1"
	clusterRole := func(w when, r rbacv1.ClusterRole) { add(w, "clusterroles", group, "ClusterRole", &r) }
	clusterRoleBinding := func(w when, b rbacv1.ClusterRoleBinding) {
		add(w, "clusterrolebindings", group, "ClusterRoleBinding", &b)
	}
	for _, r := range append(bootstrappolicy.ClusterRoles(), bootstrappolicy.ControllerRoles()...) {
		clusterRole(missing, r)
	}
	for _, b := range append(bootstrappolicy.ClusterRoleBindings(), bootstrappolicy.ControllerRoleBindings()...) {
		clusterRoleBinding(missing, b)
	}
	for ns, list := range bootstrappolicy.NamespaceRoles() {
		for _, r := range list {
			r.Namespace = ns
			add(missing, "roles", group, "Role", &r)
		}
	}
	for ns, list := range bootstrappolicy.NamespaceRoleBindings() {
		for _, b := range list {
			b.Namespace = ns
			add(missing, "rolebindings", group, "RoleBinding", &b)
		}
	}
	bind := func(name, user, role string) {
		clusterRoleBinding(always, rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
			Subjects:   []rbacv1.Subject{{Kind: rbacv1.UserKind, APIGroup: rbacv1.GroupName, Name: user}},
		})
	}
	grant := func(user, name string, rules ...rbacv1.PolicyRule) {
		clusterRole(always, rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: rules})
		bind(name, user, name)
	}
	bind("coracle:kubelet-client", identity.UserKubeletClient, "system:kubelet-api-admin")
	// The controllers share one client instead of a token and a connection each: it may do what any of them may.
	var controllers []rbacv1.PolicyRule
	for _, r := range bootstrappolicy.ControllerRoles() {
		controllers = append(controllers, r.Rules...)
	}
	grant("system:kube-controller-manager", "coracle:controllers", controllers...)
	read := []string{"get", "list", "watch"}
	events := rule([]string{"create", "patch", "update"}, "", "events")
	grant(identity.UserDNS, identity.UserDNS,
		rule([]string{"list", "watch"}, "", "services", "namespaces", "pods", "endpoints"),
		rule([]string{"list", "watch"}, "discovery.k8s.io", "endpointslices"))
	storageSwitch := rule([]string{"get"}, "", "configmaps")
	storageSwitch.ResourceNames = []string{storage.Switch}
	grant(identity.UserStorage, identity.UserStorage, events, storageSwitch,
		rule(read, "", "persistentvolumeclaims"),
		rule(append([]string{"create", "delete"}, read...), "", "persistentvolumes"),
		rule(read, "storage.k8s.io", "storageclasses"))
	grant(identity.UserPorts, identity.UserPorts, events,
		rule(read, "", "services"),
		rule([]string{"patch"}, "", "services/status"))
	named := rule([]string{"get", "patch"}, "", "nodes")
	named.ResourceNames = []string{s.NodeName}
	grant(identity.UserObjects, identity.UserObjects, named,
		rule(read, "", "serviceaccounts"))
	grant(identity.UserNode, identity.UserNode, rule(read, "", "nodes"))
}

func rule(verbs []string, group string, resources ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{Verbs: verbs, APIGroups: []string{group}, Resources: resources}
}
