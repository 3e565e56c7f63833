package boot

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// filterOwner is the only cgroup that may reach the host: that of the service of this name.
const filterOwner = "localkube"

// imageOwner is the cgroup of what fetches images, through proxies and mirrors that may be the host's own.
const imageOwner = "containerd"

// Filter is the nftables text that lets pods out and keeps everything but localkube from the host: the gateway's forward
// API (port 80) opens ports on the host, and hostLoopback is the host's own loopback. Forwarded packets are those of pods;
// local ones are told apart by the cgroup of the socket, whose directory must exist when the rules are loaded.
func Filter(s Settings) string {
	images := ""
	for _, port := range s.hostPorts() {
		images += fmt.Sprintf("\n\t\tsocket cgroupv2 level 1 %q ip daddr %s tcp dport %d accept", imageOwner, hostLoopback, port)
	}
	return fmt.Sprintf(`table ip coracle
delete table ip coracle
table ip coracle {
	chain control {
		ip daddr %[3]s tcp dport 80 reject with tcp reset
		ip daddr %[4]s reject
	}
	chain forward {
		type filter hook forward priority filter; policy accept;
		jump control
	}
	chain output {
		type filter hook output priority filter; policy accept;
		socket cgroupv2 level 1 "%[5]s" accept%[6]s
		jump control
	}
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr %[1]s ip daddr != %[1]s ip daddr != %[2]s masquerade
	}
}
`, s.PodCIDR, s.ServiceCIDR, gateway, hostLoopback, filterOwner, images)
}

// hostPorts are those of the host's loopback where the settings name a proxy or registry, in order.
func (s Settings) hostPorts() []int {
	places := slices.Concat(s.RegistryMirrors, s.InsecureRegistries)
	for name, value := range s.Environment {
		if strings.HasSuffix(strings.ToUpper(name), "_PROXY") && !strings.EqualFold(name, "NO_PROXY") {
			places = append(places, value)
		}
	}
	var ports []int
	for _, place := range places {
		if port, ok := hostPort(place); ok {
			ports = append(ports, port)
		}
	}
	slices.Sort(ports)
	return slices.Compact(ports)
}

var standardPorts = map[string]int{"http": 80, "https": 443}

// hostPort reads a URL or HOST[:PORT]; false if the host is another than the host's loopback.
func hostPort(place string) (int, bool) {
	if !strings.Contains(place, "://") {
		place = "http://" + place
	}
	u, err := url.Parse(place)
	if err != nil || u.Hostname() != hostLoopback.String() {
		return 0, false
	}
	if u.Port() == "" {
		port, ok := standardPorts[u.Scheme]
		return port, ok
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return int(port), err == nil
}

// LoadFilter puts the rules in force for the first time. The modules are loaded here, as the kernel would run a modprobe for each.
func LoadFilter(procs *Processes, modules *Modules, s Settings) error {
	err := modules.Load("nf_tables", "nft_chain_nat", "nft_masq", "nft_reject_ipv4", "nft_socket", "nft_ct")
	if err != nil {
		return err
	}
	for _, cgroup := range []string{filterOwner, imageOwner} {
		if err := os.MkdirAll(filepath.Join(cgroupRoot, cgroup), 0o755); err != nil {
			return err
		}
	}
	return ReplaceFilter(procs, s)
}

// ReplaceFilter puts other rules in force, all at once.
func ReplaceFilter(procs *Processes, s Settings) error {
	const file = "/run/coracle.nft"
	if err := os.WriteFile(file, []byte(Filter(s)), 0o600); err != nil {
		return err
	}
	return procs.Must(time.Minute, "/usr/sbin/nft", "-f", file)
}
