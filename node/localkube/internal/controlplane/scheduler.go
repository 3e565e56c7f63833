package controlplane

import (
	"context"

	"k8s.io/component-base/configz"
	"k8s.io/kubernetes/cmd/kube-scheduler/app"
	"k8s.io/kubernetes/cmd/kube-scheduler/app/options"

	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// Scheduler is the scheduler.
type Scheduler struct {
	Settings *settings.Settings
	Identity *identity.Store

	options *options.Options
}

// Prepare parses the options.
func (s *Scheduler) Prepare() error {
	s.options = options.NewOptions()
	kubeconfig := s.Identity.Kubeconfig("scheduler")
	return parse(*s.options.Flags, Flags(map[string]string{
		"kubeconfig":                kubeconfig,
		"authentication-kubeconfig": kubeconfig,
		"authorization-kubeconfig":  kubeconfig,
		"leader-elect":              "false",
		"secure-port":               "0",
		"kube-api-qps":              "500",
		"kube-api-burst":            "1000",
	}), s.Settings.ExtraConfig["scheduler"])
}

// Service is the component.
func (s *Scheduler) Service() service.Service {
	return service.Service{Name: "scheduler", Needs: []string{"apiserver:authorizing"}, Run: s.run}
}

func (s *Scheduler) run(ctx context.Context, up service.Up) error {
	defer configz.Delete("componentconfig") // registered under a global name, refused the second time
	config, scheduler, err := app.Setup(ctx, s.options)
	if err != nil {
		return err
	}
	up.Ready()
	return app.Run(ctx, config, scheduler)
}
