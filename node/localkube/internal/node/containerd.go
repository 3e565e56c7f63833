package node

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"

	"coracle.dev/node/internal/service"
)

// Containerd is ready when the container runtime, which PID 1 starts, answers.
func Containerd(url string) service.Service {
	return service.Service{Name: "containerd", Run: func(ctx context.Context, up service.Up) error {
		conn, err := grpc.NewClient(url, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
		for {
			if _, err := cri.NewRuntimeServiceClient(conn).Version(ctx, &cri.VersionRequest{}); err == nil {
				up.Ready()
				<-ctx.Done()
				return nil
			}
			conn.ResetConnectBackoff()
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(50 * time.Millisecond):
			}
		}
	}}
}
