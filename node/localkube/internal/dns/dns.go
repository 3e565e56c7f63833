// Package dns serves the cluster's DNS with CoreDNS, on the address of the service kube-dns itself, which PID 1 gave the
// loopback device: no pod and no proxying in between.
package dns

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"

	// What the Corefile below uses.
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	"k8s.io/klog/v2"

	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// Service is the component, ready when a name of the cluster resolves through the service's address.
func Service(s *settings.Settings, kubeconfig string) service.Service {
	return service.Service{Name: "dns", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		caddy.Quiet, dnsserver.Quiet = true, true
		in := caddy.CaddyfileInput{Contents: corefile(s, kubeconfig), Filepath: "Corefile", ServerTypeName: "dns"}
		instance, err := caddy.Start(in)
		klog.ClearLogger() // its Kubernetes plugin has taken over the logger of the whole process
		if err != nil {
			return err
		}
		await(ctx, s)
		up.Ready()
		<-ctx.Done()
		return instance.Stop()
	}}
}

func corefile(s *settings.Settings, kubeconfig string) []byte {
	upstream := "/etc/resolv.conf"
	if len(s.DNSServers) > 0 {
		upstream = strings.Join(s.DNSServers, " ")
	}
	return fmt.Appendf(nil, `.:53 {
    bind %s %s
    errors
    kubernetes %s in-addr.arpa ip6.arpa {
        kubeconfig %s node
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        startup_timeout 60s
    }
    forward . %s
    cache 30
    loadbalance
}
`, s.DNSIP(), settings.NodeIP, s.DNSDomain, kubeconfig, upstream)
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
