package node

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"

	"coracle.dev/node/internal/service"
	"coracle.dev/node/internal/tune"
)

// Containerd is ready when the container runtime, which PID 1 starts, answers.
func Containerd(url string) service.Service {
	return service.Service{Name: "containerd", Run: func(ctx context.Context, up service.Up) error {
		if err := answers(ctx, url); err != nil {
			return err
		}
		up.Ready()
		<-ctx.Done()
		return nil
	}}
}

// RenewContainerd has PID 1 run the container runtime with the environment that is in config.json now. It returns when that one
// answers.
func RenewContainerd(ctx context.Context, url string) error {
	old, err := processes()
	if err != nil {
		return err
	}
	const pid1 = 1
	if err := unix.Kill(pid1, unix.SIGHUP); err != nil {
		return err
	}
	for {
		now, err := processes()
		if err != nil {
			return err
		}
		if len(now) > 0 && !slices.ContainsFunc(now, func(pid string) bool { return slices.Contains(old, pid) }) {
			return answers(ctx, url)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("containerd was not renewed: %w", ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// CalmContainerd lets the container runtime, which is a Go program, rest between requests.
func CalmContainerd() error {
	pids, err := processes()
	if err != nil {
		return err
	}
	for _, pid := range pids {
		if err := tune.Watchdog(pid, tune.IdleSlack); err != nil {
			return err
		}
	}
	return nil
}

// processes are the container runtime's own: what it runs for a pod just then is in its cgroup, too, for a moment.
func processes() ([]string, error) {
	b, err := os.ReadFile("/sys/fs/cgroup/containerd/cgroup.procs")
	return slices.DeleteFunc(strings.Fields(string(b)), func(pid string) bool {
		name, err := os.ReadFile(filepath.Join("/proc", pid, "comm"))
		return err != nil || string(name) != "containerd\n"
	}), err
}

func answers(ctx context.Context, url string) error {
	conn, err := grpc.NewClient(url, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	for {
		if _, err := cri.NewRuntimeServiceClient(conn).Version(ctx, &cri.VersionRequest{}); err == nil {
			return nil
		}
		conn.ResetConnectBackoff()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
