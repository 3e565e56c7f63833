package images

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	imagestore "github.com/containerd/containerd/api/services/images/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// handler lets the host see, add and remove images; see docs/guest.md.
type handler struct {
	url, dir string
}

// Handler answers GET with the images by name, their digests and sizes; POST, whose body is an OCI archive, when the images of
// that are there too; POST with a name to pull when that is there; DELETE with a name when that is gone. An archive is kept in
// dir meanwhile.
func Handler(url, dir string) http.Handler { return &handler{url, dir} }

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	conn, err := grpc.NewClient(h.url, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]string{"error": err.Error()})
		return
	}
	defer func() { _ = conn.Close() }()
	s, runtime := newStore(conn), cri.NewImageServiceClient(conn)
	code, err := http.StatusOK, error(nil)
	switch query := r.URL.Query(); {
	case r.Method == http.MethodGet:
	case r.Method == http.MethodPost && query.Has("pull"):
		code, err = pull(r.Context(), runtime, query.Get("pull"))
	case r.Method == http.MethodPost:
		code, err = h.receive(r, s)
	case r.Method == http.MethodDelete:
		code, err = remove(r.Context(), runtime, query.Get("image"))
	default:
		code, err = http.StatusMethodNotAllowed, errors.New(r.Method+" is not GET, POST or DELETE")
	}
	if err != nil {
		answer(w, code, map[string]string{"error": err.Error()})
		return
	}
	ctx := metadata.AppendToOutgoingContext(r.Context(), "containerd-namespace", namespace)
	list, err := s.images.List(ctx, &imagestore.ListImagesRequest{})
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]string{"error": err.Error()})
		return
	}
	digests := map[string]string{}
	for _, image := range list.Images {
		digests[image.Name] = image.Target.Digest
	}
	sizes, err := sizes(r.Context(), runtime)
	if err != nil {
		answer(w, http.StatusInternalServerError, map[string]string{"error": err.Error()})
		return
	}
	answer(w, http.StatusOK, map[string]any{"images": digests, "sizes": sizes})
}

// receive imports the archive of a request. It has no name on the disk, so that nothing of it stays if this process ends.
func (h *handler) receive(r *http.Request, s *store) (int, error) {
	f, err := os.CreateTemp(h.dir, "images-*")
	if err != nil {
		return http.StatusInternalServerError, err
	}
	defer func() { _ = f.Close() }()
	if err := os.Remove(f.Name()); err != nil {
		return http.StatusInternalServerError, err
	}
	if _, err := io.Copy(f, r.Body); err != nil {
		return http.StatusInternalServerError, fmt.Errorf("the archive did not arrive: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return http.StatusInternalServerError, err
	}
	a, err := readArchive(f)
	if err != nil {
		return http.StatusUnprocessableEntity, err
	}
	if len(a.index.Manifests) == 0 {
		return http.StatusUnprocessableEntity, errors.New("there is no image in the archive")
	}
	if err := s.importAll(r.Context(), a); err != nil {
		return http.StatusInternalServerError, err
	}
	return http.StatusOK, nil
}

func answer(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(body)
}
