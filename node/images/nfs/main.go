// Command nfs makes volumes for claims of the storage class "nfs": directories that the NFS server beside it exports.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// name is what storage classes have.
const name = "coracle.dev/nfs"

func main() {
	dir := flag.String("dir", "", "directory that the server exports under the same path")
	server := flag.String("server", "", "address of the server, as the node has it")
	flag.Parse()
	if *dir == "" || *server == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, provisioner{dir: *dir, server: *server}); err != nil {
		klog.Fatal(err)
	}
}

func run(ctx context.Context, p provisioner) error {
	config, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	controller.NewProvisionController(ctx, client, name, p, controller.LeaderElection(false)).Run(ctx)
	return nil
}

type provisioner struct{ dir, server string }

// Provision makes the directory of a claim; whatever user a pod runs as may write there.
func (p provisioner) Provision(_ context.Context, o controller.ProvisionOptions) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	if mode := o.PVC.Spec.VolumeMode; mode != nil && *mode != v1.PersistentVolumeFilesystem {
		return nil, controller.ProvisioningFinished, errors.New("only volumes with a file system can be made, no block devices")
	}
	path := filepath.Join(p.dir, o.PVName)
	if err := os.Mkdir(path, 0o777); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, controller.ProvisioningFinished, err
	}
	if err := os.Chmod(path, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return p.volume(o, path), controller.ProvisioningFinished, nil
}

// volume names the server among the options, too: the node has no program that would do it. An answer that does not come within one
// and a half minutes is an error, so that nothing waits for ever for a server that is gone.
func (p provisioner) volume(o controller.ProvisionOptions, path string) *v1.PersistentVolume {
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: o.PVName},
		Spec: v1.PersistentVolumeSpec{
			Capacity:                      v1.ResourceList{v1.ResourceStorage: o.PVC.Spec.Resources.Requests[v1.ResourceStorage]},
			AccessModes:                   o.PVC.Spec.AccessModes,
			PersistentVolumeReclaimPolicy: *o.StorageClass.ReclaimPolicy,
			MountOptions:                  append([]string{"vers=4.2", "addr=" + p.server, "softerr", "timeo=150", "retrans=2"}, o.StorageClass.MountOptions...),
			PersistentVolumeSource:        v1.PersistentVolumeSource{NFS: &v1.NFSVolumeSource{Server: p.server, Path: path}},
		},
	}
}

// Delete removes what a volume holds.
func (p provisioner) Delete(_ context.Context, volume *v1.PersistentVolume) error {
	if volume.Spec.NFS == nil {
		return fmt.Errorf("volume %s is none of ours", volume.Name)
	}
	path := filepath.Clean(volume.Spec.NFS.Path)
	if !strings.HasPrefix(path, p.dir+"/") {
		return fmt.Errorf("volume %s is at %s, which is none of ours: left alone", volume.Name, path)
	}
	return os.RemoveAll(path)
}
