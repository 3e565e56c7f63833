package controlplane

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	"k8s.io/apiserver/pkg/server/egressselector"
	"k8s.io/client-go/kubernetes"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

// exchangeable remembers what Exchange needs of the server's configuration, and has it connect to kubelets in a way that can be ended.
func (a *APIServer) exchangeable(c *app.Config) error {
	c.KubeAPIs.Extra.KubeletClientConfig.Lookup = func(egressselector.NetworkContext) (utilnet.DialFunc, error) {
		return a.kubelets.DialContext, nil
	}
	cp := c.KubeAPIs.ControlPlane
	for _, p := range []any{cp.Generic.SecureServing.ClientCA, cp.Generic.SecureServing.Cert,
		cp.ClusterAuthenticationInfo.ClientCA, cp.ClusterAuthenticationInfo.RequestHeaderCA} {
		if r, ok := p.(dynamiccertificates.ControllerRunner); ok {
			a.reloaders = append(a.reloaders, r)
		}
	}
	var err error
	a.client, err = kubernetes.NewForConfig(cp.Generic.LoopbackClientConfig)
	return err
}

// Client may do anything.
func (a *APIServer) Client() kubernetes.Interface { return a.client }

// Exchange makes the server use the certificates and authorities that are in the identity's files now, and no others, and
// gives it another token for itself. It returns when clients see the new serving certificate and the server has looked at this token, for
// better or worse.
func (a *APIServer) Exchange(ctx context.Context, token string) error {
	a.loopback.exchange()
	for _, r := range a.reloaders {
		if err := r.RunOnce(ctx); err != nil {
			return err
		}
	}
	// Meanwhile the server takes its new certificate.
	if err := a.publish(ctx); err != nil {
		return err
	}
	if err := a.await(ctx, token); err != nil {
		return err
	}
	a.listener.closeOutside()
	// client-go itself looks for another certificate only when it connects, and else every five minutes
	// (transport.CertCallbackRefreshDuration); the kubelet refuses the old one from now on.
	a.kubelets.CloseAll()
	return nil
}

// await presents a token until the server shows its new certificate.
func (a *APIServer) await(ctx context.Context, token string) error {
	want, err := tls.LoadX509KeyPair(a.Identity.Pair("apiserver"), a.Identity.Pair("apiserver"))
	if err != nil {
		return err
	}
	for {
		shown, err := show(ctx, fmt.Sprintf("https://127.0.0.1:%d/version", a.Settings.APIServerPort), token)
		if err != nil {
			return err
		}
		if bytes.Equal(shown, want.Certificate[0]) {
			return nil
		}
		if pause(ctx, 50*time.Millisecond) { // each look is a handshake
			return ctx.Err()
		}
	}
}

// publish tells other API servers whom to trust. The controller for that only ever adds to what it finds there.
func (a *APIServer) publish(ctx context.Context) error {
	data := map[string]string{}
	for key, file := range map[string]string{"client-ca-file": "client-ca.crt", "requestheader-client-ca-file": "front-proxy-ca.crt"} {
		b, err := os.ReadFile(a.Identity.File(file))
		if err != nil {
			return err
		}
		data[key] = string(b)
	}
	patch, err := json.Marshal(map[string]any{"data": data})
	if err != nil {
		return err
	}
	_, err = a.client.CoreV1().ConfigMaps(metav1.NamespaceSystem).Patch(ctx, "extension-apiserver-authentication", types.MergePatchType, patch, metav1.PatchOptions{})
	return err
}

// show presents a token, over a connection of its own, and returns the certificate that the server shows, DER.
func show(ctx context.Context, url, token string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	t := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true} // the token is worth nothing
	defer t.CloseIdleConnections()
	resp, err := t.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	return resp.TLS.PeerCertificates[0].Raw, resp.Body.Close()
}

// Issuer is what the server writes into service account tokens as theirs.
func (a *APIServer) Issuer() string { return a.options.Authentication.ServiceAccounts.Issuers[0] }
