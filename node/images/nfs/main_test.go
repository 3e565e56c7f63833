package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

func options() controller.ProvisionOptions {
	policy := v1.PersistentVolumeReclaimDelete
	claim := &v1.PersistentVolumeClaim{Spec: v1.PersistentVolumeClaimSpec{AccessModes: []v1.PersistentVolumeAccessMode{v1.ReadWriteMany},
		Resources: v1.VolumeResourceRequirements{Requests: v1.ResourceList{v1.ResourceStorage: resource.MustParse("1Mi")}}}}
	return controller.ProvisionOptions{PVName: "pvc-1", PVC: claim, StorageClass: &storagev1.StorageClass{ReclaimPolicy: &policy, MountOptions: []string{"noatime"}}}
}

func TestVolumeIsADirectoryThatAnybodyMayWriteToAndGoesWithWhatItHolds(t *testing.T) {
	p := provisioner{dir: t.TempDir(), server: "127.0.0.1"}
	path := filepath.Join(p.dir, "pvc-1")
	var volume *v1.PersistentVolume
	for range 2 { // asked again it makes nothing new
		var err error
		if volume, _, err = p.Provision(t.Context(), options()); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o777 {
		t.Fatalf("%v, %v", info, err)
	}
	spec := volume.Spec
	if spec.NFS.Server != "127.0.0.1" || spec.NFS.Path != path || !slices.Contains(spec.MountOptions, "addr=127.0.0.1") ||
		!slices.Contains(spec.MountOptions, "noatime") || !slices.Equal(spec.AccessModes, []v1.PersistentVolumeAccessMode{v1.ReadWriteMany}) {
		t.Errorf("%+v", spec)
	}
	if err := os.WriteFile(filepath.Join(path, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Delete(t.Context(), volume); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is left: %v", err)
	}
}

func TestNothingElseIsRemoved(t *testing.T) {
	p := provisioner{dir: t.TempDir()}
	other := filepath.Join(p.dir, "..", "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, p.dir, filepath.Join(p.dir, "pvc", "..", "..", "other")} {
		volume := &v1.PersistentVolume{Spec: v1.PersistentVolumeSpec{PersistentVolumeSource: v1.PersistentVolumeSource{NFS: &v1.NFSVolumeSource{Path: path}}}}
		if err := p.Delete(t.Context(), volume); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
}

func TestBlockDeviceIsRefused(t *testing.T) {
	o := options()
	block := v1.PersistentVolumeBlock
	o.PVC.Spec.VolumeMode = &block
	if _, _, err := (provisioner{dir: t.TempDir()}).Provision(t.Context(), o); err == nil {
		t.Error("no error")
	}
}
