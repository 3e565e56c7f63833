package images

import (
	"archive/tar"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// writeArchive makes an OCI archive of one image with one layer.
func writeArchive(t *testing.T, name string, without ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "image.tar")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := tar.NewWriter(f)
	put := func(name string, b []byte) {
		for _, x := range without {
			if x == name {
				return
			}
		}
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(b))}); err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(b)
	}
	blob := func(mediaType string, b []byte) ocispec.Descriptor {
		d := digest.FromBytes(b)
		put("blobs/sha256/"+d.Encoded(), b)
		return ocispec.Descriptor{MediaType: mediaType, Digest: d, Size: int64(len(b))}
	}
	m := ocispec.Manifest{MediaType: ocispec.MediaTypeImageManifest, Config: blob(ocispec.MediaTypeImageConfig, []byte(`{}`)),
		Layers: []ocispec.Descriptor{blob(ocispec.MediaTypeImageLayer, []byte("layer"))}}
	b, _ := json.Marshal(m)
	d := blob(m.MediaType, b)
	d.Annotations = map[string]string{nameAnnotation: name}
	b, _ = json.Marshal(ocispec.Index{Manifests: []ocispec.Descriptor{d}})
	put("index.json", b)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAnImagesContentComesBeforeWhatRefersToIt(t *testing.T) {
	a, err := openArchive(writeArchive(t, "example/x:1"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if len(a.index.Manifests) != 1 || a.index.Manifests[0].Annotations[nameAnnotation] != "example/x:1" {
		t.Fatalf("%+v", a.index)
	}
	blobs, err := a.closure(a.index.Manifests[0])
	if err != nil || len(blobs) != 3 {
		t.Fatal(blobs, err)
	}
	manifest := blobs[2]
	if manifest.labels["containerd.io/gc.ref.content.config"] != blobs[0].Digest.String() ||
		manifest.labels["containerd.io/gc.ref.content.l.0"] != blobs[1].Digest.String() {
		t.Errorf("%v", manifest.labels)
	}
	layer := make([]byte, 5)
	if _, err := a.blobs[blobs[1].Digest].ReadAt(layer, 0); err != nil || string(layer) != "layer" {
		t.Errorf("%q, %v", layer, err)
	}
}

func TestAnArchiveThatLacksSomethingIsRefused(t *testing.T) {
	if _, err := openArchive(writeArchive(t, "x", "index.json")); err == nil {
		t.Error("without an index it was taken")
	}
	a, err := openArchive(writeArchive(t, "x", "blobs/sha256/"+digest.FromString("layer").Encoded()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	if _, err := a.closure(a.index.Manifests[0]); err == nil {
		t.Error("without its layer it was taken")
	}
}
