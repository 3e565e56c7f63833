package identity

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"coracle.dev/node/internal/atomicfile"
	"coracle.dev/node/internal/settings"
)

// Users that have an identity here and are not Kubernetes' own.
const (
	UserDNS     = "coracle:dns"
	UserStorage = "coracle:storage-provisioner"
	UserPorts   = "coracle:ports"
	UserObjects = "coracle:objects"
	UserNode    = "coracle:node"
	// UserKubeletClient is whom the kubelet sees when the API server calls it.
	UserKubeletClient = "kube-apiserver-kubelet-client"
	// FrontProxyClient is whom aggregated API servers see.
	FrontProxyClient = "front-proxy-client"
)

// Store is the directory of certificates and kubeconfigs. It lives in memory (/run): leaves are made anew at each boot.
type Store struct {
	dir     string
	keys    string
	server  string
	now     func() time.Time
	stepped chan struct{}

	mu       sync.Mutex
	life     time.Duration
	root     string
	serving  *authority
	client   *authority
	proxy    *authority
	leaves   []leaf
	clients  map[string]bool // the certificates in force of those leaves that are clients of the API server, DER
	notAfter time.Time       // of the leaf that ends first
}

type names struct {
	dns []string
	ips []net.IP
}

// Open prepares a store in dir. keys is the directory on the data disk where what was made in the guest is kept.
func Open(dir, keys string, s *settings.Settings, now time.Time) (*Store, error) {
	proxy, err := loadFrontProxy(keys, now)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	st := &Store{dir: dir, keys: keys, server: s.Server(), now: time.Now, stepped: make(chan struct{}, 1), proxy: proxy}
	return st, st.use(s, proxy, now)
}

// Check tells why a node cannot have the identity of these settings, if it cannot.
func Check(s *settings.Settings, now time.Time) error {
	_, serving, err := authorities(s)
	if err != nil {
		return err
	}
	for _, l := range leaves(s) {
		if l.server == nil {
			continue
		}
		_, cert, err := serving.issue(l, now, time.Duration(s.CertExpiration))
		if err != nil {
			return err
		}
		if err := verifyServing(cert, serving, s.PKI.RootCert, now); err != nil {
			return fmt.Errorf("certificate %s would be refused by clients: %w", l.name, err)
		}
	}
	return nil
}

func authorities(s *settings.Settings) (client, serving *authority, err error) {
	if serving, err = parseAuthority("pki.servingCert", s.PKI.ServingCert, s.PKI.ServingKey); err != nil {
		return nil, nil, err
	}
	client, err = parseAuthority("pki.clientCert", s.PKI.ClientCert, s.PKI.ClientKey)
	return client, serving, err
}

// Exchange makes the node that of another cluster: other authorities, also for the front proxy, and all leaves anew.
func (st *Store) Exchange(s *settings.Settings, now time.Time) error {
	proxy, err := newFrontProxy(st.keys, now)
	if err != nil {
		return err
	}
	return st.use(s, proxy, now)
}

// use puts the leaves in place before the authorities: who looks at both never sees an authority whose leaves are not there.
func (st *Store) use(s *settings.Settings, proxy *authority, now time.Time) error {
	client, serving, err := authorities(s)
	if err != nil {
		return err
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.life, st.root, st.serving, st.client, st.proxy, st.leaves = time.Duration(s.CertExpiration), s.PKI.RootCert, serving, client, proxy, leaves(s)
	if err := st.renew(now); err != nil {
		return err
	}
	for name, b := range map[string][]byte{
		"root.crt": []byte(s.PKI.RootCert), "client-ca.crt": client.pem, "front-proxy-ca.crt": proxy.pem, "serving-ca.crt": serving.pem,
		"client-ca.key": []byte(s.PKI.ClientKey), "serving-ca.key": []byte(s.PKI.ServingKey),
	} {
		if err := atomicfile.Write(st.File(name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func leaves(s *settings.Settings) []leaf {
	api := &names{
		dns: append([]string{"localhost", s.NodeName, "kubernetes", "kubernetes.default", "kubernetes.default.svc",
			"kubernetes.default.svc." + s.DNSDomain}, s.CertNames...),
		ips: ips(append([]string{"127.0.0.1", settings.NodeIP, s.APIServiceIP(), s.HostAddress}, s.CertIPs...)),
	}
	node := &names{dns: []string{s.NodeName, "localhost"}, ips: ips([]string{settings.NodeIP, "127.0.0.1"})}
	status := &names{dns: []string{"localhost", s.NodeName}, ips: ips([]string{"127.0.0.1", settings.NodeIP, s.HostAddress})}
	return []leaf{
		{name: "apiserver", user: "kube-apiserver", server: api},
		{name: "kubelet-server", user: "system:node:" + s.NodeName, organizations: []string{"system:nodes"}, server: node},
		{name: "status", user: "coracle-status", server: status},
		{name: "kubelet", user: "system:node:" + s.NodeName, organizations: []string{"system:nodes"}},
		{name: "apiserver-kubelet-client", user: UserKubeletClient},
		{name: "controller-manager", user: "system:kube-controller-manager"},
		{name: "scheduler", user: "system:kube-scheduler"},
		{name: "kube-proxy", user: "system:kube-proxy"},
		{name: "dns", user: UserDNS},
		{name: "storage-provisioner", user: UserStorage},
		{name: "ports", user: UserPorts},
		{name: "objects", user: UserObjects},
		{name: "node", user: UserNode},
		{name: FrontProxyClient, user: FrontProxyClient},
	}
}

func ips(list []string) []net.IP {
	var out []net.IP
	seen := map[string]bool{}
	for _, s := range list {
		if ip := net.ParseIP(s); ip != nil && !seen[ip.String()] {
			seen[ip.String()] = true
			out = append(out, ip)
		}
	}
	return out
}

func frontProxyFile(keys string) string { return filepath.Join(keys, "front-proxy-ca.pem") }

func loadFrontProxy(keys string, now time.Time) (*authority, error) {
	file := frontProxyFile(keys)
	if b, err := os.ReadFile(file); err == nil {
		return parseAuthority(file, string(b), string(b))
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return newFrontProxy(keys, now)
}

// ForgetFrontProxy has the next Open make another one.
func ForgetFrontProxy(keys string) error {
	if err := os.Remove(frontProxyFile(keys)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func newFrontProxy(keys string, now time.Time) (*authority, error) {
	a, err := newAuthority("front-proxy-ca", now)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(keys, 0o700); err != nil {
		return nil, err
	}
	k, err := encodeKey(a.key)
	if err != nil {
		return nil, err
	}
	return a, atomicfile.Write(frontProxyFile(keys), append(k, a.pem...), 0o600)
}

// File is the path of a file of the store.
func (st *Store) File(name string) string { return filepath.Join(st.dir, name) }

// Pair is the path of a leaf: its certificate, what leads to the authority, and its key.
func (st *Store) Pair(name string) string { return st.File(name + ".pem") }

// Kubeconfig is the path of a client's kubeconfig, which names the files of the store instead of holding their content.
func (st *Store) Kubeconfig(name string) string { return st.File(name + ".kubeconfig") }

// IsClient tells whether a certificate is one that a component of this node has now for talking to the API server.
func (st *Store) IsClient(cert *x509.Certificate) bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.clients[string(cert.Raw)]
}

// Renew makes all leaves anew and puts each in place by a rename. What uses them reads them again by itself.
func (st *Store) Renew(now time.Time) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.renew(now)
}

func (st *Store) renew(now time.Time) error {
	var first time.Time
	clients := map[string]bool{}
	for _, l := range st.leaves {
		a := st.client
		switch {
		case l.server != nil:
			a = st.serving
		case l.name == FrontProxyClient:
			a = st.proxy
		}
		b, cert, err := a.issue(l, now, st.life)
		if err != nil {
			return fmt.Errorf("certificate %s: %w", l.name, err)
		}
		if l.server != nil {
			if err := verifyServing(cert, st.serving, st.root, now); err != nil {
				return fmt.Errorf("certificate %s would be refused by clients: %w", l.name, err)
			}
		}
		if err := atomicfile.Write(st.Pair(l.name), b, 0o600); err != nil {
			return err
		}
		if l.server == nil {
			if err := atomicfile.Write(st.Kubeconfig(l.name), st.kubeconfig(l.name), 0o600); err != nil {
				return err
			}
		}
		if l.isClient() {
			clients[string(cert.Raw)] = true
		}
		if first.IsZero() || cert.NotAfter.Before(first) {
			first = cert.NotAfter
		}
	}
	st.clients, st.notAfter = clients, first
	return nil
}

// RenewAt is when a third of the life of the leaf that ends first is left.
func (st *Store) RenewAt() time.Time {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.notAfter.Add(-st.life / 3)
}

func (st *Store) kubeconfig(name string) []byte {
	return fmt.Appendf(nil, `apiVersion: v1
kind: Config
clusters:
- name: node
  cluster: {server: "%s", certificate-authority: %s}
users:
- name: %s
  user: {client-certificate: %s, client-key: %s}
contexts:
- name: node
  context: {cluster: node, user: %s}
current-context: node
`, st.server, st.File("root.crt"), name, st.Pair(name), st.Pair(name), name)
}
