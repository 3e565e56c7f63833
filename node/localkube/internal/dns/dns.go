// Package dns serves the cluster's DNS with CoreDNS, on the address of the service kube-dns itself, which PID 1 gave the
// loopback device: no pod and no proxying in between.
package dns

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"

	// What the Corefile below uses.
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	"k8s.io/klog/v2"

	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// names is a file like /etc/hosts of what resolves besides, which the addon registry-aliases writes. It is looked at every five seconds.
const names = "/run/coracle-names/registry-aliases"

// Server is the cluster's DNS.
type Server struct {
	Kubeconfig string

	mu       sync.Mutex
	settings *settings.Settings
	instance *caddy.Instance
}

// New makes the component.
func New(s *settings.Settings, kubeconfig string) *Server {
	return &Server{Kubeconfig: kubeconfig, settings: s}
}

// Service is the component, ready when a name of the cluster resolves through the service's address.
func (d *Server) Service() service.Service {
	return service.Service{Name: "dns", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		caddy.Quiet, dnsserver.Quiet = true, true
		if err := d.start(); err != nil {
			return err
		}
		await(ctx, d.settings)
		up.Ready()
		<-ctx.Done()
		return d.stop()
	}}
}

func (d *Server) start() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	instance, err := caddy.Start(d.input())
	klog.ClearLogger() // its Kubernetes plugin has taken over the logger of the whole process
	d.instance = instance
	return err
}

func (d *Server) stop() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.instance.Stop()
}

// Exchange has other names than the cluster's resolved by the servers of these settings.
func (d *Server) Exchange(s *settings.Settings) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if slices.Equal(s.DNSServers, d.settings.DNSServers) {
		return nil
	}
	d.settings = s
	if d.instance == nil {
		return nil // it starts with them
	}
	instance, err := d.instance.Restart(d.input())
	klog.ClearLogger()
	if err == nil {
		d.instance = instance
	}
	return err
}

func (d *Server) input() caddy.Input {
	return caddy.CaddyfileInput{Contents: corefile(d.settings, d.Kubeconfig), Filepath: "Corefile", ServerTypeName: "dns"}
}

// corefile has no names of the cluster cached: they are in memory as it is, and that one was not there yet would be believed for five
// seconds.
func corefile(s *settings.Settings, kubeconfig string) []byte {
	upstream := "/etc/resolv.conf"
	if len(s.DNSServers) > 0 {
		upstream = strings.Join(s.DNSServers, " ")
	}
	return fmt.Appendf(nil, `.:53 {
    bind %s %s
    errors
    hosts %s {
        ttl 5
        fallthrough
    }
    kubernetes %s in-addr.arpa ip6.arpa {
        kubeconfig %s node
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        startup_timeout 60s
    }
    forward . %s
    cache 30 {
        disable success %[4]s
        disable denial %[4]s
    }
    loadbalance
}
`, s.DNSIP(), settings.NodeIP, names, s.DNSDomain, kubeconfig, upstream)
}

func await(ctx context.Context, s *settings.Settings) {
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort(s.DNSIP(), "53"))
	}}
	for ctx.Err() == nil {
		if _, err := r.LookupHost(ctx, "kubernetes.default.svc."+s.DNSDomain+"."); err == nil {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}
