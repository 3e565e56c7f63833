package boot

import "fmt"

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
		socket cgroupv2 level 1 "localkube" accept
		jump control
	}
	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip saddr %[1]s ip daddr != %[1]s ip daddr != %[2]s masquerade
	}
}
`, s.PodCIDR, s.ServiceCIDR, gateway, hostLoopback)
}
