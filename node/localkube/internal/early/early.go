// Package early switches the work queues' metrics off: about 90 named queues would each wake every half second to
// update metrics that nothing reads. It has to run before Kubernetes registers its own metrics provider, and Go
// initialises packages that are ready in the order of their import paths: that is why this module's path sorts before
// "k8s.io" and why this package imports the queues and nothing else.
package early

import (
	_ "unsafe" // go:linkname

	"k8s.io/client-go/util/workqueue"
)

// The provider that does nothing is what workqueue starts with; it has no exported name.
//
//go:linkname globalMetricsProvider k8s.io/client-go/util/workqueue.globalMetricsProvider
var globalMetricsProvider workqueue.MetricsProvider

func init() {
	// The first call wins, later ones are ignored.
	workqueue.SetProvider(globalMetricsProvider)
}
