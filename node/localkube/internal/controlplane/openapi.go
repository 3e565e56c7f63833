package controlplane

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	apiextensionsinformers "k8s.io/apiextensions-apiserver/pkg/client/informers/externalversions"
	openapiv2 "k8s.io/apiextensions-apiserver/pkg/controller/openapi"
	openapiv3 "k8s.io/apiextensions-apiserver/pkg/controller/openapiv3"
	"k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/routes"
	"k8s.io/apiserver/pkg/util/responsewriter"
	aggregator "k8s.io/kube-aggregator/pkg/apiserver"
	openapicommon "k8s.io/kube-openapi/pkg/common"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// lateOpenAPI makes the API's own description after the start instead of before it: it takes as long as everything else
// about the API server, and nothing of the cluster itself needs it. Who asks for it earlier waits for it.
//
// The aggregator looks for the descriptions of the servers behind it each second, so it finds them by itself.
type lateOpenAPI struct {
	v2 *openapicommon.Config
	v3 *openapicommon.OpenAPIV3Config

	kube, extensions *server.GenericAPIServer
	crds             clientset.Interface
	once             sync.Once
	v3Made, made     chan struct{} // closed when that of version 3, and all, can be had
}

const (
	prefix = "/openapi/"
	v3Path = prefix + "v3"
	// refresh is how often the aggregator looks.
	refresh = time.Second
)

// skipOpenAPI keeps the servers from describing themselves while they start.
func skipOpenAPI(config *app.Config) *lateOpenAPI {
	generic := config.KubeAPIs.ControlPlane.Generic
	generic.SkipOpenAPIInstallation = true
	config.ApiExtensions.GenericConfig.SkipOpenAPIInstallation = true
	return &lateOpenAPI{v2: generic.OpenAPIConfig, v3: generic.OpenAPIV3Config, v3Made: make(chan struct{}), made: make(chan struct{})}
}

// attach finds the servers in the chain and puts itself before their handlers.
func (o *lateOpenAPI) attach(ctx context.Context, chain *aggregator.APIAggregator, config *app.Config) error {
	var isKube, isExtensions bool
	o.kube, isKube = chain.GenericAPIServer.NextDelegate().(*server.GenericAPIServer)
	if isKube {
		o.extensions, isExtensions = o.kube.NextDelegate().(*server.GenericAPIServer)
	}
	if !isExtensions {
		return errors.New("the API servers are not chained as they were")
	}
	var err error
	if o.crds, err = clientset.NewForConfig(config.ApiExtensions.GenericConfig.LoopbackClientConfig); err != nil {
		return err
	}
	for _, s := range []*server.GenericAPIServer{o.kube, o.extensions} {
		// Nothing yet, rather than not found: that would be taken as an answer for good.
		answerV3(s, []byte(`{"paths":{}}`))
	}
	next := chain.GenericAPIServer.Handler.FullHandlerChain
	chain.GenericAPIServer.Handler.FullHandlerChain = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, prefix) && r.TLS != nil && r.TLS.ServerName != server.LoopbackClientServerNameOverride {
			go o.make(ctx)
			made := o.made
			if strings.HasPrefix(r.URL.Path, v3Path) {
				made = o.v3Made
			}
			select {
			case <-made:
			case <-r.Context().Done():
			}
		}
		next.ServeHTTP(w, r)
	})
	return nil
}

func answerV3(s *server.GenericAPIServer, list []byte) {
	s.Handler.NonGoRestfulMux.HandleFunc(v3Path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(list)
	})
}

// keepAnswer has the list of the descriptions of Kubernetes' own APIs, which never changes, made once: each time it is made
// for the aggregator fifty goroutines have a part in it.
func keepAnswer(s *server.GenericAPIServer) {
	request, err := http.NewRequest(http.MethodGet, v3Path, nil)
	if err != nil {
		return
	}
	answer, mux := responsewriter.NewInMemoryResponseWriter(), s.Handler.NonGoRestfulMux
	if mux.ServeHTTP(answer, request); answer.RespCode() == http.StatusOK {
		mux.Unregister(v3Path)
		answerV3(s, answer.Data())
	}
}

// make describes the APIs; what is called again returns when the first call does. Version 3 is first: it is what kubectl asks for.
func (o *lateOpenAPI) make(ctx context.Context) {
	o.once.Do(func() {
		defer close(o.made)
		servers := []*server.GenericAPIServer{o.kube, o.extensions}
		for _, s := range servers {
			mux := s.Handler.NonGoRestfulMux
			mux.Unregister(v3Path)
			s.OpenAPIV3VersionedService = routes.OpenAPI{V3Config: o.v3}.InstallV3(s.Handler.GoRestfulContainer, mux)
		}
		keepAnswer(o.kube)
		factory := apiextensionsinformers.NewSharedInformerFactory(o.crds, 0)
		crds := factory.Apiextensions().V1().CustomResourceDefinitions()
		customV2, customV3 := openapiv2.NewController(crds), openapiv3.NewController(crds)
		go customV3.Run(o.extensions.OpenAPIV3VersionedService, ctx.Done())
		factory.Start(ctx.Done())
		factory.WaitForCacheSync(ctx.Done())
		go func() {
			pause(ctx, 2*refresh)
			close(o.v3Made)
		}()
		for _, s := range servers {
			s.OpenAPIVersionedService, s.StaticOpenAPISpec = routes.OpenAPI{Config: o.v2}.InstallV2(s.Handler.GoRestfulContainer, s.Handler.NonGoRestfulMux)
		}
		go customV2.Run(o.extensions.StaticOpenAPISpec, o.extensions.OpenAPIVersionedService, ctx.Done())
		pause(ctx, 2*refresh)
	})
}
