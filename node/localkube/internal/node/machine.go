package node

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	cadvisorapi "github.com/google/cadvisor/info/v1"
	"k8s.io/apimachinery/pkg/util/uuid"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/cmd/kubelet/app/options"
	"k8s.io/kubernetes/pkg/kubelet/cadvisor"
	"k8s.io/kubernetes/pkg/kubelet/cm"
)

// machine is the machine as the kubelet sees it. The kubelet keeps what MachineInfo returns for as long as it runs.
type machine struct {
	cadvisor.Interface
	info *cadvisorapi.MachineInfo
}

func (m *machine) MachineInfo() (*cadvisorapi.MachineInfo, error) { return m.info, nil }

// newMachine is what the kubelet does if nobody gives it a machine.
func newMachine(ctx context.Context, s *options.KubeletServer) (*machine, error) {
	images := cadvisor.NewImageFsInfoProvider(s.ContainerRuntimeEndpoint)
	roots, err := cgroups(s)
	if err != nil {
		return nil, err
	}
	legacy := cadvisor.UsingLegacyCadvisorStats(s.ContainerRuntimeEndpoint)
	var c cadvisor.Interface
	switch create := any(cadvisor.New).(type) {
	case func(klog.Logger, cadvisor.ImageFsInfoProvider, string, []string, bool, bool) (cadvisor.Interface, error): // from 1.36 on
		c, err = create(klog.FromContext(ctx), images, s.RootDirectory, roots, legacy, s.LocalStorageCapacityIsolation)
	case func(cadvisor.ImageFsInfoProvider, string, []string, bool, bool) (cadvisor.Interface, error):
		c, err = create(images, s.RootDirectory, roots, legacy, s.LocalStorageCapacityIsolation)
	default:
		err = fmt.Errorf("cadvisor.New is a %T", create)
	}
	if err != nil {
		return nil, err
	}
	info, err := c.MachineInfo()
	return &machine{c, info}, err
}

// cgroups are those of the node that are looked at: the pods', the kubelet's own, which is this process's, and what the user named.
func cgroups(s *options.KubeletServer) ([]string, error) {
	own := s.KubeletCgroups
	if own == "" {
		b, err := os.ReadFile("/proc/self/cgroup")
		if err != nil {
			return nil, err
		}
		_, own, _ = strings.Cut(strings.TrimSpace(string(b)), "::") // cgroup v2: 0::/PATH
	}
	all := []string{cm.NodeAllocatableRoot(s.CgroupRoot, s.CgroupsPerQOS, s.CgroupDriver), own, s.RuntimeCgroups, s.SystemCgroups}
	return slices.DeleteFunc(all, func(c string) bool { return c == "" }), nil
}

// ids are the names of a machine, as a node's status has them.
type ids struct {
	MachineID  string `json:"machineID"`
	SystemUUID string `json:"systemUUID"`
	BootID     string `json:"bootID"`
}

// newIDs are those of a machine with this id, 32 hexadecimal digits.
func newIDs(id string) ids {
	return ids{id, strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-"), string(uuid.NewUUID())}
}

// use gives the machine other ids. Each is as long as the one before, so who reads at the same time reads one of them.
func (m *machine) use(i ids) {
	m.info.MachineID, m.info.SystemUUID, m.info.BootID = i.MachineID, i.SystemUUID, i.BootID
}
