package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	registration "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

func newController(t *testing.T) *controller {
	t.Helper()
	volumes, err := openStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return &controller{volumes: volumes}
}

func request(name string, bytes int64, source *csi.VolumeContentSource) *csi.CreateVolumeRequest {
	return &csi.CreateVolumeRequest{Name: name, CapacityRange: &csi.CapacityRange{RequiredBytes: bytes}, VolumeContentSource: source,
		VolumeCapabilities: []*csi.VolumeCapability{capability()}}
}

func capability() *csi.VolumeCapability {
	return &csi.VolumeCapability{
		AccessType: &csi.VolumeCapability_Mount{Mount: &csi.VolumeCapability_MountVolume{}},
		AccessMode: &csi.VolumeCapability_AccessMode{Mode: csi.VolumeCapability_AccessMode_SINGLE_NODE_WRITER}}
}

func (c *controller) mustCreate(t *testing.T, r *csi.CreateVolumeRequest) (id, content string) {
	t.Helper()
	response, err := c.CreateVolume(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	id = response.Volume.VolumeId
	return id, c.volumes.volumes.content(id)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wantText(t *testing.T, path, text string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("%s: %q, %v; want %q", path, got, err, text)
	}
}

func TestSnapshotHoldsWhatTheVolumeHeldAndACloneWhatItHolds(t *testing.T) {
	c := newController(t)
	id, content := c.mustCreate(t, request("a", 1<<20, nil))
	put(t, filepath.Join(content, "file"), "then")
	made, err := c.CreateSnapshot(t.Context(), &csi.CreateSnapshotRequest{Name: "s", SourceVolumeId: id})
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(content, "file"), "now")

	_, restored := c.mustCreate(t, request("b", 2<<20, &csi.VolumeContentSource{Type: &csi.VolumeContentSource_Snapshot{
		Snapshot: &csi.VolumeContentSource_SnapshotSource{SnapshotId: made.Snapshot.SnapshotId}}}))
	_, clone := c.mustCreate(t, request("c", 1<<20, &csi.VolumeContentSource{Type: &csi.VolumeContentSource_Volume{
		Volume: &csi.VolumeContentSource_VolumeSource{VolumeId: id}}}))
	wantText(t, filepath.Join(restored, "file"), "then")
	wantText(t, filepath.Join(clone, "file"), "now")
}

func TestVolumeSmallerThanItsSourceIsRefused(t *testing.T) {
	c := newController(t)
	id, _ := c.mustCreate(t, request("a", 2<<20, nil))
	_, err := c.CreateVolume(t.Context(), request("b", 1<<20, &csi.VolumeContentSource{Type: &csi.VolumeContentSource_Volume{
		Volume: &csi.VolumeContentSource_VolumeSource{VolumeId: id}}}))
	if status.Code(err) != codes.OutOfRange {
		t.Error(err)
	}
}

func TestVolumesAreThereForAnotherDriverAndWhatWasHalfDoneIsNot(t *testing.T) {
	dir := t.TempDir()
	first, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	id, content := (&controller{volumes: first}).mustCreate(t, request("a", 1<<20, nil))
	put(t, filepath.Join(content, "file"), "kept")
	for _, half := range []string{making + "x", removing + "y"} {
		if err := os.MkdirAll(filepath.Join(first.volumes.dir, half, "content"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	second, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(second.volumes.dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != id {
		t.Errorf("%v, %v; want only %s", entries, err, id)
	}
	wantText(t, filepath.Join(second.volumes.content(id), "file"), "kept")
}

func TestWhatIsBeingDoneIsNotDoneTwice(t *testing.T) {
	c := newController(t)
	release, err := c.volumes.hold(idOf("a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.CreateVolume(t.Context(), request("a", 1, nil)); status.Code(err) != codes.Aborted {
		t.Error(err)
	}
	release()
	c.mustCreate(t, request("a", 1, nil))
}

func TestExpandedVolumeIsAsLargeAsAskedForAndNeverShrinks(t *testing.T) {
	c := newController(t)
	id, _ := c.mustCreate(t, request("a", 1<<20, nil))
	for _, each := range []struct{ ask, want int64 }{{4 << 20, 4 << 20}, {2 << 20, 4 << 20}} {
		got, err := c.ControllerExpandVolume(t.Context(), &csi.ControllerExpandVolumeRequest{VolumeId: id, CapacityRange: &csi.CapacityRange{RequiredBytes: each.ask}})
		if err != nil || got.CapacityBytes != each.want {
			t.Errorf("%v, %v; want %d", got, err, each.want)
		}
	}
	if volume, err := c.volumes.volume(id); err != nil || volume.Bytes != 4<<20 {
		t.Errorf("%v, %v", volume, err)
	}
}

func TestPublishedVolumeIsThePodsAndReadOnlyIfAsked(t *testing.T) {
	c := newController(t)
	n := &nodeServer{volumes: c.volumes, node: "node"}
	id, content := c.mustCreate(t, request("a", 1<<20, nil))
	put(t, filepath.Join(content, "file"), "text")
	target := filepath.Join(t.TempDir(), "pods", "mount")
	publish := &csi.NodePublishVolumeRequest{VolumeId: id, StagingTargetPath: "/unused", TargetPath: target, VolumeCapability: capability(), Readonly: true}
	for range 2 {
		if _, err := n.NodePublishVolume(t.Context(), publish); err != nil {
			t.Fatal(err)
		}
	}
	wantText(t, filepath.Join(target, "file"), "text")
	if err := os.WriteFile(filepath.Join(target, "other"), nil, 0o600); !errors.Is(err, unix.EROFS) {
		t.Errorf("written: %v", err)
	}
	for range 2 {
		if _, err := n.NodeUnpublishVolume(t.Context(), &csi.NodeUnpublishVolumeRequest{VolumeId: id, TargetPath: target}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Lstat(target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the mount point is left: %v", err)
	}
	wantText(t, filepath.Join(content, "file"), "text")
}

func TestUnpublishingNeverRemovesData(t *testing.T) {
	n := &nodeServer{volumes: newController(t).volumes}
	target := t.TempDir()
	put(t, filepath.Join(target, "file"), "text")
	if _, err := n.NodeUnpublishVolume(t.Context(), &csi.NodeUnpublishVolumeRequest{VolumeId: "v", TargetPath: target}); err == nil {
		t.Error("no error")
	}
	wantText(t, filepath.Join(target, "file"), "text")
}

func TestCopyOfATreeIsLikeIt(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	in := func(name string) string { return filepath.Join(from, name) }
	must(os.MkdirAll(in("dir/sub"), 0o755))
	put(t, in("dir/file"), "text")
	must(os.Chmod(in("dir/file"), 0o4751))
	must(os.Link(in("dir/file"), in("dir/sub/link")))
	must(os.Symlink("/etc/hostname", in("symlink")))
	must(unix.Mkfifo(in("pipe"), 0o640))
	must(unix.Setxattr(in("dir/file"), "user.a", []byte("b"), 0))
	sparse, err := os.Create(in("sparse"))
	must(err)
	_, err = sparse.WriteAt([]byte("end"), 64<<20)
	must(errors.Join(err, sparse.Truncate(128<<20), sparse.Close()))
	long := time.Date(2001, 2, 3, 4, 5, 6, 7, time.UTC)
	for _, each := range []string{"dir/file", "dir/sub", "dir"} {
		must(os.Chtimes(in(each), long, long))
	}

	must(copyTree(from, to))
	if want, got := describe(t, from), describe(t, to); want != got {
		t.Errorf("want\n%s\ngot\n%s", want, got)
	}
	var a unix.Stat_t
	must(unix.Stat(filepath.Join(to, "sparse"), &a))
	if a.Blocks*512 > 1<<20 {
		t.Errorf("the holes take %d bytes", a.Blocks*512)
	}
}

func describe(t *testing.T, dir string) string {
	t.Helper()
	var text strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		stat := info.Sys().(*syscall.Stat_t)
		name, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&text, "%s %v %d:%d", name, info.Mode(), stat.Uid, stat.Gid)
		if !info.IsDir() {
			fmt.Fprintf(&text, " %d links %d bytes", stat.Nlink, stat.Size)
		}
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			value := make([]byte, 9)
			n, _ := unix.Getxattr(path, "user.a", value)
			fmt.Fprintf(&text, " %q %q", bytes.Trim(content, "\x00"), value[:max(n, 0)])
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			fmt.Fprintf(&text, " %d", stat.Mtim.Nano())
		} else {
			target, err := os.Readlink(path)
			fmt.Fprintf(&text, " %s %v", target, err)
		}
		text.WriteString("\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestCopyDoesNotLeaveItsTree(t *testing.T) {
	outside := t.TempDir()
	put(t, filepath.Join(outside, "secret"), "secret")
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	root, err := os.OpenRoot(from)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := os.Symlink(outside, filepath.Join(from, "dir")); err != nil {
		t.Fatal(err)
	}
	// As if dir had been a directory when it was listed.
	copied := tree{root: root, to: to, links: map[inode]string{}}
	if err := copied.copy("dir/secret"); err == nil {
		t.Error("it was copied")
	}
}

func TestDriverIsReadyWhenTheKubeletKnowsItAndLeavesNoSocket(t *testing.T) {
	dir := t.TempDir()
	endpoint, announced := filepath.Join(dir, "csi.sock"), filepath.Join(dir, driverName+"-reg.sock")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, endpoint, dir, "/elsewhere/csi.sock", filepath.Join(dir, "data"), "node") }()
	conn, err := grpc.NewClient("unix://"+announced, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	kubelet := registration.NewRegistrationClient(conn)
	info, err := kubelet.GetInfo(ctx, &registration.InfoRequest{}, grpc.WaitForReady(true))
	if err != nil || info.Type != registration.CSIPlugin || info.Name != driverName || info.Endpoint != "/elsewhere/csi.sock" {
		t.Fatalf("%v, %v", info, err)
	}
	if err := check(endpoint); err == nil {
		t.Error("it is ready before it is known")
	}
	if _, err := kubelet.NotifyRegistrationStatus(ctx, &registration.RegistrationStatus{PluginRegistered: true}); err != nil {
		t.Fatal(err)
	}
	if err := check(endpoint); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, socket := range []string{endpoint, announced} {
		if _, err := os.Lstat(socket); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", socket, err)
		}
	}
}
