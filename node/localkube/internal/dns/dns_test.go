package dns

import (
	"strings"
	"testing"

	"coracle.dev/node/internal/settings"
)

func TestNamesOfTheClusterAreNotCached(t *testing.T) {
	text := string(corefile(&settings.Settings{ServiceCIDR: "10.96.0.0/16", DNSDomain: "example.org"}, "/k"))
	for _, want := range []string{"disable success example.org\n", "disable denial example.org\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
}

func TestNamesElsewhereAreAskedWhereTheUserSays(t *testing.T) {
	s := &settings.Settings{ServiceCIDR: "10.96.0.0/16", DNSDomain: "cluster.local"}
	text := string(corefile(s, "/k"))
	for _, want := range []string{"bind 10.96.0.10 192.168.127.2", "hosts /run/coracle-names/registry-aliases {", "kubernetes cluster.local ", "kubeconfig /k node", "forward . /etc/resolv.conf"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, text)
		}
	}
	s.DNSServers = []string{"9.9.9.9", "1.1.1.1:5353"}
	if text := string(corefile(s, "/k")); !strings.Contains(text, "forward . 9.9.9.9 1.1.1.1:5353\n") {
		t.Error(text)
	}
}
