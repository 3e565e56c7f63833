package controlplane

import (
	"context"

	"k8s.io/klog/v2"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app"
	"k8s.io/kubernetes/cmd/kube-controller-manager/app/options"

	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// ControllerManager is the controller manager.
type ControllerManager struct {
	Settings *settings.Settings
	Identity *identity.Store

	options *options.KubeControllerManagerOptions
}

// Prepare parses the options.
func (m *ControllerManager) Prepare() error {
	var err error
	if m.options, err = options.NewKubeControllerManagerOptions(); err != nil {
		return err
	}
	s, id := m.Settings, m.Identity
	kubeconfig := id.Kubeconfig("controller-manager")
	flags := map[string]string{
		"kubeconfig":                kubeconfig,
		"authentication-kubeconfig": kubeconfig,
		"authorization-kubeconfig":  kubeconfig,
		"leader-elect":              "false",
		"secure-port":               "0",
		"root-ca-file":              id.File("root.crt"),
		"allocate-node-cidrs":       "true",
		"cluster-cidr":              s.PodCIDR,
		"node-cidr-mask-size":       "24",
		"service-cluster-ip-range":  s.ServiceCIDR,
		"kube-api-qps":              "500",
		"kube-api-burst":            "1000",
	}
	for signer, ca := range map[string]string{"kube-apiserver-client": "client-ca", "kubelet-client": "client-ca",
		"legacy-unknown": "client-ca", "kubelet-serving": "serving-ca"} {
		flags["cluster-signing-"+signer+"-cert-file"] = id.File(ca + ".crt")
		flags["cluster-signing-"+signer+"-key-file"] = id.File(ca + ".key")
	}
	return parse(m.options.Flags(app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases()),
		Flags(flags), s.ExtraConfig["controller-manager"])
}

// Service is the component. It fails if the API server's /healthz is not good within ten seconds, so it waits. Of Kubernetes 1.36 on
// it gives its informers a name, once in a process, that nobody else can release.
func (m *ControllerManager) Service() service.Service {
	return service.Service{Name: "controller-manager", Needs: []string{"apiserver"}, Once: true, Run: m.run}
}

func (m *ControllerManager) run(ctx context.Context, up service.Up) error {
	ctx = klog.NewContext(ctx, klog.Background())
	c, err := m.options.Config(ctx, app.KnownControllers(), app.ControllersDisabledByDefault(), app.ControllerAliases())
	if err != nil {
		return err
	}
	up.Ready()
	return app.Run(ctx, c.Complete())
}
