package controlplane

import (
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"net"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/util/connrotation"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	rbacrest "k8s.io/kubernetes/pkg/registry/rbac/rest"
	schedulingrest "k8s.io/kubernetes/pkg/registry/scheduling/rest"

	"coracle.dev/node/internal/identity"
	"coracle.dev/node/internal/kube"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
)

// APIServer is the API server. It cannot be started twice in one process.
type APIServer struct {
	Settings   *settings.Settings
	Identity   *identity.Store
	Etcd       string // socket
	Signer     string // socket
	Encryption *Encryption
	Asked      func()          // is called when somebody outside connects
	Stored     <-chan struct{} // closed when the cluster's first objects are in etcd
	// Seeded: what the slow start-up hooks of this version make is in etcd already.
	Seeded bool

	options   *options.ServerRunOptions
	listener  *listener
	loopback  *loopback
	client    kubernetes.Interface
	kubelets  *connrotation.Dialer
	reloaders []dynamiccertificates.ControllerRunner
}

// Prepare parses the options, which are global to the process, and opens the port, so that clients that come early wait
// instead of being refused.
func (a *APIServer) Prepare() error {
	s, id := a.Settings, a.Identity
	a.options = options.NewServerRunOptions()
	flags := map[string]string{
		"etcd-servers":             "unix://" + a.Etcd,
		"service-cluster-ip-range": s.ServiceCIDR,
		"advertise-address":        settings.NodeIP,
		"secure-port":              fmt.Sprint(s.APIServerPort),
		"allow-privileged":         "true",
		"authorization-mode":       "Node,RBAC",
		"enable-admission-plugins": "NodeRestriction",
		// A node that has just come would be tainted until the controller manager runs, and no pod could start.
		"disable-admission-plugins":          "TaintNodesByCondition",
		"client-ca-file":                     id.File("client-ca.crt"),
		"tls-cert-file":                      id.Pair("apiserver"),
		"tls-private-key-file":               id.Pair("apiserver"),
		"kubelet-client-certificate":         id.Pair("apiserver-kubelet-client"),
		"kubelet-client-key":                 id.Pair("apiserver-kubelet-client"),
		"kubelet-certificate-authority":      id.File("root.crt"),
		"kubelet-preferred-address-types":    "InternalIP,Hostname",
		"service-account-issuer":             "https://kubernetes.default.svc." + s.DNSDomain,
		"service-account-signing-endpoint":   a.Signer,
		"endpoint-reconciler-type":           "master-count", // without a lease every ten seconds
		"requestheader-client-ca-file":       id.File("front-proxy-ca.crt"),
		"requestheader-allowed-names":        identity.FrontProxyClient,
		"requestheader-username-headers":     "X-Remote-User",
		"requestheader-group-headers":        "X-Remote-Group",
		"requestheader-extra-headers-prefix": "X-Remote-Extra-",
		"proxy-client-cert-file":             id.Pair(identity.FrontProxyClient),
		"proxy-client-key-file":              id.Pair(identity.FrontProxyClient),
	}
	flags["feature-gates"] = FeatureGates(alone(s.FeatureGates))
	if err := parse(a.options.Flags(), Flags(flags), s.ExtraConfig["apiserver"]); err != nil {
		return fmt.Errorf("extraConfig apiserver: %w", err)
	}
	if err := a.options.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	// A token of a key that is gone is refused at once.
	a.options.Authentication.TokenSuccessCacheTTL = time.Millisecond
	l, err := net.Listen("tcp", fmt.Sprintf(":%d", s.APIServerPort))
	if err != nil {
		return err
	}
	a.listener, a.loopback = newListener(l, a.Asked), newLoopback()
	a.options.SecureServing.Listener = a.listener
	a.kubelets = connrotation.NewDialer((&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext) // as client-go has it
	return nil
}

// alone adds to the user's feature gates that there is one API server: it need not tell others, every ten seconds, that it is there, nor
// look for what they serve. That is half of what an idle node writes.
func alone(users map[string]bool) map[string]bool {
	all := map[string]bool{"APIServerIdentity": false, "UnknownVersionInteroperabilityProxy": false}
	if users["UnknownVersionInteroperabilityProxy"] || users["StorageVersionAPI"] {
		delete(all, "APIServerIdentity") // it stands on that
	}
	maps.Copy(all, users)
	return all
}

// quiet is how long after the start the API's description is made, if nobody asks for it: the first pods come first. A template has it
// at once, so that none of its copies has to make it.
const quiet = 25 * time.Second

// Service is the component. Milestones: "built", when it is about to serve; "serving", when it answers requests at all; "authorizing", when it knows the roles;
// "described", when its description can be had without a wait.
// It is ready when all of its start-up hooks are done.
func (a *APIServer) Service() service.Service {
	return service.Service{Name: "apiserver", Needs: []string{"etcd:started", "signer"}, Once: true, Run: a.run}
}

func (a *APIServer) run(ctx context.Context, up service.Up) error {
	config, err := a.configure(ctx)
	if err != nil {
		return err
	}
	select { // only now the server looks into it
	case <-a.Stored:
	case <-ctx.Done():
		return nil
	}
	if a.Seeded {
		config.KubeAPIs.ControlPlane.Generic.DisabledPostStartHooks.Insert(rbacrest.PostStartHookName, schedulingrest.PostStartHookName)
	}
	if err := a.exchangeable(config); err != nil {
		return err
	}
	openapi := skipOpenAPI(config)
	cc, err := config.Complete()
	if err != nil {
		return err
	}
	chain, err := app.CreateServerChain(cc)
	if err != nil {
		return err
	}
	if err := openapi.attach(ctx, chain, config); err != nil {
		return err
	}
	up.Reached("built")
	prepared, err := chain.PrepareRun()
	if err != nil {
		return err
	}
	client, err := kube.Client(a.Identity.Kubeconfig("node"))
	if err != nil {
		return err
	}
	go func() {
		a.watch(ctx, up, client)
		if a.Settings.Template || !pause(ctx, quiet) {
			openapi.make(ctx)
			up.Reached("described")
		}
	}()
	return prepared.Run(ctx)
}

func (a *APIServer) configure(ctx context.Context) (*app.Config, error) {
	completed, err := a.options.Complete(ctx)
	if err != nil {
		return nil, err
	}
	if errs := completed.Validate(); len(errs) > 0 {
		return nil, utilerrors.NewAggregate(errs)
	}
	return a.newConfig(ctx, completed)
}

// watch follows the start. The port is open from the beginning, so the first connection succeeds at the moment that the
// server begins to serve.
func (a *APIServer) watch(ctx context.Context, up service.Up, client kubernetes.Interface) {
	d := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}} // nothing is sent
	for {
		c, err := d.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", a.Settings.APIServerPort))
		if err == nil {
			_ = c.Close()
			break
		}
		if pause(ctx, 20*time.Millisecond) {
			return
		}
	}
	up.Reached("serving")
	for {
		_, err := client.CoreV1().Nodes().Get(ctx, a.Settings.NodeName, metav1.GetOptions{})
		if err == nil || apierrors.IsNotFound(err) {
			break
		}
		if pause(ctx, 50*time.Millisecond) {
			return
		}
	}
	up.Reached("authorizing")
	for client.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error() != nil {
		if pause(ctx, 100*time.Millisecond) {
			return
		}
	}
	up.Ready()
}

// pause tells whether ctx ended meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return true
	case <-time.After(d):
		return false
	}
}
