package main

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

const (
	namespace = "kube-system"
	// balancer is the service at whose address on the host all names are.
	balancer = "traefik"
	// ttl in seconds: a name that goes should be gone soon.
	ttl = 5
)

// hosts answers DNS queries.
type hosts struct {
	mu      sync.Mutex
	names   []string
	address net.IP
}

// update has it answer for these names. It fails if nobody knows yet where they are.
func (h *hosts) update(ctx context.Context, services dynamic.ResourceInterface, names []string) error {
	service, err := services.Get(ctx, balancer, metav1.GetOptions{})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.names = names
	if err != nil {
		return err
	}
	if h.address = addressOf(service.Object); h.address == nil {
		return fmt.Errorf("service %s has no address yet", balancer)
	}
	return nil
}

func addressOf(service map[string]any) net.IP {
	list, _, _ := unstructured.NestedSlice(service, "status", "loadBalancer", "ingress")
	if len(list) == 0 {
		return nil
	}
	ingress, _ := list[0].(map[string]any)
	ip, _, _ := unstructured.NestedString(ingress, "ip")
	return net.ParseIP(ip).To4()
}

// ServeDNS implements dns.Handler.
func (h *hosts) ServeDNS(w dns.ResponseWriter, query *dns.Msg) {
	h.mu.Lock()
	defer h.mu.Unlock()
	_ = w.WriteMsg(h.answer(query)) // whoever asks asks again
}

// answer knows the names' addresses and nothing else: there is no other record of a name that is known, and no other name.
func (h *hosts) answer(query *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(query)
	m.Authoritative = true
	if len(query.Question) != 1 || query.Opcode != dns.OpcodeQuery {
		m.Rcode = dns.RcodeNotImplemented
		return m
	}
	q := query.Question[0]
	switch name := strings.ToLower(strings.TrimSuffix(q.Name, ".")); {
	case !h.knows(name):
		m.Rcode = dns.RcodeNameError
	case h.address == nil:
		m.Rcode = dns.RcodeServerFailure
	case q.Qtype == dns.TypeA:
		m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Name, Rrtype: dns.TypeA, Class: dns.ClassINET, Ttl: ttl}, A: h.address}}
	}
	return m
}

func (h *hosts) knows(name string) bool {
	if _, rest, ok := strings.Cut(name, "."); ok && slices.Contains(h.names, "*."+rest) {
		return true
	}
	return slices.Contains(h.names, name)
}
