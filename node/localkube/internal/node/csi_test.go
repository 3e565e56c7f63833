package node

import (
	"testing"

	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/kubernetes/pkg/volume"
	"k8s.io/kubernetes/pkg/volume/csi"
)

// controllerHost is as a controller's: of no node.
type controllerHost struct{ volume.VolumeHost }

func (controllerHost) GetKubeClient() kubernetes.Interface { return nil }
func (controllerHost) GetNodeName() types.NodeName         { return "" }

type kubeletHost struct {
	controllerHost
	volume.KubeletVolumeHost
}

func (kubeletHost) GetNodeName() types.NodeName { return "node" }

func TestKubeletRegistersDriversWhateverControllerStartsAfterIt(t *testing.T) {
	plugins := csi.ProbeVolumePlugins()
	c := newCSI(plugins)
	for _, p := range append(plugins, c) {
		if err := p.Init(kubeletHost{}); err != nil {
			t.Fatal(err)
		}
	}
	kubelets := *csi.PluginHandler
	for range 2 {
		if err := csi.ProbeVolumePlugins()[0].Init(controllerHost{}); err != nil {
			t.Fatal(err)
		}
		if *csi.PluginHandler == kubelets {
			t.Fatal("controllers do not take the kubelet's place any more: nothing of this is needed")
		}
		if err := c.restore(); err != nil {
			t.Fatal(err)
		}
		if *csi.PluginHandler != kubelets {
			t.Error("the kubelet's is not back")
		}
	}
}
