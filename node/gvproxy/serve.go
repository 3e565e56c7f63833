package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/containers/gvisor-tap-vsock/pkg/types"
	"github.com/containers/gvisor-tap-vsock/pkg/virtualnetwork"
	"github.com/sirupsen/logrus"
)

const (
	gatewayIP = "192.168.127.1"
	guestIP   = "192.168.127.2"
	guestMAC  = "5a:94:ef:e4:0c:ee"
	// hostIP is the host's loopback as the guest sees it.
	hostIP = "192.168.127.254"

	// A QEMU that has not come by then never will: its start was given up.
	connectLimit = time.Minute

	logLimit = 1 << 20
)

func configuration(f forwards) *types.Configuration {
	return &types.Configuration{
		MTU:               1500,
		Subnet:            "192.168.127.0/24",
		GatewayIP:         gatewayIP,
		GatewayMacAddress: "5a:94:ef:e4:0c:dd",
		GatewayVirtualIPs: []string{hostIP},
		DHCPStaticLeases:  map[string]string{guestIP: guestMAC},
		NAT:               map[string]string{hostIP: "127.0.0.1"},
		DNS: []types.Zone{{
			Name: "coracle.internal.",
			Records: []types.Record{
				{Name: "gateway", IP: net.ParseIP(gatewayIP)},
				{Name: "host", IP: net.ParseIP(hostIP)},
			},
		}},
		Forwards: f.table(),
	}
}

// serve says on status that it is ready and returns once QEMU has disconnected, which it does only by ending.
func serve(o options, status *os.File) error {
	syscall.Umask(0o077)
	logrus.SetOutput(&limitedWriter{os.Stderr, logLimit})
	logrus.SetLevel(logrus.WarnLevel)

	if err := os.WriteFile(o.pidFile, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(o.pidFile)
	listener, err := listen(o.socket)
	if err != nil {
		return fmt.Errorf("listen for QEMU: %w", err)
	}
	defer listener.Close()
	network, err := virtualnetwork.New(configuration(o.forwards))
	if err != nil {
		return err
	}
	api, err := network.Listen("tcp", net.JoinHostPort(gatewayIP, "80"))
	if err != nil {
		return err
	}
	server := http.Server{Handler: guestAPI(o.forwards, network.ServicesMux()), ReadTimeout: 10 * time.Second}
	go server.Serve(api)

	if _, err := status.WriteString(ready); err != nil {
		return err
	}
	if err := status.Close(); err != nil {
		return err
	}
	qemu, err := listener.Accept()
	if err != nil {
		return err
	}
	_ = network.AcceptQemu(context.Background(), qemu) // whatever the reason: QEMU is gone
	return nil
}

func listen(socket string) (net.Listener, error) {
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, err
	}
	return listener, listener.SetDeadline(time.Now().Add(connectLimit))
}

// limitedWriter drops what is beyond its limit: a log that nobody rotates must not fill the disk.
type limitedWriter struct {
	w    io.Writer
	left int
}

func (l *limitedWriter) Write(p []byte) (int, error) {
	if l.left < len(p) {
		return len(p), nil
	}
	l.left -= len(p)
	return l.w.Write(p)
}
