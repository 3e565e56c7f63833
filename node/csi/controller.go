package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// defaultBytes is the size of a volume for which none is asked.
const defaultBytes = 1 << 30

type controller struct {
	csi.UnimplementedControllerServer
	volumes *store
}

func (c *controller) ControllerGetCapabilities(context.Context, *csi.ControllerGetCapabilitiesRequest) (*csi.ControllerGetCapabilitiesResponse, error) {
	response := &csi.ControllerGetCapabilitiesResponse{}
	for _, each := range []csi.ControllerServiceCapability_RPC_Type{
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_SNAPSHOT,
		csi.ControllerServiceCapability_RPC_LIST_SNAPSHOTS,
		csi.ControllerServiceCapability_RPC_CLONE_VOLUME,
		csi.ControllerServiceCapability_RPC_EXPAND_VOLUME,
		csi.ControllerServiceCapability_RPC_GET_CAPACITY,
		csi.ControllerServiceCapability_RPC_SINGLE_NODE_MULTI_WRITER,
	} {
		response.Capabilities = append(response.Capabilities, &csi.ControllerServiceCapability{
			Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{Type: each}}})
	}
	return response, nil
}

func (c *controller) CreateVolume(_ context.Context, r *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	if r.GetName() == "" {
		return nil, missing("name")
	}
	block, err := isBlock(r.GetVolumeCapabilities())
	if err != nil {
		return nil, err
	}
	id := idOf(r.GetName())
	release, err := c.volumes.hold(id)
	if err != nil {
		return nil, err
	}
	defer release()
	wanted := &entry{ID: id, Name: r.GetName(), Block: block, Made: time.Now(),
		SourceVolume:   r.GetVolumeContentSource().GetVolume().GetVolumeId(),
		SourceSnapshot: r.GetVolumeContentSource().GetSnapshot().GetSnapshotId()}
	if there, err := c.volumes.volumes.get(id); err != nil {
		return nil, err
	} else if there != nil {
		if !fits(there, wanted, r.GetCapacityRange()) {
			return nil, status.Errorf(codes.AlreadyExists, "there is another volume %q", there.Name)
		}
		return volumeResponse(there, r), nil
	}
	return c.create(wanted, r)
}

// fits tells whether a volume that is there is what is asked for.
func fits(there, wanted *entry, size *csi.CapacityRange) bool {
	return there.Block == wanted.Block && there.SourceVolume == wanted.SourceVolume && there.SourceSnapshot == wanted.SourceSnapshot &&
		there.Bytes >= size.GetRequiredBytes() && (size.GetLimitBytes() == 0 || there.Bytes <= size.GetLimitBytes())
}

func (c *controller) create(wanted *entry, r *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	from, source, release, err := c.source(r.GetVolumeContentSource())
	if err != nil {
		return nil, err
	}
	defer release()
	least := int64(0)
	if source != nil {
		if source.Block != wanted.Block {
			return nil, status.Error(codes.InvalidArgument, "only one of the volume and its source is a block device")
		}
		least = source.Bytes
	}
	if wanted.Bytes, err = choose(r.GetCapacityRange(), least); err != nil {
		return nil, err
	}
	err = c.volumes.volumes.make(wanted, func(content string) error {
		if source != nil {
			if err := copyContent(source.Block, from.content(source.ID), content); err != nil {
				return err
			}
		}
		return prepare(wanted, content)
	})
	if err != nil {
		return nil, whenFull(err)
	}
	return volumeResponse(wanted, r), nil
}

// prepare makes the content that is not there yet, and has it be as large as the volume if it is a block device.
func prepare(volume *entry, content string) error {
	if volume.Block {
		f, err := os.OpenFile(content, os.O_WRONLY|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		return errors.Join(f.Truncate(volume.Bytes), f.Close())
	}
	err := os.Mkdir(content, 0o700)
	if errors.Is(err, os.ErrExist) {
		return nil // with what its source has
	}
	if err != nil {
		return err
	}
	return os.Chmod(content, 0o777) // whatever user the pod runs as
}

// source finds what a new volume is a copy of, nil if of nothing, and keeps it as it is until release is called.
func (c *controller) source(s *csi.VolumeContentSource) (from kind, source *entry, release func(), err error) {
	var id string
	switch s.GetType().(type) {
	case nil:
		return kind{}, nil, func() {}, nil
	case *csi.VolumeContentSource_Snapshot:
		from, id = c.volumes.snapshots, s.GetSnapshot().GetSnapshotId()
	case *csi.VolumeContentSource_Volume:
		from, id = c.volumes.volumes, s.GetVolume().GetVolumeId()
	default:
		return kind{}, nil, nil, status.Errorf(codes.InvalidArgument, "there are no sources like %T", s.GetType())
	}
	if release, err = c.volumes.hold(id); err != nil {
		return kind{}, nil, nil, err
	}
	if source, err = from.get(id); err == nil && source == nil {
		err = status.Errorf(codes.NotFound, "there is no source %q", id)
	}
	if err != nil {
		release()
		return kind{}, nil, nil, err
	}
	return from, source, release, nil
}

// choose is the size of a new volume.
func choose(size *csi.CapacityRange, least int64) (int64, error) {
	required, limit := size.GetRequiredBytes(), size.GetLimitBytes()
	if required < 0 || limit < 0 || limit > 0 && limit < max(required, least) {
		return 0, status.Errorf(codes.OutOfRange, "no size is at least %d and at most %d", max(required, least), limit)
	}
	switch {
	case required > 0 && required < least:
		return 0, status.Errorf(codes.OutOfRange, "the source has %d bytes, more than the volume's %d", least, required)
	case required > 0:
		return required, nil
	case least > 0:
		return least, nil
	case limit > 0:
		return min(limit, defaultBytes), nil
	default:
		return defaultBytes, nil
	}
}

func copyContent(block bool, from, to string) error {
	if !block {
		return copyTree(from, to)
	}
	if err := flushLoop(from); err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	return errors.Join(copyFile(f, to, 0o600), f.Close())
}

func whenFull(err error) error {
	switch {
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return status.Errorf(codes.ResourceExhausted, "the node's disk is full: %v", err)
	case errors.Is(err, unix.EFBIG):
		return status.Errorf(codes.OutOfRange, "larger than the node's file system takes: %v", err)
	default:
		return err
	}
}

func volumeResponse(volume *entry, r *csi.CreateVolumeRequest) *csi.CreateVolumeResponse {
	return &csi.CreateVolumeResponse{Volume: &csi.Volume{VolumeId: volume.ID, CapacityBytes: volume.Bytes,
		ContentSource: r.GetVolumeContentSource()}}
}

func (c *controller) DeleteVolume(_ context.Context, r *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	return &csi.DeleteVolumeResponse{}, c.delete(c.volumes.volumes, r.GetVolumeId(), func(e *entry) error {
		if !e.Block {
			return nil
		}
		return detachLoop(c.volumes.volumes.content(e.ID))
	})
}

// delete is done, too, when there is nothing with this id.
func (c *controller) delete(k kind, id string, before func(*entry) error) error {
	if id == "" {
		return missing("id")
	}
	release, err := c.volumes.hold(id)
	if err != nil {
		return err
	}
	defer release()
	e, err := k.get(id)
	if err != nil || e == nil {
		return err
	}
	if err := before(e); err != nil {
		return err
	}
	return k.remove(id)
}

func (c *controller) ValidateVolumeCapabilities(_ context.Context, r *csi.ValidateVolumeCapabilitiesRequest) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	volume, err := c.volumes.volume(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	block, err := isBlock(r.GetVolumeCapabilities())
	if err != nil {
		return nil, err
	}
	if block != volume.Block {
		return &csi.ValidateVolumeCapabilitiesResponse{Message: "only one of the two is a block device"}, nil
	}
	return &csi.ValidateVolumeCapabilitiesResponse{Confirmed: &csi.ValidateVolumeCapabilitiesResponse_Confirmed{
		VolumeContext: r.GetVolumeContext(), VolumeCapabilities: r.GetVolumeCapabilities(), Parameters: r.GetParameters()}}, nil
}

// GetCapacity is what the disk has room for. Volumes take what is written to them: more may be made than that.
func (c *controller) GetCapacity(context.Context, *csi.GetCapacityRequest) (*csi.GetCapacityResponse, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(c.volumes.volumes.dir, &stat); err != nil {
		return nil, err
	}
	return &csi.GetCapacityResponse{AvailableCapacity: int64(stat.Bavail) * stat.Bsize}, nil
}

func (c *controller) ControllerExpandVolume(_ context.Context, r *csi.ControllerExpandVolumeRequest) (*csi.ControllerExpandVolumeResponse, error) {
	if r.GetCapacityRange() == nil {
		return nil, missing("capacity range")
	}
	release, err := c.volumes.hold(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	defer release()
	volume, err := c.volumes.volume(r.GetVolumeId())
	if err != nil {
		return nil, err
	}
	size, err := choose(r.GetCapacityRange(), 0)
	if err != nil {
		return nil, err
	}
	if size > volume.Bytes {
		volume.Bytes = size
		if volume.Block {
			if err := os.Truncate(c.volumes.volumes.content(volume.ID), size); err != nil {
				return nil, whenFull(err)
			}
		}
		if err := c.volumes.volumes.change(volume); err != nil {
			return nil, whenFull(err)
		}
	}
	return &csi.ControllerExpandVolumeResponse{CapacityBytes: volume.Bytes, NodeExpansionRequired: volume.Block}, nil
}

// volume finds one that has to be there.
func (s *store) volume(id string) (*entry, error) {
	if id == "" {
		return nil, missing("volume id")
	}
	volume, err := s.volumes.get(id)
	if err == nil && volume == nil {
		err = status.Errorf(codes.NotFound, "there is no volume %q", id)
	}
	return volume, err
}

// isBlock tells whether a volume with these capabilities is a block device. On a cluster of one node every access mode is possible.
func isBlock(capabilities []*csi.VolumeCapability) (bool, error) {
	if len(capabilities) == 0 {
		return false, missing("volume capabilities")
	}
	block := capabilities[0].GetBlock() != nil
	for _, each := range capabilities {
		if each.GetBlock() == nil && each.GetMount() == nil || each.GetAccessMode() == nil {
			return false, missing("access type or access mode")
		}
		if (each.GetBlock() != nil) != block {
			return false, status.Error(codes.InvalidArgument, "a volume is a block device or has a file system, not both")
		}
	}
	return block, nil
}

func missing(what string) error {
	return status.Errorf(codes.InvalidArgument, "the %s is missing", what)
}
