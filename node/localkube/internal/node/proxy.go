package node

import (
	"context"
	"fmt"

	"github.com/spf13/pflag"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/cmd/kube-proxy/app"

	"coracle.dev/node/internal/controlplane"
	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// Proxy is kube-proxy, with nftables. It cannot be started twice in one process.
type Proxy struct {
	Settings *settings.Settings
	Identity *identity.Store

	options *app.Options
}

// Prepare parses the options.
func (p *Proxy) Prepare() error {
	p.options = app.NewOptions()
	fs := pflag.NewFlagSet("kube-proxy", pflag.ContinueOnError)
	fs.SetNormalizeFunc(cliflag.WordSepNormalizeFunc)
	p.options.AddFlags(fs)
	flags := controlplane.Flags(map[string]string{
		"kubeconfig":                        p.Identity.Kubeconfig("kube-proxy"),
		"proxy-mode":                        "nftables",
		"cluster-cidr":                      p.Settings.PodCIDR,
		"hostname-override":                 p.Settings.NodeName,
		"bind-address":                      "0.0.0.0",
		"healthz-bind-address":              "127.0.0.1:10256",
		"metrics-bind-address":              "127.0.0.1:10249",
		"kube-api-qps":                      "500",
		"kube-api-burst":                    "1000",
		"iptables-min-sync-period":          "10ms",
		"conntrack-max-per-core":            "0",
		"conntrack-tcp-timeout-established": "0",
		"conntrack-tcp-timeout-close-wait":  "0",
	})
	if err := fs.Parse(append(flags, controlplane.Flags(p.Settings.ExtraConfig["proxy"])...)); err != nil {
		return fmt.Errorf("extraConfig proxy: %w", err)
	}
	if err := p.options.Complete(fs); err != nil {
		return err
	}
	return p.options.Validate()
}

// Service is the component.
func (p *Proxy) Service() service.Service {
	return service.Service{Name: "kube-proxy", Needs: []string{"apiserver:authorizing"}, Once: true, Run: p.run}
}

func (p *Proxy) run(ctx context.Context, up service.Up) error {
	ctx = klog.NewContext(ctx, klog.Background())
	up.Ready()
	end := make(chan error, 1)
	go func() { end <- p.options.Run(ctx) }()
	select {
	case err := <-end:
		return err
	case <-ctx.Done(): // it does not listen to it
		return nil
	}
}
