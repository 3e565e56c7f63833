package boot

import (
	"fmt"
	"os"
	"path/filepath"
)

const cniDir = "/etc/cni/net.d"

// CNI is the network of pods: each has a link of its own to the node, which routes. So a pod's packets to a Service pass
// the node's rules even if the pod behind the Service is on the same node; a bridge would need br_netfilter for that.
func CNI(s Settings) string {
	return fmt.Sprintf(`{
  "cniVersion": "1.0.0",
  "name": "coracle",
  "plugins": [
    {
      "type": "ptp",
      "ipMasq": false,
      "ipam": {
        "type": "host-local",
        "dataDir": "/run/cni-ipam",
        "ranges": [[{"subnet": "%s"}]],
        "routes": [{"dst": "0.0.0.0/0"}]
      }
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
`, s.NodePodCIDR())
}

// WriteCNI puts the network where containerd looks for it.
func WriteCNI(s Settings) error {
	if err := os.MkdirAll(cniDir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(cniDir, "10-coracle.conflist"), []byte(CNI(s)), 0o644)
}
