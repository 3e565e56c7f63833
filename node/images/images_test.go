package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"
)

func entries(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	r := tar.NewReader(bytes.NewReader(archive))
	for {
		h, err := r.Next()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if found[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestArchiveIsAnOCILayout(t *testing.T) {
	image := testImage([]byte("busybox"), []string{"sh", "busybox", "wget"})
	archive, err := image.Archive()
	if err != nil {
		t.Fatal(err)
	}
	again, err := image.Archive()
	if err != nil || !bytes.Equal(archive, again) {
		t.Errorf("the same image gave other bytes (%v)", err)
	}
	files := entries(t, archive)
	blob := func(d descriptor) []byte {
		content, ok := files["blobs/sha256/"+strings.TrimPrefix(d.Digest, "sha256:")]
		if !ok || len(content) != d.Size || d.Digest != fmt.Sprintf("sha256:%x", sha256.Sum256(content)) {
			t.Errorf("blob %+v: there %v, %d bytes", d, ok, len(content))
		}
		return content
	}
	var index struct{ Manifests []descriptor }
	if err := json.Unmarshal(files["index.json"], &index); err != nil {
		t.Fatal(err)
	}
	if name := index.Manifests[0].Annotations["io.containerd.image.name"]; name != "coracle.dev/test:1" {
		t.Errorf("name %q", name)
	}
	var manifest struct {
		Config descriptor
		Layers []descriptor
	}
	if err := json.Unmarshal(blob(index.Manifests[0]), &manifest); err != nil {
		t.Fatal(err)
	}
	blob(manifest.Config)
	layer := entries(t, blob(manifest.Layers[0]))
	for _, file := range []string{"bin/", "bin/busybox", "bin/sh", "bin/wget", "etc/passwd"} {
		if _, ok := layer[file]; !ok {
			t.Errorf("no %s in the layer", file)
		}
	}
}

func TestPackedLayerIsWhatItWas(t *testing.T) {
	image := Image{Name: "coracle.dev/x:1", Packed: true, Files: []File{{Path: "x", Content: bytes.Repeat([]byte("x"), 1<<16), Mode: 0o755}}}
	archive, err := image.Archive()
	if err != nil {
		t.Fatal(err)
	}
	files := entries(t, archive)
	var manifest struct {
		Config descriptor
		Layers []descriptor
	}
	var config struct {
		Rootfs struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}
	for _, content := range files {
		if bytes.Contains(content, []byte(`"layers":[`)) {
			if err := json.Unmarshal(content, &manifest); err != nil {
				t.Fatal(err)
			}
		}
	}
	layer := manifest.Layers[0]
	if layer.MediaType != "application/vnd.oci.image.layer.v1.tar+zstd" || layer.Size > 1<<12 {
		t.Errorf("layer %+v", layer)
	}
	unpack := exec.Command("zstd", "-dqc")
	unpack.Stdin = bytes.NewReader(files["blobs/sha256/"+strings.TrimPrefix(layer.Digest, "sha256:")])
	content, err := unpack.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(files["blobs/sha256/"+strings.TrimPrefix(manifest.Config.Digest, "sha256:")], &config); err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("sha256:%x", sha256.Sum256(content)); config.Rootfs.DiffIDs[0] != want {
		t.Errorf("diff id %s, want %s", config.Rootfs.DiffIDs[0], want)
	}
}

func TestFilesOfADirectoryKeepTheirModesAndLinks(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "usr"), 0o755), os.WriteFile(filepath.Join(dir, "usr/file"), []byte("text"), 0o755),
		os.Symlink("usr/file", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	files, err := filesOf(dir)
	want := []File{{Path: "link", Link: "usr/file", Mode: 0o777}, {Path: "usr/file", Content: []byte("text"), Mode: 0o755}}
	if err != nil || !reflect.DeepEqual(files, want) {
		t.Errorf("%+v, %v", files, err)
	}
}

func TestPauseEndsWhenAskedTo(t *testing.T) {
	program := filepath.Join(t.TempDir(), "pause")
	if err := os.WriteFile(program, pauseProgram(), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		pause := exec.Command(program)
		if err := pause.Start(); err != nil {
			t.Fatal(err)
		}
		awaitSleep(t, pause.Process.Pid)
		ended := make(chan error, 1)
		go func() { ended <- pause.Wait() }()
		for _, harmless := range []os.Signal{syscall.SIGCHLD, syscall.SIGHUP, syscall.SIGUSR1} {
			if err := pause.Process.Signal(harmless); err != nil {
				t.Fatal(err)
			}
		}
		select {
		case err := <-ended:
			t.Fatalf("ended by itself: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		if err := pause.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("%v: %v", signal, err)
			}
		case <-time.After(10 * time.Second):
			_ = pause.Process.Kill()
			t.Fatalf("%v had no effect", signal)
		}
	}
}

// awaitBlocked waits until a process that has just started blocks signals.
func awaitSleep(t *testing.T, pid int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err == nil && strings.Contains(string(status), "State:\tS") {
			return
		}
	}
	t.Fatal("never waited")
}
