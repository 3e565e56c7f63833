package adopt

import (
	"context"
	"fmt"
	"time"

	"k8s.io/client-go/rest"
)

// between is the pause after a request that failed: the machine has other things to do until one succeeds.
const between = 100 * time.Millisecond

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
