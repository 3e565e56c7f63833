package boot

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// filterOwner is the only cgroup that may reach the host: that of the service of this name.
const filterOwner = "localkube"

// Filter is the nftables text that lets pods out and keeps everything but localkube from the host: the gateway's forward
// API (port 80) opens ports on the host, and hostLoopback is the host's own loopback. Forwarded packets are those of pods;
// local ones are told apart by the cgroup of the socket, whose directory must exist when the rules are loaded.
func Filter(s Settings) string {
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
		socket cgroupv2 level 1 "%[5]s" accept
		jump control
	}
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr %[1]s ip daddr != %[1]s ip daddr != %[2]s masquerade
	}
}
`, s.PodCIDR, s.ServiceCIDR, gateway, hostLoopback, filterOwner)
}

// LoadFilter puts the rules in force. The modules are loaded here, as the kernel would run a modprobe for each.
func LoadFilter(procs *Processes, modules *Modules, s Settings) error {
	err := modules.Load("nf_tables", "nft_chain_nat", "nft_masq", "nft_reject_ipv4", "nft_socket", "nft_ct")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(cgroupRoot, filterOwner), 0o755); err != nil {
		return err
	}
	const file = "/run/coracle.nft"
	if err := os.WriteFile(file, []byte(Filter(s)), 0o600); err != nil {
		return err
	}
	return procs.Must(time.Minute, "/usr/sbin/nft", "-f", file)
}
