package settings

import (
	"strings"
	"testing"
	"time"
)

func base() Settings {
	return Settings{Version: 1, Cluster: "t", NodeName: "coracle", KubernetesVersion: "v1.36.3", HostAddress: "127.1.1.1", APIServerPort: 8443,
		StatusPort: 10240, ServiceCIDR: "10.96.0.0/16", Template: true, PKI: PKI{RootCert: "ROOT", ClientCert: "A"}}
}

func TestAClusterMayDifferFromItsTemplateInWhatMakesItThatCluster(t *testing.T) {
	template, cluster := base(), base()
	cluster.Cluster, cluster.HostAddress, cluster.CertNames, cluster.CertIPs = "c", "127.2.2.2", []string{"x.test"}, []string{"127.2.2.2"}
	cluster.CertExpiration, cluster.DNSServers, cluster.Environment = Duration(time.Hour), []string{"9.9.9.9"}, map[string]string{"A": "b"}
	cluster.SSH, cluster.PKI.ClientCert, cluster.Template = SSH{HostKey: "K"}, "B", false
	cluster.ExtraConfig = map[string]map[string]string{} // as good as none
	if err := Adoptable(&template, &cluster); err != nil {
		t.Error(err)
	}
}

func TestAClusterMayDifferFromTheClusterThatItIsACopyOfExceptForWhatItsPodsHave(t *testing.T) {
	node, cluster := base(), base()
	node.Template, cluster.Template = false, false
	if err := Adoptable(&node, &cluster); err == nil || !strings.HasPrefix(err.Error(), "cluster") {
		t.Error(err)
	}
	cluster.Cluster, cluster.HostAddress, cluster.SSH, cluster.PKI.ClientCert = "c", "127.2.2.2", SSH{HostKey: "K"}, "B"
	if err := Adoptable(&node, &cluster); err != nil {
		t.Error(err)
	}
	cluster.Environment = map[string]string{"A": "b"}
	if err := Adoptable(&node, &cluster); err == nil || !strings.HasPrefix(err.Error(), "environment") {
		t.Error(err)
	}
}

func TestAClusterThatDiffersInAnythingElseIsRefused(t *testing.T) {
	for member, change := range map[string]func(*Settings){
		"nodeName":           func(s *Settings) { s.NodeName = "n" },
		"apiServerPort":      func(s *Settings) { s.APIServerPort = 6443 },
		"statusPort":         func(s *Settings) { s.StatusPort = 1 },
		"kubernetesVersion":  func(s *Settings) { s.KubernetesVersion = "v1.35.4" },
		"serviceCIDR":        func(s *Settings) { s.ServiceCIDR = "10.97.0.0/16" },
		"podCIDR":            func(s *Settings) { s.PodCIDR = "10.97.0.0/16" },
		"dnsDomain":          func(s *Settings) { s.DNSDomain = "x" },
		"extraConfig":        func(s *Settings) { s.ExtraConfig = map[string]map[string]string{"kubelet": {"max-pods": "9"}} },
		"featureGates":       func(s *Settings) { s.FeatureGates = map[string]bool{"X": false} },
		"registryMirrors":    func(s *Settings) { s.RegistryMirrors = []string{"m"} },
		"insecureRegistries": func(s *Settings) { s.InsecureRegistries = []string{"m"} },
		"pki.rootCert":       func(s *Settings) { s.PKI.RootCert = "OTHER" },
		"template":           func(s *Settings) { s.Template = true },
	} {
		template, cluster := base(), base()
		cluster.Template = false
		change(&cluster)
		if err := Adoptable(&template, &cluster); err == nil || !strings.Contains(err.Error(), member) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", member, err)
		}
	}
}
