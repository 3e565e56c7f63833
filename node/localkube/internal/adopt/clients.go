package adopt

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"k8s.io/client-go/rest"
)

// between is the pause after a request that failed. The machine has other things to do until one succeeds: with a dozen clients that
// ask without a rest it does them last.
const between = 100 * time.Millisecond

// Reconnect returns when requests of all of these clients are answered again after the certificates were exchanged. client-go looks
// at its files each time it connects, and then ends the connections that it made with another certificate. The first request is
// refused, the next one may become a victim of that; the component whose client it is does not notice.
func Reconnect(ctx context.Context, clients []rest.Interface) error {
	errs := make([]error, len(clients))
	var all sync.WaitGroup
	for i, c := range clients {
		all.Go(func() { errs[i] = reconnect(ctx, c) })
	}
	all.Wait()
	return errors.Join(errs...)
}

func reconnect(ctx context.Context, c rest.Interface) error { return Answered(ctx, c, "/version") }

// Answered returns when a request for this path is.
func Answered(ctx context.Context, c rest.Interface, path string) error {
	for {
		err := c.Get().AbsPath(path).MaxRetries(0).Do(ctx).Error()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not answered: %w", path, err)
		case <-time.After(between):
		}
	}
}
