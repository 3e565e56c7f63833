package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"github.com/containers/gvisor-tap-vsock/pkg/types"
)

type forward struct {
	protocol  types.TransportProtocol
	host      netip.AddrPort
	guestPort uint16
}

// forwards is what the host asked for. Its addresses are the only ones that the guest may ask for too.
type forwards []forward

// Set adds a forward in the form of the command line: tcp/127.77.1.2:2222/22.
func (f *forwards) Set(value string) error {
	parts := strings.Split(value, "/")
	if len(parts) != 3 {
		return fmt.Errorf("%q is not protocol/address:port/guest-port", value)
	}
	protocol := types.TransportProtocol(parts[0])
	host, err := netip.ParseAddrPort(parts[1])
	if err != nil {
		return err
	}
	if !host.Addr().IsLoopback() {
		return fmt.Errorf("%s is not a loopback address", host.Addr())
	}
	guestPort, err := strconv.ParseUint(parts[2], 10, 16)
	if err != nil {
		return err
	}
	if protocol != types.TCP && protocol != types.UDP {
		return fmt.Errorf("protocol %q is neither tcp nor udp", protocol)
	}
	*f = append(*f, forward{protocol, host, uint16(guestPort)})
	return nil
}

func (f *forwards) String() string { return fmt.Sprint(*f) }

// table is the form that the library takes.
func (f forwards) table() map[string]string {
	table := map[string]string{}
	for _, forward := range f {
		local := forward.host.String()
		if forward.protocol == types.UDP {
			local = "udp:" + local
		}
		table[local] = net.JoinHostPort(guestIP, strconv.Itoa(int(forward.guestPort)))
	}
	return table
}

// admits is whether the guest may have this forward: at an address of the host that is this
// machine's, to the guest itself. The library would take any address, and also the path of a Unix
// socket, removing the file that is there.
func (f forwards) admits(wanted types.ExposeRequest) error {
	if wanted.Protocol != types.TCP && wanted.Protocol != types.UDP && wanted.Protocol != "" {
		return fmt.Errorf("protocol %q is neither tcp nor udp", wanted.Protocol)
	}
	if host, _, err := net.SplitHostPort(wanted.Remote); wanted.Remote != "" && (err != nil || host != "" && host != guestIP) {
		return fmt.Errorf("%q is not a port of this guest", wanted.Remote)
	}
	local, err := netip.ParseAddrPort(wanted.Local)
	if err != nil {
		return err
	}
	for _, forward := range f {
		if forward.host.Addr() == local.Addr() {
			return nil
		}
	}
	return fmt.Errorf("%s is not an address of this machine", local.Addr())
}

// guestAPI is what the guest reaches at the gateway: list, expose and unexpose, within admits.
func guestAPI(f forwards, services http.Handler) http.Handler {
	checked := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 4096))
		var wanted types.ExposeRequest // an unexpose has the same members less remote
		if err == nil {
			err = json.Unmarshal(body, &wanted)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if err := f.admits(wanted); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		services.ServeHTTP(w, r)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /services/forwarder/all", services)
	mux.HandleFunc("POST /services/forwarder/expose", checked)
	mux.HandleFunc("POST /services/forwarder/unexpose", checked)
	return mux
}
