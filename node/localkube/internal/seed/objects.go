package seed

import (
	v1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap"
	schedulingapiv1 "k8s.io/kubernetes/pkg/apis/scheduling/v1"
	"k8s.io/kubernetes/pkg/controller/certificates/rootcacertpublisher"
	"k8s.io/utils/ptr"

	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/storage"
)

func objects(s *settings.Settings) ([]object, error) {
	var all []object
	add := func(w when, key, apiVersion, kind string, o runtime.Object) {
		gv, _ := schema.ParseGroupVersion(apiVersion)
		o.GetObjectKind().SetGroupVersionKind(gv.WithKind(kind))
		all = append(all, object{key: key, Object: o, when: w})
	}
	for _, ns := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem, metav1.NamespacePublic, v1.NamespaceNodeLease} {
		add(missing, "namespaces", "v1", "Namespace", &v1.Namespace{
			ObjectMeta: metav1.ObjectMeta{Name: ns, Labels: map[string]string{v1.LabelMetadataName: ns}},
			Spec:       v1.NamespaceSpec{Finalizers: []v1.FinalizerName{v1.FinalizerKubernetes}},
			Status:     v1.NamespaceStatus{Phase: v1.NamespaceActive},
		})
		add(missing, "serviceaccounts", "v1", "ServiceAccount", &v1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: ns}})
		add(missing, "configmaps", "v1", "ConfigMap", &v1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Name: rootcacertpublisher.RootCACertConfigMapName, Namespace: ns,
				Annotations: map[string]string{rootcacertpublisher.DescriptionAnnotation: rootcacertpublisher.Description}},
			Data: map[string]string{"ca.crt": s.PKI.RootCert},
		})
	}
	for _, c := range schedulingapiv1.SystemPriorityClasses() {
		c = c.DeepCopy()
		c.Generation = 1
		add(missing, "priorityclasses", schedulingv1.SchemeGroupVersion.String(), "PriorityClass", c)
	}
	for _, l := range append(bootstrap.MandatoryPriorityLevelConfigurations, bootstrap.SuggestedPriorityLevelConfigurations...) {
		l = l.DeepCopy()
		l.Generation = 1
		add(missing, "prioritylevelconfigurations", "flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", l)
	}
	for _, f := range append(bootstrap.MandatoryFlowSchemas, bootstrap.SuggestedFlowSchemas...) {
		f = f.DeepCopy()
		f.Generation = 1
		add(missing, "flowschemas", "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", f)
	}
	add(once, "storageclasses", storagev1.SchemeGroupVersion.String(), "StorageClass", &storagev1.StorageClass{
		ObjectMeta:  metav1.ObjectMeta{Name: "standard", Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"}},
		Provisioner: storage.ProvisionerName, VolumeBindingMode: ptr.To(storagev1.VolumeBindingImmediate),
	})
	add(once, "configmaps", "v1", "ConfigMap", &v1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: storage.Switch, Namespace: metav1.NamespaceSystem}})
	services(s, add)
	roles(s, add)
	return all, nil
}

// services are the service network itself and the cluster's DNS, whose address the allocator has to know as taken.
func services(s *settings.Settings, add func(w when, key, apiVersion, kind string, o runtime.Object)) {
	add(missing, "servicecidrs", networkingv1.SchemeGroupVersion.String(), "ServiceCIDR", &networkingv1.ServiceCIDR{
		ObjectMeta: metav1.ObjectMeta{Name: "kubernetes", Finalizers: []string{"networking.k8s.io/service-cidr-finalizer"}},
		Spec:       networkingv1.ServiceCIDRSpec{CIDRs: []string{s.ServiceCIDR}},
		Status: networkingv1.ServiceCIDRStatus{Conditions: []metav1.Condition{{
			Type: networkingv1.ServiceCIDRConditionReady, Status: metav1.ConditionTrue,
			Message: "Kubernetes default Service CIDR is ready", LastTransitionTime: metav1.Now()}}},
	})
	add(missing, "ipaddresses", networkingv1.SchemeGroupVersion.String(), "IPAddress", &networkingv1.IPAddress{
		ObjectMeta: metav1.ObjectMeta{Name: s.DNSIP(), Labels: map[string]string{
			"ipaddress.kubernetes.io/ip-family": "IPv4", "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io"}},
		Spec: networkingv1.IPAddressSpec{ParentRef: &networkingv1.ParentReference{
			Resource: "services", Namespace: metav1.NamespaceSystem, Name: "kube-dns"}},
	})
	labels := map[string]string{"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true", "kubernetes.io/name": "CoreDNS"}
	add(missing, "services/specs", "v1", "Service", &v1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-dns", Namespace: metav1.NamespaceSystem, Labels: labels},
		Spec: v1.ServiceSpec{
			Type: v1.ServiceTypeClusterIP, ClusterIP: s.DNSIP(), ClusterIPs: []string{s.DNSIP()},
			IPFamilies: []v1.IPFamily{v1.IPv4Protocol}, IPFamilyPolicy: ptr.To(v1.IPFamilyPolicySingleStack),
			Ports: []v1.ServicePort{
				{Name: "dns", Port: 53, Protocol: v1.ProtocolUDP, TargetPort: intstr.FromInt32(53)},
				{Name: "dns-tcp", Port: 53, Protocol: v1.ProtocolTCP, TargetPort: intstr.FromInt32(53)}}},
	})
	// kube-proxy rejects what goes to a service without endpoints, also where the address is the node's own.
	add(missing, "endpointslices", discoveryv1.SchemeGroupVersion.String(), "EndpointSlice", &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{Name: "kube-dns", Namespace: metav1.NamespaceSystem, Generation: 1, Labels: map[string]string{
			discoveryv1.LabelServiceName: "kube-dns", discoveryv1.LabelManagedBy: "coracle"}},
		AddressType: discoveryv1.AddressTypeIPv4,
		Endpoints: []discoveryv1.Endpoint{{Addresses: []string{settings.NodeIP}, NodeName: ptr.To(s.NodeName),
			Conditions: discoveryv1.EndpointConditions{Ready: ptr.To(true), Serving: ptr.To(true), Terminating: ptr.To(false)}}},
		Ports: []discoveryv1.EndpointPort{
			{Name: ptr.To("dns"), Port: ptr.To(int32(53)), Protocol: ptr.To(v1.ProtocolUDP)},
			{Name: ptr.To("dns-tcp"), Port: ptr.To(int32(53)), Protocol: ptr.To(v1.ProtocolTCP)}},
	})
}
