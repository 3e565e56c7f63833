// Command csi makes volumes on the node's data disk: directories, or files behind a loop device for those that want a block
// device. Snapshots and clones are copies. It is a CSI driver and tells the kubelet of itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// driverName is the one of the driver that minikube has, so that manifests carry over.
const driverName = "hostpath.csi.k8s.io"

const version = "1.0.0"

func main() {
	log.SetFlags(0)
	endpoint := flag.String("endpoint", "", "socket that CSI is served on")
	announce := flag.String("registration", "", "directory where the kubelet looks for plugins; none: it is not told")
	kubeletEndpoint := flag.String("kubelet-endpoint", "", "the endpoint as the kubelet has it, if it is elsewhere there")
	dir := flag.String("data", "", "directory that volumes and snapshots are in")
	node := flag.String("node", "", "name of the node")
	asked := flag.Bool("check", false, "ask the driver that serves at the endpoint whether it is ready, and end")
	flag.Parse()
	if *asked && *endpoint != "" {
		if err := check(*endpoint); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *endpoint == "" || *dir == "" || *node == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if *kubeletEndpoint == "" {
		*kubeletEndpoint = *endpoint
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *endpoint, *announce, *kubeletEndpoint, *dir, *node); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, endpoint, announce, kubeletEndpoint, dir, node string) error {
	volumes, err := openStore(dir)
	if err != nil {
		return err
	}
	served := make(chan error, 2)
	known := &atomic.Bool{}
	known.Store(announce == "")
	driver := newServer(volumes, node, known)
	if err := serve(driver, endpoint, served); err != nil {
		return err
	}
	defer driver.Stop()
	if announce != "" {
		socket := filepath.Join(announce, driverName+"-reg.sock")
		registrar := grpc.NewServer()
		registration.RegisterRegistrationServer(registrar, plugin{endpoint: kubeletEndpoint, known: known, refused: served})
		if err := serve(registrar, socket, served); err != nil {
			return err
		}
		defer registrar.Stop() // removes its socket, by which the kubelet knows that the driver is gone
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-served:
		return err
	}
}

// newServer is the driver, which is ready while known is true.
func newServer(volumes *store, node string, known *atomic.Bool) *grpc.Server {
	s := grpc.NewServer(grpc.UnaryInterceptor(logFailures))
	csi.RegisterIdentityServer(s, identity{ready: known})
	csi.RegisterControllerServer(s, &controller{volumes: volumes})
	csi.RegisterNodeServer(s, &nodeServer{volumes: volumes, node: node})
	return s
}

func logFailures(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	response, err := handler(ctx, request)
	if err != nil {
		log.Printf("%s: %v", info.FullMethod, err)
	}
	return response, err
}

// check returns nil if the driver at a socket is ready.
func check(socket string) error {
	conn, err := grpc.NewClient("unix://"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	answer, err := csi.NewIdentityClient(conn).Probe(ctx, &csi.ProbeRequest{})
	if err == nil && !answer.Ready.GetValue() {
		err = errors.New("the kubelet does not know the driver yet")
	}
	return err
}

// serve returns when the socket is there; what ends the server later is sent to failed.
func serve(s *grpc.Server, socket string, failed chan<- error) error {
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	go func() {
		if err := s.Serve(listener); err != nil {
			failed <- fmt.Errorf("%s: %w", socket, err)
		}
	}()
	return nil
}

// plugin is what the kubelet is told at the socket in its plugin directory.
type plugin struct {
	registration.UnimplementedRegistrationServer
	endpoint string
	known    *atomic.Bool
	refused  chan<- error
}

func (p plugin) GetInfo(context.Context, *registration.InfoRequest) (*registration.PluginInfo, error) {
	return &registration.PluginInfo{Type: registration.CSIPlugin, Name: driverName, Endpoint: p.endpoint, SupportedVersions: []string{"1.0.0"}}, nil
}

// NotifyRegistrationStatus ends the program when the kubelet does not want it: started anew it is asked about anew.
func (p plugin) NotifyRegistrationStatus(_ context.Context, s *registration.RegistrationStatus) (*registration.RegistrationStatusResponse, error) {
	p.known.Store(s.PluginRegistered)
	if !s.PluginRegistered {
		select {
		case p.refused <- errors.New("the kubelet refuses the driver: " + s.Error):
		default:
		}
	}
	return &registration.RegistrationStatusResponse{}, nil
}
