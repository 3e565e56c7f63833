// Package ports makes NodePort and LoadBalancer services reachable at the cluster's address on the host, through the
// gateway's forward API.
package ports

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"coracle.dev/node/internal/settings"
)

// local is a port on the host.
type local struct {
	protocol string // tcp or udp
	address  string // host:port
}

// forward is a port on the host that leads to a port of the node.
type forward struct {
	local
	remote string
}

// want is a forward and the service that it is for.
type want struct {
	forward
	service *v1.Service
	asked   string // where the service would have it, if that needs a privilege; else empty
}

// privileged ports are those below: users of the host may not open them, unless its administrator lets them.
const privileged = 1024

// substitutes are added to a privileged port, one after the other, until it is one that is free: 80 becomes 8080, and 443 becomes 9443,
// for the API server has 8443.
var substitutes = []int32{8000, 9000}

// plan tells which forwards services ask for, and which services ask for what another has: the older service wins. Load balancers get
// other ports than privileged ones if spare is given, which tells what nothing but services has on the host.
func plan(services []*v1.Service, host string, spare func(local) bool) (wants []want, refused map[*v1.Service]string) {
	services = slices.Clone(services)
	slices.SortFunc(services, func(a, b *v1.Service) int {
		return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp.Time), cmp.Compare(key(a), key(b)))
	})
	refused = map[*v1.Service]string{}
	taken := map[local]*v1.Service{}
	add := func(s *v1.Service, p v1.ServicePort, port int32) {
		l := local{protocol: "tcp", address: at(host, port)}
		switch p.Protocol {
		case v1.ProtocolUDP:
			l.protocol = "udp"
		case v1.ProtocolSCTP:
			refused[s] = fmt.Sprintf("port %d: SCTP cannot be forwarded from the host", p.Port)
			return
		}
		asked := ""
		if spare != nil && port < privileged {
			asked = l.address
			for _, n := range substitutes {
				l.address = at(host, port+n)
				if spare(l) {
					break
				}
			}
		}
		switch other := taken[l]; {
		case p.NodePort == 0:
			refused[s] = fmt.Sprintf("port %d has no node port (allocateLoadBalancerNodePorts)", p.Port)
		case other != nil && other != s:
			refused[s] = fmt.Sprintf("%s/%s on the host belongs to service %s", l.address, l.protocol, key(other))
		case other == nil:
			taken[l] = s
			wants = append(wants, want{forward{l, at(settings.NodeIP, p.NodePort)}, s, asked})
		}
	}
	for _, s := range services {
		for _, p := range s.Spec.Ports {
			if balanced(s) {
				add(s, p, p.Port)
			}
			if p.NodePort != 0 {
				add(s, p, p.NodePort)
			}
		}
	}
	return wants, refused
}

func key(s *v1.Service) string { return s.Namespace + "/" + s.Name }

func at(host string, port int32) string { return net.JoinHostPort(host, strconv.Itoa(int(port))) }

// balanced: a load balancer that nobody else cares for.
func balanced(s *v1.Service) bool {
	return s.Spec.Type == v1.ServiceTypeLoadBalancer && s.Spec.LoadBalancerClass == nil && s.DeletionTimestamp == nil
}

// portRange is that of node ports: a forward to one of them is ours, whichever localkube made it.
type portRange struct{ low, high uint16 }

// difference tells what to take away and what to make, in this order: a port may go from one service to another.
func difference(wants []want, have []forward, host string, ours portRange) (remove []forward, make []want) {
	wanted, there := sets.New[forward](), sets.New(have...)
	for _, w := range wants {
		wanted.Insert(w.forward)
		if !there.Has(w.forward) {
			make = append(make, w)
		}
	}
	for _, f := range have {
		if ours.made(f, host) && !wanted.Has(f) {
			remove = append(remove, f)
		}
	}
	return remove, make
}

// made tells whether a forward is ours.
func (p portRange) made(f forward, host string) bool {
	l, err1 := netip.ParseAddrPort(f.address)
	r, err2 := netip.ParseAddrPort(f.remote)
	return err1 == nil && err2 == nil && l.Addr().String() == host && r.Addr().String() == settings.NodeIP && r.Port() >= p.low && r.Port() <= p.high
}
