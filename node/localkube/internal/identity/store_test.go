package identity

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// pki makes what the host gives a cluster: a root with an intermediate for serving, and an authority for clients.
func pki(t *testing.T, now time.Time, permitted ...*net.IPNet) settings.PKI {
	t.Helper()
	root, err := newAuthority("root", now)
	if err != nil {
		t.Fatal(err)
	}
	serving, err := newIntermediate(root, now, permitted)
	if err != nil {
		t.Fatal(err)
	}
	client, err := newAuthority("clients", now)
	if err != nil {
		t.Fatal(err)
	}
	text := func(a *authority) (string, string) {
		k, err := encodeKey(a.key)
		if err != nil {
			t.Fatal(err)
		}
		return string(a.pem), string(k)
	}
	p := settings.PKI{RootCert: string(root.pem)}
	p.ServingCert, p.ServingKey = text(serving)
	p.ClientCert, p.ClientKey = text(client)
	return p
}

func newIntermediate(root *authority, now time.Time, permitted []*net.IPNet) (*authority, error) {
	a, err := newAuthority("serving", now)
	if err != nil {
		return nil, err
	}
	t := *a.cert
	t.PermittedIPRanges, t.PermittedDNSDomainsCritical = permitted, len(permitted) > 0
	der, err := x509.CreateCertificate(nil, &t, root.cert, a.key.Public(), root.key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	return &authority{cert, a.key, encodeCert(der)}, err
}

func testSettings(p settings.PKI) *settings.Settings {
	return &settings.Settings{NodeName: "n1", HostAddress: "127.77.1.2", APIServerPort: 8443, ServiceCIDR: "10.96.0.0/16", DNSDomain: "cluster.local",
		CertNames: []string{"dev.example"}, CertIPs: []string{"127.77.1.2", "10.9.9.9"}, CertExpiration: settings.Duration(9 * time.Hour), PKI: p}
}

func open(t *testing.T, now time.Time) (*Store, *settings.Settings) {
	t.Helper()
	s := testSettings(pki(t, now))
	st, err := Open(filepath.Join(t.TempDir(), "pki"), t.TempDir(), s, now)
	if err != nil {
		t.Fatal(err)
	}
	return st, s
}

func read(t *testing.T, st *Store, name string) tls.Certificate {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(st.Pair(name), st.Pair(name))
	if err != nil {
		t.Fatal(name, err)
	}
	return pair
}

func clients(st *Store) (names []string) {
	for _, l := range st.leaves {
		if l.isClient() {
			names = append(names, l.name)
		}
	}
	return names
}

func TestTheNodesOwnClientsAreKnownWhileTheirCertificatesAreInForce(t *testing.T) {
	now := time.Now()
	st, _ := open(t, now)
	old := read(t, st, "scheduler").Leaf
	if !st.IsClient(old) || !st.IsClient(read(t, st, "kubelet").Leaf) {
		t.Error("they are not known")
	}
	for _, name := range []string{"apiserver", "apiserver-kubelet-client", FrontProxyClient} {
		if st.IsClient(read(t, st, name).Leaf) {
			t.Errorf("%s is no client of the API server", name)
		}
	}
	if err := st.Renew(now); err != nil {
		t.Fatal(err)
	}
	if st.IsClient(old) || !st.IsClient(read(t, st, "scheduler").Leaf) {
		t.Error("it is the renewed one that is in force")
	}
}

func TestServersShowAChainThatEndsAtTheRoot(t *testing.T) {
	now := time.Now()
	st, s := open(t, now)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(s.PKI.RootCert))
	for name, hosts := range map[string][]string{
		"apiserver": {"127.77.1.2", "10.9.9.9", "192.168.127.2", "10.96.0.1", "localhost", "dev.example", "kubernetes.default.svc.cluster.local"},
		"status":    {"127.77.1.2"}, "kubelet-server": {"192.168.127.2", "n1"},
	} {
		pair := read(t, st, name)
		if len(pair.Certificate) != 2 {
			t.Fatalf("%s shows %d certificates", name, len(pair.Certificate))
		}
		between := x509.NewCertPool()
		between.AppendCertsFromPEM(encodeCert(pair.Certificate[1]))
		for _, host := range hosts {
			if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, DNSName: host, CurrentTime: now}); err != nil {
				t.Errorf("%s for %s: %v", name, host, err)
			}
		}
	}
}

func TestEachClientHasItsOwnIdentity(t *testing.T) {
	now := time.Now()
	st, s := open(t, now)
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM([]byte(s.PKI.ClientCert))
	users := map[string]string{}
	for name, user := range map[string]string{"kubelet": "system:node:n1", "scheduler": "system:kube-scheduler",
		"controller-manager": "system:kube-controller-manager", "kube-proxy": "system:kube-proxy", "dns": UserDNS,
		"storage-provisioner": UserStorage, "ports": UserPorts, "objects": UserObjects, "node": UserNode} {
		leaf := read(t, st, name).Leaf
		if leaf.Subject.CommonName != user {
			t.Errorf("%s is %s, want %s", name, leaf.Subject.CommonName, user)
		}
		if other := users[user]; other != "" {
			t.Errorf("%s and %s are both %s", name, other, user)
		}
		users[user] = name
		if slices.Contains(leaf.Subject.Organization, "system:masters") {
			t.Errorf("%s may do anything", name)
		}
		if _, err := leaf.Verify(x509.VerifyOptions{Roots: clients, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		config, err := os.ReadFile(st.Kubeconfig(name))
		if err != nil || !strings.Contains(string(config), st.Pair(name)) || strings.Contains(string(config), "-data") {
			t.Errorf("kubeconfig of %s does not name its files: %v", name, err)
		}
	}
}

func TestRenewalIsDueWhenAThirdIsLeft(t *testing.T) {
	now := time.Now()
	st, _ := open(t, now)
	if want := now.Add(6 * time.Hour); st.RenewAt().Sub(want).Abs() > 2*time.Second {
		t.Errorf("renews at %v, want %v", st.RenewAt(), want)
	}
	before := read(t, st, "apiserver")
	later := now.Add(7 * time.Hour)
	if err := st.Renew(later); err != nil {
		t.Fatal(err)
	}
	after := read(t, st, "apiserver")
	if bytes.Equal(before.Certificate[0], after.Certificate[0]) || after.Leaf.NotAfter.Sub(later.Add(9*time.Hour)).Abs() > 2*time.Second {
		t.Errorf("still ends at %v", after.Leaf.NotAfter)
	}
}

func TestCertificatesThatEndedWhileTheMachineSleptAreRenewedWhenItsClockIsRight(t *testing.T) {
	asleep := time.Now()
	awake := asleep.AddDate(0, 0, 400)
	st, _ := open(t, asleep)
	var now atomic.Pointer[time.Time]
	now.Store(&asleep)
	st.now = func() time.Time { return *now.Load() }
	before := read(t, st, "apiserver").Leaf
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- st.Service().Run(ctx, up{}) }()
	now.Store(&awake)
	st.ClockStepped()
	st.ClockStepped()
	for limit := time.Now().Add(10 * time.Second); !st.RenewAt().After(awake); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("nothing is renewed")
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for _, name := range append(clients(st), "apiserver", "kubelet-server", "status", FrontProxyClient) {
		if leaf := read(t, st, name).Leaf; leaf.NotAfter.Before(awake) || leaf.NotBefore.After(awake) || leaf.Equal(before) {
			t.Errorf("%s is valid from %v to %v", name, leaf.NotBefore, leaf.NotAfter)
		}
	}
}

type up struct{ service.Up }

func (up) Ready() {}

func TestNoLeafOutlivesItsAuthority(t *testing.T) {
	now := time.Now()
	st, _ := open(t, now)
	if err := st.Renew(st.client.cert.NotAfter.Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if leaf := read(t, st, "dns").Leaf; leaf.NotAfter.After(st.client.cert.NotAfter) {
		t.Error("it does")
	}
}

func TestALeafThatClientsWouldRefuseIsAnError(t *testing.T) {
	now := time.Now()
	_, elsewhere, _ := net.ParseCIDR("203.0.113.0/24")
	s := testSettings(pki(t, now, elsewhere))
	if _, err := Open(filepath.Join(t.TempDir(), "pki"), t.TempDir(), s, now); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v", err)
	}
}

func TestTheFrontProxysAuthorityIsKept(t *testing.T) {
	now, keys := time.Now(), t.TempDir()
	s := testSettings(pki(t, now))
	var seen [][]byte
	for range 2 {
		st, err := Open(filepath.Join(t.TempDir(), "pki"), keys, s, now)
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, st.proxy.cert.Raw)
	}
	if !bytes.Equal(seen[0], seen[1]) {
		t.Error("it is another at the second boot")
	}
	if i, err := os.Stat(filepath.Join(keys, "front-proxy-ca.pem")); err != nil || i.Mode().Perm() != 0o600 {
		t.Error(i, err)
	}
}

func TestAnotherClustersIdentityReplacesAllOfIt(t *testing.T) {
	now := time.Now()
	dir, keys := filepath.Join(t.TempDir(), "pki"), t.TempDir()
	s := testSettings(pki(t, now))
	st, err := Open(dir, keys, s, now)
	if err != nil {
		t.Fatal(err)
	}
	content := func() map[string]string {
		files := map[string]string{}
		for _, d := range []string{dir, keys} {
			all, err := filepath.Glob(filepath.Join(d, "*"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range all {
				b, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.HasSuffix(f, ".kubeconfig") { // they name files
					files[filepath.Base(f)] = string(b)
				}
			}
		}
		return files
	}
	before := content()
	next := testSettings(pki(t, now))
	next.HostAddress, next.CertIPs, next.CertNames, next.CertExpiration = "127.99.1.1", nil, []string{"other.example"}, settings.Duration(time.Hour)
	if err := st.Exchange(next, now); err != nil {
		t.Fatal(err)
	}
	after := content()
	if len(after) != len(before) || len(after) < 20 {
		t.Errorf("%d files, %d before", len(after), len(before))
	}
	for name, text := range after {
		if before[name] == text {
			t.Errorf("%s is the same", name)
		}
	}
	leaf := read(t, st, "apiserver").Leaf
	if leaf.VerifyHostname("127.99.1.1") != nil || leaf.VerifyHostname("other.example") != nil || leaf.VerifyHostname("127.77.1.2") == nil {
		t.Error(leaf.IPAddresses, leaf.DNSNames)
	}
	if want := now.Add(40 * time.Minute); st.RenewAt().Sub(want).Abs() > 2*time.Second {
		t.Errorf("renews at %v", st.RenewAt())
	}
	former := x509.NewCertPool()
	former.AppendCertsFromPEM([]byte(s.PKI.ClientCert))
	for _, name := range clients(st) {
		if _, err := read(t, st, name).Leaf.Verify(x509.VerifyOptions{Roots: former, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err == nil {
			t.Errorf("%s is of the old cluster", name)
		}
	}
}

func TestAnIdentityIsCheckedBeforehand(t *testing.T) {
	now := time.Now()
	s := testSettings(pki(t, now))
	if err := Check(s, now); err != nil {
		t.Error(err)
	}
	mixed := *s
	mixed.PKI.ClientKey = s.PKI.ServingKey
	_, elsewhere, _ := net.ParseCIDR("203.0.113.0/24")
	for _, bad := range []*settings.Settings{&mixed, testSettings(pki(t, now, elsewhere)), testSettings(settings.PKI{})} {
		if err := Check(bad, now); err == nil {
			t.Errorf("taken: %v", bad.PKI)
		}
	}
}
