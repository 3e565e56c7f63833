package controlplane

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/otel/trace/noop"
	apiextensionsapiserver "k8s.io/apiextensions-apiserver/pkg/apiserver"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apiserver/pkg/authentication/request/union"
	"k8s.io/apiserver/pkg/endpoints/discovery/aggregated"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	"k8s.io/apiserver/pkg/features"
	"k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	"k8s.io/apiserver/pkg/server/filters"
	serverstorage "k8s.io/apiserver/pkg/server/storage"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/apiserver/pkg/util/openapi"
	"k8s.io/apiserver/pkg/util/webhook"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	aggregatorscheme "k8s.io/kube-aggregator/pkg/apiserver/scheme"
	openapicommon "k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controlplane"
	controlplaneapiserver "k8s.io/kubernetes/pkg/controlplane/apiserver"
	generatedopenapi "k8s.io/kubernetes/pkg/generated/openapi"
	"k8s.io/kubernetes/pkg/kubeapiserver"
)

// newConfig is app.NewConfig, except that the server's connection to itself has an ECDSA certificate (the two RSA keys
// that stock Kubernetes makes at each start take longer than anything else about it where there is no hardware
// virtualization) and that its secrets can be exchanged.
func (a *APIServer) newConfig(ctx context.Context, o options.CompletedOptions) (*app.Config, error) {
	generic, shared, storage, err := a.genericConfig(ctx, o)
	if err != nil {
		return nil, err
	}
	kube, resolver, plugins, err := app.CreateKubeAPIServerConfig(o, generic, shared, storage)
	if err != nil {
		return nil, err
	}
	c, cp := &app.Config{Options: o, KubeAPIs: kube}, kube.ControlPlane
	auth := webhook.NewDefaultAuthenticationInfoResolverWrapper(cp.ProxyTransport, cp.Generic.EgressSelector, cp.Generic.LoopbackClientConfig, cp.Generic.TracerProvider)
	c.ApiExtensions, err = controlplaneapiserver.CreateAPIExtensionsConfig(*cp.Generic, cp.VersionedInformers, plugins, o.CompletedOptions, o.MasterCount, resolver, auth)
	if err != nil {
		return nil, err
	}
	c.Aggregator, err = controlplaneapiserver.CreateAggregatorConfig(*cp.Generic, o.CompletedOptions, cp.VersionedInformers, resolver, cp.ProxyTransport, cp.Extra.PeerProxy, plugins)
	return c, err
}

// genericConfig is controlplaneapiserver.BuildGenericConfig with these differences.
func (a *APIServer) genericConfig(parent context.Context, o options.CompletedOptions) (*server.Config, informers.SharedInformerFactory, *serverstorage.DefaultStorageFactory, error) {
	c := server.NewConfig(legacyscheme.Codecs)
	resources := controlplane.DefaultAPIResourceConfigSource()
	c.Flagz, c.MergedResourceConfig = o.Flagz, resources
	if err := firstError(
		func() error { return o.GenericServerRunOptions.ApplyTo(c) },
		func() error { return o.SecureServing.SecureServingOptions.ApplyTo(&c.SecureServing) },
		func() error { return connectToItself(c, a.loopback) },
		func() (err error) {
			if o.Etcd.EncryptionProviderConfigFilepath == "" {
				c.ResourceTransformers, err = a.Encryption.open(parent)
			}
			return err
		},
	); err != nil {
		return nil, nil, nil, err
	}
	client, err := kubernetes.NewForConfig(c.LoopbackClientConfig)
	if err != nil {
		return nil, nil, nil, err
	}
	shared := informers.NewSharedInformerFactoryWithOptions(client, 10*time.Minute, informers.WithTransform(withoutManagedFields))
	if err := firstError(
		func() error { return o.Features.ApplyTo(c, client, shared) },
		func() error { return o.APIEnablement.ApplyTo(c, resources, legacyscheme.Scheme) },
		func() error { return o.EgressSelector.ApplyTo(c) },
		func() error {
			if utilfeature.DefaultFeatureGate.Enabled(features.APIServerTracing) {
				return o.Traces.ApplyTo(c.EgressSelector, c)
			}
			return nil
		},
	); err != nil {
		return nil, nil, nil, err
	}
	describe(c)
	c.LongRunningFunc = filters.BasicLongRunningRequestCheck(
		sets.NewString("watch", "proxy"), sets.NewString("attach", "exec", "proxy", "log", "portforward"))
	if c.EgressSelector != nil {
		o.Etcd.StorageConfig.Transport.EgressLookup = c.EgressSelector.Lookup
	}
	o.Etcd.StorageConfig.Transport.TracerProvider = noop.NewTracerProvider()
	if utilfeature.DefaultFeatureGate.Enabled(features.APIServerTracing) {
		o.Etcd.StorageConfig.Transport.TracerProvider = c.TracerProvider
	}
	factory := kubeapiserver.NewStorageFactoryConfigEffectiveVersion(c.EffectiveVersion)
	factory.APIResourceConfig = c.MergedResourceConfig
	factory.DefaultResourceEncoding.SetEffectiveVersion(c.EffectiveVersion)
	storage, err := factory.Complete(o.Etcd).New()
	if err != nil {
		return nil, nil, nil, err
	}
	storage.StorageConfig.StorageObjectCountTracker = c.StorageObjectCountTracker
	ctx := wait.ContextForChannel(c.DrainedNotify())
	if err := firstError(
		func() error { return o.Etcd.ApplyWithStorageFactoryTo(storage, c) },
		func() error {
			return o.Authentication.ApplyTo(ctx, &c.Authentication, c.SecureServing, c.EgressSelector, c.OpenAPIConfig, c.OpenAPIV3Config, client, shared, c.APIServerID)
		},
		func() (err error) {
			c.Authorization.Authorizer, c.RuleResolver, _, err = controlplaneapiserver.BuildAuthorizer(ctx, o.CompletedOptions, c.EgressSelector, c.APIServerID, shared)
			return err
		},
		func() error { return o.Audit.ApplyTo(c) },
	); err != nil {
		return nil, nil, nil, err
	}
	c.Authentication.Authenticator = &components{union.New(a.loopback.request(), c.Authentication.Authenticator), a.listener, a.Identity.IsClient}
	c.BuildHandlerChainFunc = func(api http.Handler, c *server.Config) http.Handler {
		return parting(server.DefaultBuildHandlerChain(api, c))
	}
	c.AggregatedDiscoveryGroupManager = aggregated.NewResourceManager("apis")
	return c, shared, storage, nil
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func withoutManagedFields(o any) (any, error) {
	if a, err := meta.Accessor(o); err == nil && a.GetManagedFields() != nil {
		a.SetManagedFields(nil)
	}
	return o, nil
}

// describe says how the API describes itself.
func describe(c *server.Config) {
	enabled := openapi.GetOpenAPIDefinitionsWithoutDisabledFeatures
	c.OpenAPIConfig = server.DefaultOpenAPIConfig(enabled(generatedopenapi.GetOpenAPIDefinitions), namer())
	c.OpenAPIConfig.Info.Title = "Kubernetes"
	// It calls this function, once, with the references that Definitions uses.
	made := func(openapicommon.ReferenceCallback) map[string]openapicommon.OpenAPIDefinition { return Definitions() }
	c.OpenAPIV3Config = server.DefaultOpenAPIV3Config(enabled(made), namer())
	c.OpenAPIV3Config.Info.Title = "Kubernetes"
}

// Definitions makes the definitions of all types of the API, which the API server needs before it serves. That takes a tenth of
// its start: call it early, in the background.
var Definitions = sync.OnceValue(func() map[string]openapicommon.OpenAPIDefinition {
	name := namer().GetDefinitionName
	return generatedopenapi.GetOpenAPIDefinitions(func(path string) spec.Ref {
		short, _ := name(path)
		return spec.MustCreateRef("#/components/schemas/" + openapicommon.EscapeJsonPointer(short))
	})
})

var namer = sync.OnceValue(func() *openapinamer.DefinitionNamer {
	return openapinamer.NewDefinitionNamer(legacyscheme.Scheme, apiextensionsapiserver.Scheme, aggregatorscheme.Scheme)
})

// connectToItself gives the server a certificate for its connection to itself, and the client for it.
func connectToItself(c *server.Config, who *loopback) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	name := server.LoopbackClientServerNameOverride
	now := time.Now()
	// It lives as long as the process does, which no user keeps up for ten years.
	t := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(10, 0, 0), BasicConstraintsValid: true, IsCA: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return err
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	provider, err := dynamiccertificates.NewStaticSNICertKeyContent("loopback", certPEM, keyPEM, name)
	if err != nil {
		return err
	}
	c.SecureServing.SNICerts = append([]dynamiccertificates.SNICertKeyContentProvider{provider}, c.SecureServing.SNICerts...)
	c.LoopbackClientConfig, err = c.SecureServing.NewLoopbackClientConfig("", certPEM)
	if err != nil {
		return err
	}
	c.LoopbackClientConfig.Wrap(who.wrap)
	c.LoopbackClientConfig.ContentType = runtime.ContentTypeProtobuf
	c.LoopbackClientConfig.DisableCompression = true
	return nil
}
