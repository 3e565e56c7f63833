package node

import (
	"context"
	"time"

	"k8s.io/kubernetes/pkg/volume"
	"k8s.io/kubernetes/pkg/volume/csi"

	"coracle.dev/node/internal/service"
)

// CSI keeps the kubelet able to register CSI drivers. Kubernetes has who registers them in variables of a package, and the last
// that starts there is it: in one process, two of the controller manager's controllers, which know of no node.
type CSI struct {
	volume.VolumePlugin // has no volumes: of these methods none is called

	drivers volume.VolumePlugin // the kubelet's own
	begun   chan struct{}       // closed when the rest is there
	kubelet csi.RegistrationHandler
	host    csiHost
}

// newCSI is to be the last of the kubelet's plugins.
func newCSI(plugins []volume.VolumePlugin) *CSI {
	for _, p := range plugins {
		if p.GetPluginName() == csi.CSIPluginName {
			return &CSI{drivers: p, begun: make(chan struct{})}
		}
	}
	panic("the kubelet has no plugin for CSI") // never: it is in its list
}

func (c *CSI) GetPluginName() string { return "coracle.dev/csi" }

func (c *CSI) CanSupport(*volume.Spec) bool { return false }

// Init is called after the kubelet's own plugin was initialised.
func (c *CSI) Init(host volume.VolumeHost) error {
	c.kubelet = *csi.PluginHandler
	c.host = csiHost{host, host.(volume.KubeletVolumeHost)}
	close(c.begun)
	return nil
}

// restore makes the kubelet's plugin the one that registers drivers, if it is not.
func (c *CSI) restore() error {
	if *csi.PluginHandler == c.kubelet {
		return nil
	}
	return c.drivers.Init(c.host)
}

// csiHost is the kubelet.
type csiHost struct {
	volume.VolumeHost
	volume.KubeletVolumeHost
}

// SetKubeletError keeps the node ready, as it has been since the plugin was initialised for the first time.
func (csiHost) SetKubeletError(error) {}

// controllersStart is more than the controller manager takes to start its controllers, one after the other.
const controllersStart = 5 * time.Minute

// CSI is the component. It is ready at once, as nothing tells when the controllers have started.
func (k *Kubelet) CSI() service.Service {
	return service.Service{Name: "csi", Needs: []string{"kubelet", "controller-manager"}, Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		select {
		case <-ctx.Done():
			return nil
		case <-k.csi.begun:
		}
		for began := time.Now(); time.Since(began) < controllersStart; {
			if err := k.csi.restore(); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(time.Second):
			}
		}
		<-ctx.Done()
		return nil
	}}
}
