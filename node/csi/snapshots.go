package main

import (
	"context"
	"slices"
	"time"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func (c *controller) CreateSnapshot(_ context.Context, r *csi.CreateSnapshotRequest) (*csi.CreateSnapshotResponse, error) {
	if r.GetName() == "" {
		return nil, missing("name")
	}
	id := idOf(r.GetName())
	release, err := c.volumes.hold(id)
	if err != nil {
		return nil, err
	}
	defer release()
	if r.GetSourceVolumeId() == "" {
		return nil, missing("source volume id")
	}
	there, err := c.volumes.snapshots.get(id)
	if err != nil {
		return nil, err
	}
	if there != nil {
		if there.SourceVolume != r.GetSourceVolumeId() {
			return nil, status.Errorf(codes.AlreadyExists, "there is a snapshot %q of another volume", there.Name)
		}
		return &csi.CreateSnapshotResponse{Snapshot: snapshot(there)}, nil
	}
	releaseSource, err := c.volumes.hold(r.GetSourceVolumeId())
	if err != nil {
		return nil, err
	}
	defer releaseSource()
	volume, err := c.volumes.volume(r.GetSourceVolumeId())
	if err != nil {
		return nil, err
	}
	made := &entry{ID: id, Name: r.GetName(), Bytes: volume.Bytes, Block: volume.Block, Made: time.Now(), SourceVolume: volume.ID}
	err = c.volumes.snapshots.make(made, func(content string) error {
		return copyContent(volume.Block, c.volumes.volumes.content(volume.ID), content)
	})
	if err != nil {
		return nil, whenFull(err)
	}
	return &csi.CreateSnapshotResponse{Snapshot: snapshot(made)}, nil
}

func snapshot(e *entry) *csi.Snapshot {
	return &csi.Snapshot{SnapshotId: e.ID, SourceVolumeId: e.SourceVolume, SizeBytes: e.Bytes, CreationTime: timestamppb.New(e.Made), ReadyToUse: true}
}

func (c *controller) DeleteSnapshot(_ context.Context, r *csi.DeleteSnapshotRequest) (*csi.DeleteSnapshotResponse, error) {
	return &csi.DeleteSnapshotResponse{}, c.delete(c.volumes.snapshots, r.GetSnapshotId(), func(*entry) error { return nil })
}

// ListSnapshots lists by id; the token of a page is the id that it begins with.
func (c *controller) ListSnapshots(_ context.Context, r *csi.ListSnapshotsRequest) (*csi.ListSnapshotsResponse, error) {
	all, err := c.volumes.snapshots.list()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e *entry) bool {
		return r.GetSnapshotId() != "" && e.ID != r.GetSnapshotId() || r.GetSourceVolumeId() != "" && e.SourceVolume != r.GetSourceVolumeId()
	})
	if token := r.GetStartingToken(); token != "" {
		if len(token) != len(idOf("")) {
			return nil, status.Errorf(codes.Aborted, "%q is no token of a page", token)
		}
		all = slices.DeleteFunc(all, func(e *entry) bool { return e.ID < token })
	}
	response := &csi.ListSnapshotsResponse{}
	if most := int(r.GetMaxEntries()); most > 0 && len(all) > most {
		response.NextToken = all[most].ID
		all = all[:most]
	}
	for _, e := range all {
		response.Entries = append(response.Entries, &csi.ListSnapshotsResponse_Entry{Snapshot: snapshot(e)})
	}
	return response, nil
}
