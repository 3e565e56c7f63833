package boot

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"testing"
)

func settings(t *testing.T, text string) Settings {
	t.Helper()
	s, err := ParseSettings([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSettingsDefaults(t *testing.T) {
	s := settings(t, `{"version": 1, "nodeName": "n", "unknown": 1}`)
	if s.DNSAddress() != netip.MustParseAddr("10.96.0.10") || s.NodePodCIDR() != netip.MustParsePrefix("10.244.0.0/24") {
		t.Errorf("%v %v", s.DNSAddress(), s.NodePodCIDR())
	}
}

func TestSettingsGiven(t *testing.T) {
	s := settings(t, `{"version": 1, "nodeName": "n", "serviceCIDR": "10.1.2.3/20", "podCIDR": "172.20.1.128/25", "dnsServers": ["9.9.9.9"],
		"ssh": {"authorizedKeys": ["k"], "hostKey": "h"}, "environment": {"HTTP_PROXY": "p"}}`)
	if s.DNSAddress() != netip.MustParseAddr("10.1.0.10") || s.NodePodCIDR() != netip.MustParsePrefix("172.20.1.128/25") {
		t.Errorf("%v %v", s.DNSAddress(), s.NodePodCIDR())
	}
	if s.SSH.HostKey != "h" || s.SSH.AuthorizedKeys[0] != "k" || s.Environment["HTTP_PROXY"] != "p" || len(s.DNSServers) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestSettingsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"version": 2, "nodeName": "n"}`: "version 2",
		`{"nodeName": "n"}`:               "version 0",
		`{"version": 1}`:                  "nodeName",
		`{"version": 1, "nodeName": "n", "serviceCIDR": "fd00::/112"}`:   "serviceCIDR",
		`{"version": 1, "nodeName": "n", "podCIDR": "10.0.0.0/30"}`:      "podCIDR",
		`{"version": 1, "nodeName": "n", "podCIDR": "10.0.0.0"}`:         "config.json",
		`{"version": 1, "nodeName": "n", "dnsServers": ["example.com"]}`: "config.json",
		``: "config.json",
	} {
		if _, err := ParseSettings([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestCNIIsJSON(t *testing.T) {
	var list struct{ Plugins []struct{ Type string } }
	if err := json.Unmarshal([]byte(CNI(settings(t, `{"version": 1, "nodeName": "n"}`))), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Plugins) != 2 || list.Plugins[0].Type != "ptp" {
		t.Errorf("%+v", list)
	}
}

func TestFilter(t *testing.T) {
	text := Filter(settings(t, `{"version": 1, "nodeName": "n", "podCIDR": "10.9.0.0/16"}`))
	for _, line := range []string{
		"ip daddr 192.168.127.1 tcp dport 80 reject with tcp reset",
		"ip daddr 192.168.127.254 reject",
		`socket cgroupv2 level 1 "localkube" accept`,
		"ip saddr 10.9.0.0/16 ip daddr != 10.9.0.0/16 ip daddr != 10.96.0.0/16 masquerade",
	} {
		if !strings.Contains(text, "\t"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, text)
		}
	}
	if accept, jump := strings.Index(text, "cgroupv2"), strings.LastIndex(text, "jump control"); accept > jump {
		t.Error("localkube is let through after everything is refused")
	}
}

func TestFilterLetsOnlyImagesComeFromTheHost(t *testing.T) {
	text := Filter(settings(t, `{"version": 1, "nodeName": "n",
		"environment": {"HTTPS_PROXY": "http://u:p@192.168.127.254:3128", "http_proxy": "192.168.127.254:3128", "NO_PROXY": "192.168.127.254:1"},
		"registryMirrors": ["https://192.168.127.254", "https://mirror.example:5001"], "insecureRegistries": ["192.168.127.254:5000"]}`))
	var let []string
	for line := range strings.Lines(text) {
		if _, rest, ok := strings.Cut(line, `socket cgroupv2 level 1 "containerd" `); ok {
			let = append(let, strings.TrimSpace(rest))
		}
	}
	want := []string{
		"ip daddr 192.168.127.254 tcp dport 443 accept",
		"ip daddr 192.168.127.254 tcp dport 3128 accept",
		"ip daddr 192.168.127.254 tcp dport 5000 accept",
	}
	if !slices.Equal(let, want) {
		t.Errorf("%q", let)
	}
}
