package settings

import (
	"strings"
	"testing"
	"time"
)

const minimal = `{"version":1,"cluster":"c","nodeName":"n","kubernetesVersion":"v1.36.3","future":{"x":1},
 "pki":{"rootCert":"a","servingCert":"b","servingKey":"c","clientCert":"d","clientKey":"e"}`

func TestAbsentMembersTakeTheirDefaults(t *testing.T) {
	s, err := Parse([]byte(minimal + "}"))
	if err != nil {
		t.Fatal(err)
	}
	if s.APIServerPort != 8443 || s.StatusPort != 10240 || s.ServiceCIDR != "10.96.0.0/16" || s.DNSDomain != "cluster.local" ||
		time.Duration(s.CertExpiration) != 8760*time.Hour {
		t.Errorf("%+v", s)
	}
	if s.DNSIP() != "10.96.0.10" || s.APIServiceIP() != "10.96.0.1" || s.NodePodCIDR() != "10.244.0.0/24" || s.Server() != "https://127.0.0.1:8443" {
		t.Error(s.DNSIP(), s.APIServiceIP(), s.NodePodCIDR(), s.Server())
	}
}

func TestMembersAreRead(t *testing.T) {
	s, err := Parse([]byte(minimal + `,"serviceCIDR":"10.0.0.0/16","certExpiration":"12h","extraConfig":{"kubelet":{"max-pods":"200"}},
		"featureGates":{"A":true},"hostAddress":"127.77.1.2"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.DNSIP() != "10.0.0.10" || s.ExtraConfig["kubelet"]["max-pods"] != "200" || !s.FeatureGates["A"] || time.Duration(s.CertExpiration) != 12*time.Hour {
		t.Errorf("%+v", s)
	}
}

func TestWhatNoNodeCouldRunWithIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		strings.Replace(minimal, `"version":1`, `"version":2`, 1) + "}": "version 2",
		`{"version":1}`: "lacks pki.clientKey",
		minimal + `,"serviceCIDR":"10.96.0.1/16"}`:            "serviceCIDR",
		minimal + `,"podCIDR":"fd00::/64"}`:                   "podCIDR",
		minimal + `,"hostAddress":"localhost"}`:               "localhost",
		minimal + `,"apiServerPort":70000}`:                   "70000",
		minimal + `,"certExpiration":"1s"}`:                   "certExpiration",
		minimal + `,"extraConfig":{"kublet":{"a":"b"}}}`:      "kublet",
		minimal + `,"insecureRegistries":["192.168.0.0/16"]}`: "192.168.0.0/16",
		"": "config.json",
	} {
		if _, err := Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n gave %v, want %q", text, err, want)
		}
	}
}
