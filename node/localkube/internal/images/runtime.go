package images

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// sizes are those of the images in bytes, by name.
func sizes(ctx context.Context, runtime cri.ImageServiceClient) (map[string]uint64, error) {
	list, err := runtime.ListImages(ctx, &cri.ListImagesRequest{})
	if err != nil {
		return nil, err
	}
	sizes := map[string]uint64{}
	for _, image := range list.Images {
		for _, tag := range image.RepoTags {
			sizes[tag] = size(image)
		}
	}
	return sizes, nil
}

// size is the image's. Before Kubernetes 1.36 its getter had another name.
func size(image any) uint64 {
	switch i := image.(type) {
	case interface{ GetSize() uint64 }:
		return i.GetSize()
	case interface{ GetSize_() uint64 }:
		return i.GetSize_()
	}
	return 0
}

// remove takes an image away, whichever of its names is given. One that the node itself needs stays.
func remove(ctx context.Context, runtime cri.ImageServiceClient, name string) (int, error) {
	if name == "" {
		return http.StatusBadRequest, errors.New("which image? the query has no image=NAME")
	}
	spec := &cri.ImageSpec{Image: name}
	found, err := runtime.ImageStatus(ctx, &cri.ImageStatusRequest{Image: spec})
	switch {
	case err != nil:
		return http.StatusInternalServerError, err
	case found.Image == nil:
		return http.StatusNotFound, fmt.Errorf("there is no image %s", name)
	case found.Image.Pinned:
		return http.StatusConflict, fmt.Errorf("%s is needed by the node itself", name)
	}
	if _, err := runtime.RemoveImage(ctx, &cri.RemoveImageRequest{Image: spec}); err != nil {
		return http.StatusInternalServerError, err
	}
	return http.StatusOK, nil
}

// pull fetches an image from its registry, as a pod would.
func pull(ctx context.Context, runtime cri.ImageServiceClient, name string) (int, error) {
	if name == "" {
		return http.StatusBadRequest, errors.New("which image? the query has pull= and no name")
	}
	_, err := runtime.PullImage(ctx, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}})
	switch {
	case status.Code(err) == codes.NotFound:
		return http.StatusNotFound, errors.New(status.Convert(err).Message())
	case err != nil:
		return http.StatusBadGateway, errors.New(status.Convert(err).Message())
	}
	return http.StatusOK, nil
}
