package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// nodeServer gives pods their volumes: a directory by a bind mount, a block device by one of a loop device, which staging attaches.
type nodeServer struct {
	csi.UnimplementedNodeServer
	volumes *store
	node    string
}

func (n *nodeServer) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{NodeId: n.node}, nil
}

func (n *nodeServer) NodeGetCapabilities(context.Context, *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	response := &csi.NodeGetCapabilitiesResponse{}
	for _, each := range []csi.NodeServiceCapability_RPC_Type{
		csi.NodeServiceCapability_RPC_STAGE_UNSTAGE_VOLUME,
		csi.NodeServiceCapability_RPC_EXPAND_VOLUME,
		csi.NodeServiceCapability_RPC_GET_VOLUME_STATS,
		csi.NodeServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	} {
		response.Capabilities = append(response.Capabilities, &csi.NodeServiceCapability{
			Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{Type: each}}})
	}
	return response, nil
}

// held finds a volume of which nothing else is done until release is called.
func (n *nodeServer) held(id string) (volume *entry, release func(), err error) {
	if release, err = n.volumes.hold(id); err != nil {
		return nil, nil, err
	}
	if volume, err = n.volumes.volume(id); err != nil {
		release()
	}
	return volume, release, err
}

// wanted finds a volume to be had at a path, if it is of the kind that is wanted.
func (n *nodeServer) wanted(id, path string, as *csi.VolumeCapability) (volume *entry, release func(), err error) {
	if path == "" {
		return nil, nil, missing("path")
	}
	if as == nil {
		return nil, nil, missing("volume capability")
	}
	block, err := isBlock([]*csi.VolumeCapability{as})
	if err != nil {
		return nil, nil, err
	}
	if volume, release, err = n.held(id); err != nil {
		return nil, nil, err
	}
	if block != volume.Block {
		release()
		return nil, nil, status.Error(codes.InvalidArgument, "only one of the volume and what is wanted of it is a block device")
	}
	return volume, release, nil
}

func (n *nodeServer) NodeStageVolume(_ context.Context, r *csi.NodeStageVolumeRequest) (*csi.NodeStageVolumeResponse, error) {
	volume, release, err := n.wanted(r.GetVolumeId(), r.GetStagingTargetPath(), r.GetVolumeCapability())
	if err != nil {
		return nil, err
	}
	defer release()
	if volume.Block {
		if _, err := attachLoop(n.volumes.volumes.content(volume.ID)); err != nil {
			return nil, err
		}
	}
	return &csi.NodeStageVolumeResponse{}, nil
}

func (n *nodeServer) NodeUnstageVolume(_ context.Context, r *csi.NodeUnstageVolumeRequest) (*csi.NodeUnstageVolumeResponse, error) {
	if r.GetStagingTargetPath() == "" {
		return nil, missing("staging target path")
	}
	volume, release, err := n.held(r.GetVolumeId())
	if status.Code(err) == codes.NotFound {
		return &csi.NodeUnstageVolumeResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer release()
	if volume.Block {
		err = detachLoop(n.volumes.volumes.content(volume.ID))
	}
	return &csi.NodeUnstageVolumeResponse{}, err
}

func (n *nodeServer) NodePublishVolume(_ context.Context, r *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	target := r.GetTargetPath()
	volume, release, err := n.wanted(r.GetVolumeId(), target, r.GetVolumeCapability())
	if err != nil {
		return nil, err
	}
	defer release()
	source := n.volumes.volumes.content(volume.ID)
	if volume.Block {
		if source, err = loopOf(source); err == nil && source == "" {
			err = status.Error(codes.FailedPrecondition, "the volume is not staged")
		}
		if err != nil {
			return nil, err
		}
	}
	if is, err := isMountOf(source, target); err != nil {
		return nil, err
	} else if !is {
		if r.GetVolumeCapability().GetAccessMode().GetMode() == csi.VolumeCapability_AccessMode_SINGLE_NODE_SINGLE_WRITER {
			if there, err := mountsOf(source); err != nil {
				return nil, err
			} else if len(there) > 0 {
				return nil, status.Errorf(codes.FailedPrecondition, "the volume is for one pod, and is at %s", there[0])
			}
		}
		if err := makeTarget(target, volume.Block); err != nil {
			return nil, err
		}
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return nil, err
		}
	}
	if r.GetReadonly() && !volume.Block { // a device that is to be only read is opened like that
		if err := unix.Mount("", target, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
			return nil, err
		}
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

// isMountOf tells whether a directory or device is mounted at target.
func isMountOf(source, target string) (bool, error) {
	var there, wanted unix.Stat_t
	if err := unix.Stat(target, &there); errors.Is(err, unix.ENOENT) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if err := unix.Stat(source, &wanted); err != nil {
		return false, err
	}
	return there.Dev == wanted.Dev && there.Ino == wanted.Ino, nil
}

// mountsOf is where pods have a directory or device. The mounts tell its path in the file system that it is on, of which the end is
// enough: a device's name, and of a directory's path what the store has given it.
func mountsOf(source string) ([]string, error) {
	text, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	end := "/" + filepath.Base(source)
	if !strings.HasPrefix(source, "/dev/") {
		end = "/" + filepath.Base(filepath.Dir(source)) + end
	}
	var targets []string
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 4 && strings.HasSuffix(fields[3], end) {
			targets = append(targets, fields[4])
		}
	}
	return targets, nil
}

func makeTarget(target string, block bool) error {
	if !block {
		return os.MkdirAll(target, 0o750)
	}
	f, err := os.OpenFile(target, os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (n *nodeServer) NodeUnpublishVolume(_ context.Context, r *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	if r.GetVolumeId() == "" {
		return nil, missing("volume id")
	}
	target := r.GetTargetPath()
	if target == "" {
		return nil, missing("target path")
	}
	for { // EINVAL: nothing is mounted there
		err := unix.Unmount(target, 0)
		if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOENT) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	// Never more than the mount point: it may hold data if something went wrong.
	if err := os.Remove(target); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

func (n *nodeServer) NodeExpandVolume(_ context.Context, r *csi.NodeExpandVolumeRequest) (*csi.NodeExpandVolumeResponse, error) {
	volume, release, err := n.held(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	defer release()
	if err := published(r.GetVolumePath()); err != nil {
		return nil, err
	}
	if volume.Block {
		err = resizeLoop(n.volumes.volumes.content(volume.ID))
	}
	return &csi.NodeExpandVolumeResponse{CapacityBytes: volume.Bytes}, err
}

func (n *nodeServer) NodeGetVolumeStats(_ context.Context, r *csi.NodeGetVolumeStatsRequest) (*csi.NodeGetVolumeStatsResponse, error) {
	if r.GetVolumePath() == "" {
		return nil, missing("volume path")
	}
	volume, err := n.volumes.volume(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	if err := published(r.GetVolumePath()); err != nil {
		return nil, err
	}
	if volume.Block {
		return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{{Unit: csi.VolumeUsage_BYTES, Total: volume.Bytes}}}, nil
	}
	var s unix.Statfs_t // of the disk, which all volumes share
	if err := unix.Statfs(r.GetVolumePath(), &s); err != nil {
		return nil, err
	}
	return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{
		{Unit: csi.VolumeUsage_BYTES, Total: int64(s.Blocks) * s.Bsize, Available: int64(s.Bavail) * s.Bsize, Used: int64(s.Blocks-s.Bfree) * s.Bsize},
		{Unit: csi.VolumeUsage_INODES, Total: int64(s.Files), Available: int64(s.Ffree), Used: int64(s.Files - s.Ffree)},
	}}, nil
}

// published returns an error if there is no volume at path.
func published(path string) error {
	if path == "" {
		return missing("volume path")
	}
	if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
		return status.Errorf(codes.NotFound, "nothing is at %s", path)
	} else if err != nil {
		return err
	}
	return nil
}
