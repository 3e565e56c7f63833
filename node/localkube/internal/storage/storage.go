// Package storage makes volumes for the claims of the storage class "standard": directories on the data disk.
package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	v1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	corelisters "k8s.io/client-go/listers/core/v1"
	storagelisters "k8s.io/client-go/listers/storage/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
	"k8s.io/utils/ptr"

	"coracle.dev/node/internal/kube"
	"coracle.dev/node/internal/service"
)

const (
	// ProvisionerName is what storage classes name.
	ProvisionerName = "coracle.dev/hostpath"

	// Switch is a ConfigMap in kube-system: where a user has removed it (the addon "storage-provisioner"), no volume is made.
	Switch = "storage-provisioner"

	// What Kubernetes writes on a claim to say whose it is, and provisioners on their volumes.
	claimAnnotation  = "volume.kubernetes.io/storage-provisioner"
	volumeAnnotation = "pv.kubernetes.io/provisioned-by"
)

// errSwitchedOff has the claim looked at again, in a minute at the latest.
var errSwitchedOff = errors.New("the addon storage-provisioner is disabled")

// item is a claim to make a volume for, or a volume to look at.
type item struct {
	claim bool
	key   string
}

type provisioner struct {
	dir     string
	client  kubernetes.Interface
	claims  corelisters.PersistentVolumeClaimLister
	volumes corelisters.PersistentVolumeLister
	classes storagelisters.StorageClassLister
	events  interface {
		Event(object runtime.Object, eventType, reason, message string)
	}
}

// Service is the component; volumes are directories in dir.
func Service(kubeconfig, dir string) service.Service {
	return service.Service{Name: "storage-provisioner", Needs: []string{"apiserver:authorizing"}, Run: func(ctx context.Context, up service.Up) error {
		client, err := kube.Client(kubeconfig)
		if err != nil {
			return err
		}
		factory := informers.NewSharedInformerFactory(client, 0)
		core := factory.Core().V1()
		p := &provisioner{dir: dir, client: client, claims: core.PersistentVolumeClaims().Lister(), volumes: core.PersistentVolumes().Lister(),
			classes: factory.Storage().V1().StorageClasses().Lister(), events: kube.Recorder(ctx, client, "coracle-storage")}
		queue := workqueue.NewTypedRateLimitingQueue(workqueue.NewTypedItemExponentialFailureRateLimiter[item](100*time.Millisecond, time.Minute))
		defer context.AfterFunc(ctx, queue.ShutDown)()
		for informer, claim := range map[cache.SharedIndexInformer]bool{core.PersistentVolumeClaims().Informer(): true, core.PersistentVolumes().Informer(): false} {
			add := func(o any) {
				if k, err := cache.MetaNamespaceKeyFunc(o); err == nil {
					queue.Add(item{claim, k})
				}
			}
			if _, err := informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: add, UpdateFunc: func(_, now any) { add(now) }}); err != nil {
				return err
			}
		}
		factory.Start(ctx.Done())
		factory.WaitForCacheSync(ctx.Done())
		up.Ready()
		for p.next(ctx, queue) {
		}
		return nil
	}}
}

func (p *provisioner) next(ctx context.Context, queue workqueue.TypedRateLimitingInterface[item]) bool {
	i, quit := queue.Get()
	if quit {
		return false
	}
	defer queue.Done(i)
	do := p.reclaim
	if i.claim {
		do = p.provision
	}
	if err := do(ctx, i.key); err != nil && !apierrors.IsNotFound(err) {
		klog.ErrorS(err, "To be tried again", "object", i.key)
		queue.AddRateLimited(i)
		return true
	}
	queue.Forget(i)
	return true
}

// provision makes the volume of a claim, once.
func (p *provisioner) provision(ctx context.Context, key string) error {
	namespace, name, err := cache.SplitMetaNamespaceKey(key)
	if err != nil {
		return err
	}
	claim, err := p.claims.PersistentVolumeClaims(namespace).Get(name)
	if err != nil {
		return err
	}
	if claim.Spec.VolumeName != "" || claim.DeletionTimestamp != nil || claim.Annotations[claimAnnotation] != ProvisionerName {
		return nil
	}
	if ptr.Deref(claim.Spec.VolumeMode, v1.PersistentVolumeFilesystem) != v1.PersistentVolumeFilesystem {
		p.events.Event(claim, v1.EventTypeWarning, "ProvisioningFailed", "only volumes with a file system can be made, no block devices")
		return nil
	}
	class, err := p.classes.Get(ptr.Deref(claim.Spec.StorageClassName, ""))
	if err != nil {
		return err
	}
	if _, err := p.client.CoreV1().ConfigMaps(metav1.NamespaceSystem).Get(ctx, Switch, metav1.GetOptions{}); apierrors.IsNotFound(err) {
		p.events.Event(claim, v1.EventTypeNormal, "ExternalProvisioning", "waiting until the addon storage-provisioner is enabled")
		return errSwitchedOff
	} else if err != nil {
		return err
	}
	dir := p.path(claim)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o777); err != nil { // whatever user the pod runs as
		return err
	}
	size := claim.Spec.Resources.Requests[v1.ResourceStorage]
	if err := limit(dir, size.Value()); err != nil {
		return err
	}
	_, err = p.client.CoreV1().PersistentVolumes().Create(ctx, volume(claim, class, dir), metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	if err == nil {
		klog.InfoS("Volume made", "claim", key, "directory", dir)
	}
	return err
}

func (p *provisioner) path(claim *v1.PersistentVolumeClaim) string {
	return filepath.Join(p.dir, claim.Namespace, fmt.Sprintf("%s-%s", claim.Name, claim.UID))
}

func volume(claim *v1.PersistentVolumeClaim, class *storagev1.StorageClass, dir string) *v1.PersistentVolume {
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: "pvc-" + string(claim.UID), Annotations: map[string]string{volumeAnnotation: ProvisionerName}},
		Spec: v1.PersistentVolumeSpec{
			Capacity:                      v1.ResourceList{v1.ResourceStorage: claim.Spec.Resources.Requests[v1.ResourceStorage]},
			AccessModes:                   claim.Spec.AccessModes,
			PersistentVolumeReclaimPolicy: ptr.Deref(class.ReclaimPolicy, v1.PersistentVolumeReclaimDelete),
			StorageClassName:              class.Name,
			ClaimRef: &v1.ObjectReference{Kind: "PersistentVolumeClaim", APIVersion: "v1",
				Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID},
			PersistentVolumeSource: v1.PersistentVolumeSource{HostPath: &v1.HostPathVolumeSource{Path: dir, Type: ptr.To(v1.HostPathDirectoryOrCreate)}},
		},
	}
}

// remove removes a volume's directory; another file may come to have its inode number.
func remove(dir string) error {
	if err := limit(dir, 0); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.RemoveAll(dir)
}

// reclaim removes a volume of ours, and what is in it, when its claim is gone and its policy says so.
func (p *provisioner) reclaim(ctx context.Context, name string) error {
	v, err := p.volumes.Get(name)
	if err != nil {
		return err
	}
	if v.Status.Phase != v1.VolumeReleased || v.Annotations[volumeAnnotation] != ProvisionerName ||
		v.Spec.PersistentVolumeReclaimPolicy != v1.PersistentVolumeReclaimDelete || v.Spec.HostPath == nil {
		return nil
	}
	if dir := filepath.Clean(v.Spec.HostPath.Path); !strings.HasPrefix(dir, p.dir+"/") {
		return fmt.Errorf("volume %s is at %s, which is none of ours: left alone", name, dir)
	} else if err := remove(dir); err != nil {
		return err
	}
	return p.client.CoreV1().PersistentVolumes().Delete(ctx, name, metav1.DeleteOptions{})
}
