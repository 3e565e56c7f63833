// Package images gives containerd the images that the node ISO carries, so that pods can use them without a network.
package images

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// nameAnnotation is where an OCI archive keeps the full name of an image.
const nameAnnotation = "io.containerd.image.name"

// archive is an OCI image layout in a tar file. Blobs are read where they are.
type archive struct {
	file  *os.File
	blobs map[digest.Digest]*io.SectionReader
	index ocispec.Index
}

func openArchive(path string) (*archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	a, err := readArchive(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return a, nil
}

// readArchive reads from where the file is at.
func readArchive(f *os.File) (*archive, error) {
	a := &archive{file: f, blobs: map[digest.Digest]*io.SectionReader{}}
	seen := false
	for t := tar.NewReader(f); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		at, err := f.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, err
		}
		var hex string
		if h.Name == "index.json" {
			seen = true
			if err := json.NewDecoder(t).Decode(&a.index); err != nil {
				return nil, err
			}
		} else if n, _ := fmt.Sscanf(h.Name, "blobs/sha256/%64s", &hex); n == 1 {
			a.blobs[digest.NewDigestFromEncoded(digest.SHA256, hex)] = io.NewSectionReader(f, at, h.Size)
		}
	}
	if !seen {
		return nil, errors.New("no OCI image layout: it lacks index.json")
	}
	return a, nil
}

func (a *archive) Close() error { return a.file.Close() }

// blob is a piece of content and what it refers to, as containerd's garbage collector wants to know it.
type blob struct {
	ocispec.Descriptor
	labels map[string]string
}

// closure is all that belongs to an image, what is referred to before what refers to it.
func (a *archive) closure(d ocispec.Descriptor) ([]blob, error) {
	r := a.blobs[d.Digest]
	if r == nil {
		return nil, fmt.Errorf("it lacks %s", d.Digest)
	}
	var all []blob
	labels := map[string]string{}
	refer := func(as string, children ...ocispec.Descriptor) error {
		for i, c := range children {
			more, err := a.closure(c)
			if err != nil {
				return err
			}
			all = append(all, more...)
			key := "containerd.io/gc.ref.content." + as
			if as != "config" {
				key += "." + strconv.Itoa(i)
			}
			labels[key] = c.Digest.String()
		}
		return nil
	}
	switch d.MediaType {
	case ocispec.MediaTypeImageIndex, "application/vnd.docker.distribution.manifest.list.v2+json":
		var x ocispec.Index
		if err := a.decode(r, &x); err != nil {
			return nil, err
		}
		if err := refer("m", x.Manifests...); err != nil {
			return nil, err
		}
	case ocispec.MediaTypeImageManifest, "application/vnd.docker.distribution.manifest.v2+json":
		var m ocispec.Manifest
		if err := a.decode(r, &m); err != nil {
			return nil, err
		}
		if err := errors.Join(refer("config", m.Config), refer("l", m.Layers...)); err != nil {
			return nil, err
		}
	}
	return append(all, blob{d, labels}), nil
}

func (a *archive) decode(r *io.SectionReader, v any) error {
	return json.NewDecoder(io.NewSectionReader(r, 0, r.Size())).Decode(v)
}
