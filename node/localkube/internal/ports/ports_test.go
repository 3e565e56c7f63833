package ports

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
)

const host = "127.77.1.2"

// fakeGateway is the host: some ports are refused, and it may lose all it knows.
type fakeGateway struct {
	mu       sync.Mutex
	forwards []request
	refuse   map[string]string // by local address
	calls    int
}

func (g *fakeGateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var q request
	if r.Method == http.MethodPost {
		g.calls++
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	same := func(o request) bool { return o.Local == q.Local && o.Protocol == q.Protocol }
	switch r.Method + " " + r.URL.Path {
	case "GET /services/forwarder/all":
		_ = json.NewEncoder(w).Encode(g.forwards)
	case "POST /services/forwarder/expose":
		if reason := g.refuse[q.Local]; reason != "" {
			http.Error(w, reason, http.StatusInternalServerError)
		} else if slices.ContainsFunc(g.forwards, same) {
			http.Error(w, "proxy already running", http.StatusInternalServerError)
		} else {
			g.forwards = append(g.forwards, q)
		}
	case "POST /services/forwarder/unexpose":
		g.forwards = slices.DeleteFunc(g.forwards, same)
	default:
		http.NotFound(w, r)
	}
}

func (g *fakeGateway) open() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var out []string
	for _, f := range g.forwards {
		out = append(out, f.Protocol+" "+strings.TrimPrefix(f.Local, host)+" "+strings.TrimPrefix(f.Remote, "192.168.127.2"))
	}
	slices.Sort(out)
	return out
}

type told struct{ list []string }

func (e *told) Event(o runtime.Object, kind, reason, message string) {
	e.list = append(e.list, fmt.Sprintf("%s %s %s: %s", kind, reason, o.(*v1.Service).Name, message))
}

type bench struct {
	*reconciler
	gateway  *fakeGateway
	events   *told
	services cache.Indexer
	client   *fake.Clientset
}

func newBench(t *testing.T, services ...*v1.Service) *bench {
	g := &fakeGateway{refuse: map[string]string{}, forwards: []request{{Local: host + ":2222", Remote: "192.168.127.2:22", Protocol: "tcp"}}}
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	client, events := fake.NewClientset(), &told{}
	index := cache.NewIndexer(cache.MetaNamespaceKeyFunc, cache.Indexers{})
	for _, s := range services {
		_ = index.Add(s)
		_ = client.Tracker().Add(s)
	}
	r := &reconciler{host: host, nodePorts: portRange{30000, 32767}, gateway: newGateway(server.URL), client: client,
		services: listers.NewServiceLister(index), events: events, refused: map[forward]*retry{}, told: map[string]string{}}
	return &bench{r, g, events, index, client}
}

func (b *bench) run(t *testing.T) {
	t.Helper()
	if err := b.reconcile(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) status(t *testing.T, name string) v1.ServiceStatus {
	t.Helper()
	s, err := b.client.CoreV1().Services("d").Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Status
}

func (b *bench) expect(t *testing.T, want ...string) {
	t.Helper()
	want = append(want, "tcp :2222 :22") // the driver's, never touched
	slices.Sort(want)
	if got := b.gateway.open(); !slices.Equal(got, want) {
		t.Errorf("open: %v, want %v", got, want)
	}
}

func svc(name string, kind v1.ServiceType, ports ...v1.ServicePort) *v1.Service {
	return &v1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: "d", Name: name}, Spec: v1.ServiceSpec{Type: kind, Ports: ports}}
}

func port(protocol v1.Protocol, p, node int32) v1.ServicePort {
	return v1.ServicePort{Protocol: protocol, Port: p, NodePort: node}
}

func TestServicesAreReachableOnTheHost(t *testing.T) {
	b := newBench(t, svc("cluster", v1.ServiceTypeClusterIP, port("TCP", 80, 0)),
		svc("node", v1.ServiceTypeNodePort, port("TCP", 80, 30080), port("UDP", 53, 30053)),
		svc("balanced", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30090)))
	b.run(t)
	b.expect(t, "tcp :30080 :30080", "udp :30053 :30053", "tcp :30090 :30090", "tcp :8090 :30090")
	s, err := b.client.CoreV1().Services("d").Get(t.Context(), "balanced", metav1.GetOptions{})
	if err != nil || len(s.Status.LoadBalancer.Ingress) != 1 {
		t.Fatal(s.Status, err)
	}
	if in := s.Status.LoadBalancer.Ingress[0]; in.IP != host || *in.IPMode != v1.LoadBalancerIPModeProxy {
		t.Error(in)
	}
	calls := b.gateway.calls
	b.run(t)
	if b.gateway.calls != calls {
		t.Error("asked again for what is there")
	}
}

func TestWhatIsGoneIsClosedAndWhatChangedMoves(t *testing.T) {
	a, c := svc("a", v1.ServiceTypeNodePort, port("TCP", 80, 30080)), svc("c", v1.ServiceTypeLoadBalancer, port("TCP", 90, 30090))
	b := newBench(t, a, c)
	b.run(t)
	_ = b.services.Delete(a)
	moved := c.DeepCopy()
	moved.Spec.Ports[0].NodePort = 30091
	_ = b.services.Update(moved)
	b.run(t)
	b.expect(t, "tcp :90 :30091", "tcp :30091 :30091")
}

func TestAFreshGatewayIsToldAll(t *testing.T) {
	b := newBench(t, svc("a", v1.ServiceTypeNodePort, port("TCP", 80, 30080)))
	b.run(t)
	b.gateway.forwards = b.gateway.forwards[:1]
	b.run(t)
	b.expect(t, "tcp :30080 :30080")
}

func TestForwardsOfAnEarlierRunAreTakenOver(t *testing.T) {
	b := newBench(t)
	b.gateway.forwards = append(b.gateway.forwards, request{Local: host + ":8090", Remote: "192.168.127.2:30090", Protocol: "tcp"},
		request{Local: host + ":8443", Remote: "192.168.127.2:8443", Protocol: "tcp"})
	b.run(t)
	b.expect(t, "tcp :8443 :8443")
}

func TestARefusedPortIsToldOnceAndTriedLater(t *testing.T) {
	b := newBench(t, svc("web", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30080)))
	b.gateway.refuse[host+":8090"] = "listen tcp 127.77.1.2:8090: bind: address already in use"
	b.run(t)
	b.run(t)
	b.expect(t, "tcp :30080 :30080")
	if len(b.events.list) != 1 || !strings.Contains(b.events.list[0], "Warning HostPortUnavailable web") || !strings.Contains(b.events.list[0], "in use") {
		t.Errorf("%q", b.events.list)
	}
	s := b.status(t, "web")
	if c := s.Conditions[0]; len(s.LoadBalancer.Ingress) != 0 || c.Status != metav1.ConditionFalse || !strings.Contains(c.Message, "in use") {
		t.Errorf("%+v", s)
	}
	first := b.refused[forward{local{"tcp", host + ":8090"}, "192.168.127.2:30080"}]
	first.at = time.Now()
	b.run(t)
	if next := b.refused[forward{local{"tcp", host + ":8090"}, "192.168.127.2:30080"}]; next.pause != 2*first.pause {
		t.Errorf("pause %v after %v", next.pause, first.pause)
	}
	delete(b.gateway.refuse, host+":8090")
	for _, r := range b.refused {
		r.at = time.Now()
	}
	b.run(t)
	b.expect(t, "tcp :30080 :30080", "tcp :8090 :30080")
	if c := b.status(t, "web").Conditions[0]; c.Status != metav1.ConditionTrue || c.Message != "" {
		t.Errorf("%+v", c)
	}
}

func TestPrivilegedPortsAreOthersWhereTheHostRefusesThem(t *testing.T) {
	b := newBench(t, svc("web", v1.ServiceTypeLoadBalancer, port("TCP", 80, 30080), port("TCP", 443, 30443)),
		svc("names", v1.ServiceTypeLoadBalancer, port("UDP", 53, 30053)))
	api := request{Local: host + ":8443", Remote: "192.168.127.2:8443", Protocol: "tcp"}
	b.gateway.forwards = append(b.gateway.forwards, api)
	for p, protocol := range map[string]string{":80": "tcp", ":443": "tcp", ":53": "udp"} {
		b.gateway.refuse[host+p] = "listen " + protocol + " " + host + p + ": bind: permission denied"
	}
	want := []string{"tcp :8443 :8443", "tcp :30080 :30080", "tcp :30443 :30443", "udp :30053 :30053", "tcp :8080 :30080", "tcp :9443 :30443",
		"udp :8053 :30053"}
	b.run(t)
	b.expect(t, want...)
	calls := b.gateway.calls
	b.run(t)
	b.expect(t, want...)
	if b.gateway.calls != calls {
		t.Error("asked again for what was refused")
	}
	s := b.status(t, "web")
	if c := s.Conditions[0]; s.LoadBalancer.Ingress[0].IP != host || c.Reason != "Moved" ||
		!strings.Contains(c.Message, host+":80 is at "+host+":8080/tcp, "+host+":443 is at "+host+":9443/tcp: ports below 1024") {
		t.Errorf("%+v", s)
	}
	if len(b.events.list) != 2 {
		t.Errorf("%q", b.events.list)
	}
	b.gateway.forwards = []request{b.gateway.forwards[0], api}
	b.gateway.refuse = nil
	b.run(t)
	b.expect(t, "tcp :8443 :8443", "tcp :30080 :30080", "tcp :30443 :30443", "udp :30053 :30053", "tcp :80 :30080", "tcp :443 :30443", "udp :53 :30053")
}

func TestTheOlderServiceKeepsAPort(t *testing.T) {
	older, younger := svc("z", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30001)), svc("a", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30002))
	older.CreationTimestamp, younger.CreationTimestamp = metav1.Unix(1, 0), metav1.Unix(2, 0)
	b := newBench(t, older, younger)
	b.run(t)
	b.expect(t, "tcp :8090 :30001", "tcp :30001 :30001", "tcp :30002 :30002")
	if len(b.events.list) != 1 || !strings.Contains(b.events.list[0], "a: 127.77.1.2:8090/tcp on the host belongs to service d/z") {
		t.Errorf("%q", b.events.list)
	}
}

func TestAnotherControllersLoadBalancersAreLeftAlone(t *testing.T) {
	s := svc("x", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30001))
	s.Spec.LoadBalancerClass = new(string)
	s.Status.LoadBalancer.Ingress = []v1.LoadBalancerIngress{{IP: "10.1.1.1"}}
	b := newBench(t, s)
	b.run(t)
	b.expect(t, "tcp :30001 :30001")
	if got, _ := b.client.CoreV1().Services("d").Get(t.Context(), "x", metav1.GetOptions{}); got.Status.LoadBalancer.Ingress[0].IP != "10.1.1.1" {
		t.Error(got.Status)
	}
}

func TestNodePortRange(t *testing.T) {
	for text, want := range map[string]portRange{"": {30000, 32767}, "20000-20010": {20000, 20010}} {
		if got, err := parseRange(text); err != nil || got != want {
			t.Error(text, got, err)
		}
	}
	if _, err := parseRange("x"); err == nil {
		t.Error("x was taken")
	}
}

func TestPortsMoveToAnotherAddressOfTheHost(t *testing.T) {
	b := newBench(t, svc("node", v1.ServiceTypeNodePort, port("TCP", 80, 30080)), svc("balanced", v1.ServiceTypeLoadBalancer, port("TCP", 8090, 30090)))
	b.run(t)
	if err := b.move(t.Context(), "127.9.9.9"); err != nil {
		t.Fatal(err)
	}
	b.expect(t, "tcp 127.9.9.9:30080 :30080", "tcp 127.9.9.9:30090 :30090", "tcp 127.9.9.9:8090 :30090")
	s, err := b.client.CoreV1().Services("d").Get(t.Context(), "balanced", metav1.GetOptions{})
	if err != nil || s.Status.LoadBalancer.Ingress[0].IP != "127.9.9.9" {
		t.Error(s, err)
	}
	calls := b.gateway.calls
	if err := b.move(t.Context(), "127.9.9.9"); err != nil || b.gateway.calls != calls {
		t.Error("it moves to where it is", err)
	}
}
