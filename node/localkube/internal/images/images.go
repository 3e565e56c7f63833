package images

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	content "github.com/containerd/containerd/api/services/content/v1"
	imagestore "github.com/containerd/containerd/api/services/images/v1"
	leases "github.com/containerd/containerd/api/services/leases/v1"
	"github.com/containerd/containerd/api/types"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"k8s.io/klog/v2"

	"coracle.dev/node/internal/service"
)

const (
	// namespace is the one that the kubelet's side of containerd uses.
	namespace = "k8s.io"
	// leasePrefix and the image's digest name what keeps it while it is imported.
	leasePrefix = "coracle-import-"
	chunk       = 1 << 20
)

// Service is the component: it imports the archives in dir, the small ones first, and is ready when all are in. What is
// there already is left alone. Layers are unpacked when a pod first uses the image.
func Service(url, dir string) service.Service {
	return service.Service{Name: "images", Needs: []string{"containerd"}, Run: func(ctx context.Context, up service.Up) error {
		conn, err := grpc.NewClient(url, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			return err
		}
		if err := errors.Join(importAll(ctx, newStore(conn), dir), conn.Close()); err != nil {
			return err
		}
		up.Ready()
		<-ctx.Done()
		return nil
	}}
}

func importAll(ctx context.Context, s *store, dir string) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.tar"))
	if err != nil {
		return err
	}
	size := func(path string) int64 {
		st, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return st.Size()
	}
	slices.SortFunc(paths, func(a, b string) int { return int(size(a) - size(b)) })
	var errs []error
	for _, path := range paths { // one that cannot be imported does not keep the others out
		if err := s.importArchive(ctx, path); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", filepath.Base(path), err))
		}
	}
	return errors.Join(errs...)
}

// store is the part of containerd that holds images.
type store struct {
	content content.ContentClient
	images  imagestore.ImagesClient
	leases  leases.LeasesClient
}

func newStore(conn *grpc.ClientConn) *store {
	return &store{content.NewContentClient(conn), imagestore.NewImagesClient(conn), leases.NewLeasesClient(conn)}
}

func (s *store) importArchive(ctx context.Context, path string) error {
	a, err := openArchive(path)
	if err != nil {
		return err
	}
	return errors.Join(s.importAll(ctx, a), a.Close())
}

// importAll imports the images of an archive that are not there yet.
func (s *store) importAll(ctx context.Context, a *archive) error {
	ctx = metadata.AppendToOutgoingContext(ctx, "containerd-namespace", namespace)
	for _, d := range a.index.Manifests {
		name := d.Annotations[nameAnnotation]
		if name == "" {
			return fmt.Errorf("%s has no name (annotation %s)", d.Digest, nameAnnotation)
		}
		have, err := s.images.Get(ctx, &imagestore.GetImageRequest{Name: name})
		if err == nil && have.Image.Target.Digest == d.Digest.String() {
			continue
		}
		if err != nil && status.Code(err) != codes.NotFound {
			return err
		}
		if err := s.importImage(ctx, a, name, d, have != nil && err == nil); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		klog.InfoS("Image imported", "name", name, "digest", d.Digest)
	}
	return nil
}

func (s *store) importImage(ctx context.Context, a *archive, name string, d ocispec.Descriptor, replace bool) error {
	blobs, err := a.closure(d)
	if err != nil {
		return err
	}
	// Until the image refers to its content, a lease keeps it from being collected as garbage.
	leaseID := leasePrefix + d.Digest.Encoded()
	_, err = s.leases.Create(ctx, &leases.CreateRequest{ID: leaseID})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return err
	}
	defer func() { _, _ = s.leases.Delete(context.WithoutCancel(ctx), &leases.DeleteRequest{ID: leaseID}) }()
	leased := metadata.AppendToOutgoingContext(ctx, "containerd-lease", leaseID)
	for _, b := range blobs {
		if err := s.write(leased, a.blobs[b.Digest], b); err != nil {
			return err
		}
	}
	image := &imagestore.Image{Name: name, Labels: map[string]string{"io.cri-containerd.image": "managed"},
		Target: &types.Descriptor{MediaType: d.MediaType, Digest: d.Digest.String(), Size: d.Size}}
	if replace {
		_, err = s.images.Update(leased, &imagestore.UpdateImageRequest{Image: image})
	} else {
		_, err = s.images.Create(leased, &imagestore.CreateImageRequest{Image: image})
	}
	return err
}

// write stores a blob; containerd checks its digest.
func (s *store) write(ctx context.Context, r *io.SectionReader, b blob) error {
	stream, err := s.content.Write(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stream.CloseSend() }()
	request := content.WriteContentRequest{Ref: "coracle-" + b.Digest.Encoded(), Total: b.Size, Expected: b.Digest.String()}
	buffer := make([]byte, min(chunk, r.Size()))
	for at := int64(0); ; {
		n, err := r.ReadAt(buffer, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		request.Action, request.Offset, request.Data = content.WriteAction_WRITE, at, buffer[:n]
		at += int64(n)
		if at >= r.Size() {
			request.Action, request.Labels = content.WriteAction_COMMIT, b.labels
		}
		// If it cannot be sent, what is received says why.
		if err := stream.Send(&request); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if _, err := stream.Recv(); status.Code(err) == codes.AlreadyExists {
			return nil
		} else if err != nil {
			return err
		}
		if at >= r.Size() {
			return nil
		}
	}
}
