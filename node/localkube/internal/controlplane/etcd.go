// Package controlplane runs etcd, the API server, the controller manager and the scheduler.
package controlplane

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.etcd.io/etcd/server/v3/etcdserver/api/v3client"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"coracle.dev/node/internal/seed"
	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/settings"
	"coracle.dev/node/internal/tune"
)

// Etcd serves the API server, and nobody else, on a Unix socket. It flushes each write to the disk before it answers.
type Etcd struct {
	Settings *settings.Settings
	Dir      string
	Socket   string
	Log      zapcore.WriteSyncer
	// Settle is called before the cluster's first objects are written, and has to be done before the API server looks.
	Settle func(context.Context, clientv3.KV) error

	client *clientv3.Client
}

// KV is what is stored, once the component is ready.
func (e *Etcd) KV() clientv3.KV { return e.client }

// Service is the component. Its milestone "started" is reached at once; it is ready when the cluster's first objects are in it.
func (e *Etcd) Service() service.Service {
	return service.Service{Name: "etcd", Once: true, Run: e.run}
}

func (e *Etcd) run(ctx context.Context, up service.Up) error {
	c, err := e.config()
	if err != nil {
		return err
	}
	up.Reached("started")
	server, err := embed.StartEtcd(c)
	if err != nil {
		return err
	}
	defer server.Close()
	select {
	case <-server.Server.ReadyNotify():
	case err := <-server.Err():
		return err
	case <-ctx.Done():
		return nil
	case <-time.After(2 * time.Minute):
		return errors.New("not ready after two minutes")
	}
	e.client = v3client.New(server.Server)
	if err := e.Settle(ctx, e.client); err != nil {
		return err
	}
	if err := seed.Write(ctx, e.client, e.Settings); err != nil {
		return fmt.Errorf("write the cluster's first objects: %w", err)
	}
	up.Ready()
	if err := tune.SlowRaft(server.Server); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-server.Err():
		return err
	}
}

func (e *Etcd) config() (*embed.Config, error) {
	c := embed.NewConfig()
	c.Name = "default"
	c.Dir = filepath.Join(e.Dir, "etcd")
	c.LogLevel = "warn"
	encoder := zapcore.NewConsoleEncoder(zap.NewProductionEncoderConfig())
	c.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.New(zapcore.NewCore(encoder, e.Log, zap.WarnLevel)))
	client := url.URL{Scheme: "unix", Path: e.Socket}
	// Only said to other members, of which there are none; etcd insists on host and port.
	peer := url.URL{Scheme: "http", Host: "127.0.0.1:2380"}
	c.ListenClientUrls = []url.URL{client}
	c.AdvertiseClientUrls = []url.URL{{Scheme: "http", Host: "127.0.0.1:2379"}}
	c.ListenPeerUrls, c.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	c.InitialCluster = c.Name + "=" + peer.String()
	c.QuotaBackendBytes = 2 << 30
	c.AutoCompactionMode, c.AutoCompactionRetention = "periodic", "10m"
	c.TickMs, c.ElectionMs = 50, 500 // alone, it elects itself at once
	c.BackendBatchInterval = time.Second
	c.MaxTxnOps = seed.MaxOps
	c.EnableGRPCGateway = false
	fs := flag.NewFlagSet("etcd", flag.ContinueOnError)
	c.AddFlags(fs)
	for name, value := range e.Settings.ExtraConfig["etcd"] {
		if err := fs.Set(name, value); err != nil {
			return nil, fmt.Errorf("extraConfig etcd.%s: %w", name, err)
		}
	}
	return c, c.Validate()
}
