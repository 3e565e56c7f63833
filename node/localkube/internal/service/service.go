// Package service runs the components of the node inside one process.
package service

import "context"

// Service is a component.
type Service struct {
	Name string
	// Needs names what must be there before Run is called the first time: services that must be ready, or milestones of
	// services, written "service:milestone".
	Needs []string
	// Run does the work until ctx ends or it fails, and calls up.Ready once the component can be used. If it returns
	// while ctx lives, it is called again after a back-off.
	Run func(ctx context.Context, up Up) error
	// Once marks a component that cannot be started twice in one process: when it ends, so does the process.
	Once bool
}

// Up is how a running service tells how far it has come. Its methods may be called from any goroutine, repeatedly.
type Up interface {
	Ready()
	Reached(milestone string)
}
