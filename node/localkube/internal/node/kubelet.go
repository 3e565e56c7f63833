// Package node runs what makes this machine a node: the kubelet, kube-proxy, and the watch over them.
package node

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/client-go/kubernetes"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/cmd/kubelet/app"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"

	"coracle.dev/node/internal/controlplane"
	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// Kubelet is the kubelet. It cannot be started twice in one process.
type Kubelet struct {
	Settings *settings.Settings
	Identity *identity.Store
	Dir      string
	CRI      string // URL

	server  *options.KubeletServer
	machine *machine
	csi     *CSI
}

// Prepare parses the options.
func (k *Kubelet) Prepare() error {
	flags := options.NewKubeletFlags()
	flags.KubeConfig = k.Identity.Kubeconfig("kubelet")
	flags.HostnameOverride = k.Settings.NodeName
	flags.NodeIP = settings.NodeIP
	flags.RootDirectory = k.Dir
	flags.CertDirectory = filepath.Join(k.Dir, "pki")
	config, err := options.NewKubeletConfiguration()
	if err != nil {
		return err
	}
	k.configure(config)
	fs := pflag.NewFlagSet("kubelet", pflag.ContinueOnError)
	fs.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	flags.AddFlags(fs)
	options.AddKubeletConfigFlags(fs, config)
	if err := fs.Parse(controlplane.Flags(k.Settings.ExtraConfig["kubelet"])); err != nil {
		return fmt.Errorf("extraConfig kubelet: %w", err)
	}
	if err := options.ValidateKubeletFlags(flags); err != nil {
		return fmt.Errorf("extraConfig kubelet: %w", err)
	}
	if err := validation.ValidateKubeletConfiguration(config, utilfeature.DefaultFeatureGate); err != nil {
		return fmt.Errorf("extraConfig kubelet: %w", err)
	}
	k.server = &options.KubeletServer{KubeletFlags: *flags, KubeletConfiguration: *config}
	return nil
}

func (k *Kubelet) configure(c *kubeletconfig.KubeletConfiguration) {
	c.ContainerRuntimeEndpoint, c.ImageServiceEndpoint = k.CRI, k.CRI
	c.CgroupDriver = "cgroupfs"
	c.FailSwapOn = false
	c.ClusterDNS, c.ClusterDomain = []string{k.Settings.DNSIP()}, k.Settings.DNSDomain
	c.Authentication.X509.ClientCAFile = k.Identity.File("client-ca.crt")
	// Left alone it lets everybody do everything, as before it could ask the API server who may.
	c.Authentication.Anonymous.Enabled = false
	c.Authentication.Webhook.Enabled = true
	c.Authorization.Mode = kubeletconfig.KubeletAuthorizationModeWebhook
	c.ReadOnlyPort = 0
	c.TLSCertFile, c.TLSPrivateKeyFile = k.Identity.Pair("kubelet-server"), k.Identity.Pair("kubelet-server")
	c.RotateCertificates = false // the certificates component does it
	c.ResolverConfig = "/etc/resolv.conf"
	c.StaticPodPath = ""
	c.FeatureGates = k.Settings.FeatureGates
	c.EvictionHard = map[string]string{"memory.available": "50Mi", "nodefs.available": "2%"}
	// Images that were preloaded cannot be pulled again without a network.
	c.ImageGCHighThresholdPercent = 100
	c.KubeAPIQPS, c.KubeAPIBurst = 500, 1000
	c.RegistryPullQPS, c.EventRecordQPS = 0, 50
	c.SerializeImagePulls = false
	c.ShutdownGracePeriod = metav1.Duration{} // needs systemd; PID 1 ends the pods
	c.NodeStatusUpdateFrequency = metav1.Duration{Duration: 10 * time.Second}
	c.CgroupsPerQOS = true
	c.EnforceNodeAllocatable = []string{"pods"}
	c.MakeIPTablesUtilChains = false
}

// Service is the component. It starts shortly before the API server serves: its requests wait in the open port.
func (k *Kubelet) Service() service.Service {
	return service.Service{Name: "kubelet", Needs: []string{"containerd", "apiserver:built"}, Once: true, Run: k.run}
}

func (k *Kubelet) run(ctx context.Context, up service.Up) error {
	ctx = klog.NewContext(ctx, klog.Background())
	deps, err := app.UnsecuredDependencies(ctx, k.server, utilfeature.DefaultFeatureGate)
	if err != nil {
		return err
	}
	if k.machine, err = newMachine(ctx, k.server); err != nil {
		return err
	}
	deps.CAdvisorInterface = k.machine
	k.csi = newCSI(deps.VolumePlugins)
	deps.VolumePlugins = append(deps.VolumePlugins, k.csi)
	up.Ready()
	return app.Run(ctx, k.server, deps, utilfeature.DefaultFeatureGate)
}

// Exchange gives the machine another id, in what the kubelet reports from now on and in what the API has. The API has it first:
// the kubelet would tell users of a reboot. client may do anything.
func (k *Kubelet) Exchange(ctx context.Context, client kubernetes.Interface, machineID string) error {
	ids := newIDs(machineID)
	patch, err := json.Marshal(map[string]any{"status": map[string]any{"nodeInfo": ids}})
	if err != nil {
		return err
	}
	if _, err := client.CoreV1().Nodes().Patch(ctx, k.Settings.NodeName, types.MergePatchType, patch, metav1.PatchOptions{}, "status"); err != nil {
		return err
	}
	k.machine.use(ids)
	return nil
}
