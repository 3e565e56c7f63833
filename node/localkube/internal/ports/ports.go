package ports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/net"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/klog/v2"

	"coracle.dev/node/internal/kube"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

const (
	// look is how often the forwards are compared although no service changed: after a wake the gateway is a new one that
	// knows none of them.
	look = 4 * time.Second
	// A refused port is tried again after retryFirst, then twice as long each time, up to retryLast.
	retryFirst, retryLast = 4 * time.Second, 2 * time.Minute
)

// Ports keeps the host's ports in line with the services.
type Ports struct {
	Settings   *settings.Settings
	Kubeconfig string
	GatewayURL string

	moves chan move
}

// move asks for the ports to be opened at another address of the host.
type move struct {
	host string
	done chan error
}

// New makes the component.
func New(s *settings.Settings, kubeconfig, gatewayURL string) *Ports {
	return &Ports{Settings: s, Kubeconfig: kubeconfig, GatewayURL: gatewayURL, moves: make(chan move)}
}

// Move closes the ports that are open at the present address of the host and opens them at another one, now and from now on.
func (p *Ports) Move(ctx context.Context, host string) error {
	m := move{host, make(chan error, 1)}
	select {
	case p.moves <- m:
		return <-m.done
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Service is the component.
func (p *Ports) Service() service.Service {
	host := p.Settings.HostAddress
	return service.Service{Name: "ports", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		client, err := kube.Client(p.Kubeconfig)
		if err != nil {
			return err
		}
		nodePorts, err := parseRange(p.Settings.ExtraConfig["apiserver"]["service-node-port-range"])
		if err != nil {
			return err
		}
		factory := informers.NewSharedInformerFactory(client, 0)
		informer := factory.Core().V1().Services()
		changed := make(chan struct{}, 1)
		note := func(any) {
			select {
			case changed <- struct{}{}:
			default:
			}
		}
		if _, err := informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
			AddFunc: note, DeleteFunc: note, UpdateFunc: func(_, now any) { note(now) }}); err != nil {
			return err
		}
		factory.Start(ctx.Done())
		factory.WaitForCacheSync(ctx.Done())
		r := &reconciler{host: host, nodePorts: nodePorts, gateway: newGateway(p.GatewayURL), client: client,
			services: informer.Lister(), events: kube.Recorder(ctx, client, "coracle-ports"), refused: map[forward]*retry{}, told: map[string]string{}}
		for ctx.Err() == nil {
			if err := r.reconcile(ctx); err != nil {
				return err
			}
			up.Ready()
			select {
			case <-ctx.Done():
			case <-changed:
			case <-time.After(look):
			case m := <-p.moves:
				host = m.host
				m.done <- r.move(ctx, host)
			}
		}
		return nil
	}}
}

func parseRange(s string) (portRange, error) {
	if s == "" {
		return portRange{30000, 32767}, nil
	}
	r, err := net.ParsePortRange(s)
	if err != nil {
		return portRange{}, err
	}
	return portRange{uint16(r.Base), uint16(r.Base + r.Size - 1)}, nil
}

type reconciler struct {
	host      string
	nodePorts portRange
	gateway   *gateway
	client    kubernetes.Interface
	services  listers.ServiceLister
	events    interface {
		Event(object runtime.Object, eventType, reason, message string)
	}
	refused map[forward]*retry
	told    map[string]string // the last complaint of each service, so that it is told once
	// humble: the gateway in use may not open privileged ports.
	humble bool
}

type retry struct {
	reason string
	pause  time.Duration
	at     time.Time
}

// reconcile brings the host's ports in line with the services. It fails only if the gateway cannot be asked.
func (r *reconciler) reconcile(ctx context.Context) error {
	services, err := r.services.List(labels.Everything())
	if err != nil {
		return err
	}
	have, err := r.gateway.all(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(have, func(f forward) bool { return r.nodePorts.made(f, r.host) }) {
		r.humble = false // a new gateway, or the first look: it may have other rights
	}
	wants, refused, forbidden := r.open(ctx, services, have)
	if forbidden {
		r.humble = true
		if have, err = r.gateway.all(ctx); err != nil {
			return err
		}
		wants, refused, _ = r.open(ctx, services, have)
	}
	moved := map[*v1.Service][]string{}
	for _, w := range wants {
		if w.asked != "" {
			moved[w.service] = append(moved[w.service], fmt.Sprintf("%s is at %s/%s", w.asked, w.address, w.protocol))
		}
	}
	for _, s := range services {
		complaint := refused[s]
		if list := moved[s]; complaint == "" && list != nil {
			complaint = strings.Join(list, ", ") + needsPrivilege
		}
		r.tell(s, complaint)
		if err := r.setStatus(ctx, s, refused[s] == "", complaint); err != nil {
			klog.ErrorS(err, "Service status not set", "service", key(s)) // tried again at the next look
		}
	}
	return nil
}

// open closes what no service asks for any more and opens what they ask for. It tells what that is, what of it is not open and why, and
// whether a privilege is missing that nobody knew of: then it has to be done again.
func (r *reconciler) open(ctx context.Context, services []*v1.Service, have []forward) (wants []want, refused map[*v1.Service]string, forbidden bool) {
	var spare func(local) bool
	if r.humble {
		spare = func(l local) bool {
			return !slices.ContainsFunc(have, func(f forward) bool { return f.local == l && !r.nodePorts.made(f, r.host) })
		}
	}
	wants, refused = plan(services, r.host, spare)
	remove, create := difference(wants, have, r.host, r.nodePorts)
	for _, f := range remove {
		if err := r.gateway.unexpose(ctx, f.local); err != nil {
			klog.ErrorS(err, "Port not closed", "port", f.address)
		}
	}
	still := map[forward]*retry{}
	for _, w := range create {
		reason, denied := r.expose(ctx, w, still)
		forbidden = forbidden || denied && !r.humble
		if reason != "" {
			refused[w.service] = reason
		}
	}
	r.refused = still
	return wants, refused, forbidden
}

// move closes what is open at the present address and goes on with another one.
func (r *reconciler) move(ctx context.Context, host string) error {
	if host == r.host {
		return nil
	}
	have, err := r.gateway.all(ctx)
	if err != nil {
		return err
	}
	remove, _ := difference(nil, have, r.host, r.nodePorts)
	for _, f := range remove {
		if err := r.gateway.unexpose(ctx, f.local); err != nil {
			return err
		}
	}
	r.host, r.refused, r.told = host, map[forward]*retry{}, map[string]string{}
	return r.reconcile(ctx)
}

// expose opens a port, unless it was refused a short while ago, and returns why it is not open, and whether that is for want of a right.
func (r *reconciler) expose(ctx context.Context, w want, still map[forward]*retry) (reason string, forbidden bool) {
	last := r.refused[w.forward]
	if last != nil && time.Now().Before(last.at) {
		still[w.forward] = last
		return last.reason, false
	}
	err := r.gateway.expose(ctx, w.forward)
	if err == nil {
		klog.InfoS("Port open on the host", "port", w.address, "protocol", w.protocol, "service", key(w.service))
		return "", false
	}
	reason, forbidden = explain(w.forward, err)
	next := &retry{reason: reason, pause: retryFirst}
	if last != nil {
		next.pause = min(2*last.pause, retryLast)
	}
	next.at = time.Now().Add(next.pause)
	still[w.forward] = next
	return reason, forbidden
}

const needsPrivilege = ": ports below 1024 need a privilege on the host that Coracle does not have"

// explain says what a user can do about it, and whether it is for want of a right. The gateway has no codes, only the words of its
// operating system.
func explain(f forward, err error) (reason string, forbidden bool) {
	var no *refusal
	what := fmt.Sprintf("%s/%s cannot be opened on the host", f.address, f.protocol)
	switch text := err.Error(); {
	case !errors.As(err, &no):
		return fmt.Sprintf("%s: the gateway does not answer: %s", what, text), false
	case strings.Contains(text, "permission denied"), strings.Contains(text, "forbidden by its access permissions"):
		return what + needsPrivilege, true
	case strings.Contains(text, "in use"), strings.Contains(text, "already running"), strings.Contains(text, "Only one usage"):
		return what + ": the port is in use there", false
	default:
		return what + ": " + text, false
	}
}

func (r *reconciler) tell(s *v1.Service, complaint string) {
	if r.told[key(s)] == complaint {
		return
	}
	if complaint == "" {
		delete(r.told, key(s))
		return
	}
	r.told[key(s)] = complaint
	r.events.Event(s, v1.EventTypeWarning, "HostPortUnavailable", complaint)
}
