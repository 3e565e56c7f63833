// Package settings reads what the host wants of this node.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"
)

// Fixed parts of every node: its place in the private network behind the gateway.
const (
	NodeIP    = "192.168.127.2"
	GatewayIP = "192.168.127.1"
)

// File is where PID 1 puts the config disk's content.
const File = "/run/localkube/config.json"

// Settings is config.json, see docs/guest.md.
type Settings struct {
	Version            int                          `json:"version"`
	Cluster            string                       `json:"cluster"`
	NodeName           string                       `json:"nodeName"`
	KubernetesVersion  string                       `json:"kubernetesVersion"`
	HostAddress        string                       `json:"hostAddress"`
	APIServerPort      int                          `json:"apiServerPort"`
	StatusPort         int                          `json:"statusPort"`
	ServiceCIDR        string                       `json:"serviceCIDR"`
	PodCIDR            string                       `json:"podCIDR"`
	DNSDomain          string                       `json:"dnsDomain"`
	CertNames          []string                     `json:"certNames"`
	CertIPs            []string                     `json:"certIPs"`
	CertExpiration     Duration                     `json:"certExpiration"`
	ExtraConfig        map[string]map[string]string `json:"extraConfig"`
	FeatureGates       map[string]bool              `json:"featureGates"`
	DNSServers         []string                     `json:"dnsServers"`
	Environment        map[string]string            `json:"environment"`
	InsecureRegistries []string                     `json:"insecureRegistries"`
	RegistryMirrors    []string                     `json:"registryMirrors"`
	SSH                SSH                          `json:"ssh"`
	PKI                PKI                          `json:"pki"`
	Template           bool                         `json:"template"`
}

// SSH is who may log in to the node, and the key by which the node is known, PEM.
type SSH struct {
	AuthorizedKeys []string `json:"authorizedKeys"`
	HostKey        string   `json:"hostKey"`
}

// PKI holds the two authorities of the cluster, PEM.
type PKI struct {
	RootCert    string `json:"rootCert"`
	ServingCert string `json:"servingCert"`
	ServingKey  string `json:"servingKey"`
	ClientCert  string `json:"clientCert"`
	ClientKey   string `json:"clientKey"`
}

// Duration is a time.Duration written as "8760h".
type Duration time.Duration

// UnmarshalJSON reads Go's duration notation.
func (d *Duration) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	v, err := time.ParseDuration(s)
	*d = Duration(v)
	return err
}

// Read reads and checks the settings in a file.
func Read(file string) (*Settings, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Parse(b)
}

// Parse fills absent members with the defaults of docs/guest.md and refuses what no node could run with.
func Parse(b []byte) (*Settings, error) {
	s := &Settings{
		HostAddress: "127.0.0.1", APIServerPort: 8443, StatusPort: 10240,
		ServiceCIDR: "10.96.0.0/16", PodCIDR: "10.244.0.0/16", DNSDomain: "cluster.local",
		CertExpiration: Duration(8760 * time.Hour),
	}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	if s.Version != 1 {
		return nil, fmt.Errorf("config.json has version %d, this node reads version 1", s.Version)
	}
	return s, s.check()
}

func (s *Settings) check() error {
	var errs []error
	for name, v := range map[string]string{
		"cluster": s.Cluster, "nodeName": s.NodeName, "kubernetesVersion": s.KubernetesVersion,
		"pki.rootCert": s.PKI.RootCert, "pki.servingCert": s.PKI.ServingCert, "pki.servingKey": s.PKI.ServingKey,
		"pki.clientCert": s.PKI.ClientCert, "pki.clientKey": s.PKI.ClientKey,
	} {
		if v == "" {
			errs = append(errs, fmt.Errorf("config.json lacks %s", name))
		}
	}
	for name, v := range map[string]string{"serviceCIDR": s.ServiceCIDR, "podCIDR": s.PodCIDR} {
		if p, err := netip.ParsePrefix(v); err != nil || !p.Addr().Is4() {
			errs = append(errs, fmt.Errorf("config.json: %s %q is not an IPv4 network", name, v))
		} else if p != p.Masked() || p.Bits() > 24 {
			errs = append(errs, fmt.Errorf("config.json: %s %q must be a network address of at most 24 bits", name, v))
		}
	}
	for _, v := range append([]string{s.HostAddress}, s.CertIPs...) {
		if _, err := netip.ParseAddr(v); err != nil {
			errs = append(errs, fmt.Errorf("config.json: %q is not an IP address", v))
		}
	}
	for name, p := range map[string]int{"apiServerPort": s.APIServerPort, "statusPort": s.StatusPort} {
		if p < 1 || p > 65535 {
			errs = append(errs, fmt.Errorf("config.json: %s %d is not a port", name, p))
		}
	}
	if s.CertExpiration < Duration(10*time.Minute) {
		errs = append(errs, errors.New("config.json: certExpiration is less than 10 minutes"))
	}
	for _, v := range s.InsecureRegistries {
		if strings.Contains(v, "/") { // containerd knows registries by name only
			errs = append(errs, fmt.Errorf("config.json: insecureRegistries: %q must be HOST or HOST:PORT, networks cannot be given", v))
		}
	}
	for name := range s.ExtraConfig {
		if !strings.Contains(" apiserver controller-manager scheduler kubelet proxy etcd ", " "+name+" ") {
			errs = append(errs, fmt.Errorf("config.json: extraConfig has no component %q", name))
		}
	}
	return errors.Join(errs...)
}

// DNSIP is the address of the cluster's DNS service: the tenth of the service network.
func (s *Settings) DNSIP() string { return s.serviceIP(10) }

// APIServiceIP is the address of the service default/kubernetes: the first of the service network.
func (s *Settings) APIServiceIP() string { return s.serviceIP(1) }

func (s *Settings) serviceIP(n byte) string {
	a := netip.MustParsePrefix(s.ServiceCIDR).Addr().As4()
	a[3] += n
	return netip.AddrFrom4(a).String()
}

// NodePodCIDR is the part of the pod network that this node, the only one, gets: its first /24.
func (s *Settings) NodePodCIDR() string {
	return netip.PrefixFrom(netip.MustParsePrefix(s.PodCIDR).Addr(), 24).String()
}

// Server is the API server's URL for everything inside the node.
func (s *Settings) Server() string { return fmt.Sprintf("https://127.0.0.1:%d", s.APIServerPort) }
