package images

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	imagestore "github.com/containerd/containerd/api/services/images/v1"
	"github.com/containerd/containerd/api/types"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// runtime is a containerd that has images only, in memory.
type runtime struct {
	imagestore.UnimplementedImagesServer
	cri.UnimplementedImageServiceServer
	images map[string]*cri.Image
}

func (r *runtime) List(context.Context, *imagestore.ListImagesRequest) (*imagestore.ListImagesResponse, error) {
	var list imagestore.ListImagesResponse
	for name, image := range r.images {
		list.Images = append(list.Images, &imagestore.Image{Name: name, Target: &types.Descriptor{Digest: image.Id}})
	}
	return &list, nil
}

func (r *runtime) ListImages(context.Context, *cri.ListImagesRequest) (*cri.ListImagesResponse, error) {
	var list cri.ListImagesResponse
	for _, image := range r.images {
		list.Images = append(list.Images, image)
	}
	return &list, nil
}

func (r *runtime) ImageStatus(_ context.Context, q *cri.ImageStatusRequest) (*cri.ImageStatusResponse, error) {
	return &cri.ImageStatusResponse{Image: r.images[q.Image.Image]}, nil
}

func (r *runtime) RemoveImage(_ context.Context, q *cri.RemoveImageRequest) (*cri.RemoveImageResponse, error) {
	delete(r.images, q.Image.Image)
	return &cri.RemoveImageResponse{}, nil
}

func (r *runtime) PullImage(_ context.Context, q *cri.PullImageRequest) (*cri.PullImageResponse, error) {
	if q.Image.Image != "example/new:1" {
		return nil, status.Error(codes.Unavailable, "the registry does not answer")
	}
	r.images[q.Image.Image] = image(q.Image.Image, false)
	return &cri.PullImageResponse{ImageRef: q.Image.Image}, nil
}

func image(name string, pinned bool) *cri.Image {
	return &cri.Image{Id: "sha256:1", RepoTags: []string{name}, Size: 7, Pinned: pinned}
}

func serve(t *testing.T) http.Handler {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "c.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	fake := &runtime{images: map[string]*cri.Image{"example/app:1": image("example/app:1", false), "pause:1": image("pause:1", true)}}
	server := grpc.NewServer()
	imagestore.RegisterImagesServer(server, fake)
	cri.RegisterImageServiceServer(server, fake)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return Handler("unix://"+socket, t.TempDir())
}

func ask(t *testing.T, h http.Handler, method, target string) (int, map[string]map[string]any) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, target, nil))
	var body map[string]map[string]any
	if w.Code == http.StatusOK {
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
	}
	return w.Code, body
}

func TestImagesAreToldWithDigestAndSize(t *testing.T) {
	code, body := ask(t, serve(t), http.MethodGet, "/images")
	if code != http.StatusOK || body["images"]["example/app:1"] != "sha256:1" || body["sizes"]["example/app:1"] != 7.0 {
		t.Errorf("%d %v", code, body)
	}
}

func TestAnImageIsRemovedByName(t *testing.T) {
	h := serve(t)
	code, body := ask(t, h, http.MethodDelete, "/images?image=example/app:1")
	if _, there := body["images"]["example/app:1"]; code != http.StatusOK || there {
		t.Errorf("%d %v", code, body)
	}
	for target, want := range map[string]int{
		"/images?image=example/app:1": http.StatusNotFound,
		"/images":                     http.StatusBadRequest,
		"/images?image=pause:1":       http.StatusConflict,
	} {
		if code, _ := ask(t, h, http.MethodDelete, target); code != want {
			t.Errorf("DELETE %s: %d, not %d", target, code, want)
		}
	}
}

func TestAnImageIsPulledByName(t *testing.T) {
	h := serve(t)
	code, body := ask(t, h, http.MethodPost, "/images?pull=example/new:1")
	if code != http.StatusOK || body["images"]["example/new:1"] == nil {
		t.Errorf("%d %v", code, body)
	}
	if code, _ := ask(t, h, http.MethodPost, "/images?pull=example/none:1"); code != http.StatusBadGateway {
		t.Errorf("from a registry that does not answer: %d", code)
	}
	if code, _ := ask(t, h, http.MethodPut, "/images"); code != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", code)
	}
}
