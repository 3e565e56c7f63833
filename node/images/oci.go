package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"slices"
	"time"
)

// File is an entry of an image's one layer: a regular file, or a symbolic link if Link is set. Paths are relative to the root.
type File struct {
	Path    string
	Content []byte
	Link    string
	Mode    int64
}

// Image is what an OCI image is made of.
type Image struct {
	Name       string // with its tag
	Entrypoint []string
	Env        []string
	Packed     bool // the layer is compressed by zstd
	Files      []File
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// Archive is the image as an OCI layout in a tar. The same image gives the same bytes.
func (i Image) Archive() ([]byte, error) {
	layer, err := archive(i.Files)
	if err != nil {
		return nil, err
	}
	var blobs []File
	blob := func(mediaType string, content []byte) descriptor {
		digest := fmt.Sprintf("%x", sha256.Sum256(content))
		blobs = append(blobs, File{Path: "blobs/sha256/" + digest, Content: content, Mode: 0o644})
		return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(content)}
	}
	content := fmt.Sprintf("sha256:%x", sha256.Sum256(layer))
	mediaType := "application/vnd.oci.image.layer.v1.tar"
	if i.Packed {
		mediaType += "+zstd"
		if layer, err = pack(layer); err != nil {
			return nil, err
		}
	}
	layerBlob := blob(mediaType, layer)
	config, err := json.Marshal(map[string]any{
		"architecture": "amd64",
		"os":           "linux",
		"config":       map[string]any{"Entrypoint": i.Entrypoint, "Env": i.Env},
		"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{content}},
	})
	if err != nil {
		return nil, err
	}
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2,
		"mediaType":     "application/vnd.oci.image.manifest.v1+json",
		"config":        blob("application/vnd.oci.image.config.v1+json", config),
		"layers":        []descriptor{layerBlob},
	})
	if err != nil {
		return nil, err
	}
	named := blob("application/vnd.oci.image.manifest.v1+json", manifest)
	named.Annotations = map[string]string{"io.containerd.image.name": i.Name}
	index, err := json.Marshal(map[string]any{"schemaVersion": 2, "manifests": []descriptor{named}})
	if err != nil {
		return nil, err
	}
	return archive(append([]File{
		{Path: "oci-layout", Content: []byte(`{"imageLayoutVersion":"1.0.0"}`), Mode: 0o644},
		{Path: "index.json", Content: index, Mode: 0o644},
	}, blobs...))
}

// pack compresses. One thread, whose result does not hang on how many there are.
func pack(content []byte) ([]byte, error) {
	zstd := exec.Command("zstd", "-q", "-12", "--single-thread", "--stdout")
	zstd.Stdin = bytes.NewReader(content)
	zstd.Stderr = os.Stderr
	packed, err := zstd.Output()
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	return packed, nil
}

// archive is a tar of the files with the directories that they need, without owners or times.
func archive(files []File) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	dirs := map[string]bool{".": true}
	for _, f := range files {
		var missing []string
		for d := path.Dir(f.Path); !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
			missing = append(missing, d)
		}
		slices.Reverse(missing)
		for _, d := range missing {
			if err := w.WriteHeader(header(tar.TypeDir, d+"/", 0o755)); err != nil {
				return nil, err
			}
		}
		h := header(tar.TypeReg, f.Path, f.Mode)
		if f.Link != "" {
			h = header(tar.TypeSymlink, f.Path, 0o777)
			h.Linkname = f.Link
		}
		h.Size = int64(len(f.Content))
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Content); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

func header(kind byte, name string, mode int64) *tar.Header {
	return &tar.Header{Typeflag: kind, Name: name, Mode: mode, ModTime: time.Unix(0, 0), Format: tar.FormatUSTAR}
}
