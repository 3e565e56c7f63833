package boot

import (
	"encoding/json"
	"fmt"
	"net/netip"
)

// Settings are the members of config.json that PID 1 itself uses; localkube reads the same file for the rest.
type Settings struct {
	Version     int          `json:"version"`
	Cluster     string       `json:"cluster"`
	NodeName    string       `json:"nodeName"`
	ServiceCIDR netip.Prefix `json:"serviceCIDR"`
	PodCIDR     netip.Prefix `json:"podCIDR"`
	DNSServers  []netip.Addr `json:"dnsServers"`
	SSH         struct {
		AuthorizedKeys []string `json:"authorizedKeys"`
		HostKey        string   `json:"hostKey"`
	} `json:"ssh"`
	Environment        map[string]string `json:"environment"`
	RegistryMirrors    []string          `json:"registryMirrors"`
	InsecureRegistries []string          `json:"insecureRegistries"`
	Template           bool              `json:"template"`
}

// ParseSettings reads config.json, gives absent members their defaults and refuses what this machine cannot run with.
func ParseSettings(text []byte) (Settings, error) {
	s := Settings{
		ServiceCIDR: netip.MustParsePrefix("10.96.0.0/16"),
		PodCIDR:     netip.MustParsePrefix("10.244.0.0/16"),
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return Settings{}, fmt.Errorf("config.json: %w", err)
	}
	switch {
	case s.Version != 1:
		return Settings{}, fmt.Errorf("config.json has version %d, this image reads version 1", s.Version)
	case s.NodeName == "":
		return Settings{}, fmt.Errorf("config.json has no nodeName")
	case !s.ServiceCIDR.Addr().Is4() || s.ServiceCIDR.Bits() > 28:
		return Settings{}, fmt.Errorf("serviceCIDR %s is no IPv4 network of 16 addresses or more", s.ServiceCIDR)
	case !s.PodCIDR.Addr().Is4() || s.PodCIDR.Bits() > 28:
		return Settings{}, fmt.Errorf("podCIDR %s is no IPv4 network of 16 addresses or more", s.PodCIDR)
	}
	s.ServiceCIDR, s.PodCIDR = s.ServiceCIDR.Masked(), s.PodCIDR.Masked()
	return s, nil
}

// DNSAddress is the cluster's DNS service: the tenth address of the service network.
func (s Settings) DNSAddress() netip.Addr {
	a := s.ServiceCIDR.Addr().As4()
	a[3] += 10
	return netip.AddrFrom4(a)
}

// NodePodCIDR is this node's part of the pod network: its first 256 addresses, as the controller manager gives it out too.
func (s Settings) NodePodCIDR() netip.Prefix {
	return netip.PrefixFrom(s.PodCIDR.Addr(), max(24, s.PodCIDR.Bits()))
}
