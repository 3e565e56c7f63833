package identity

import (
	"context"
	"time"

	"coracle.dev/node/internal/service"
)

// look is how often the clock is compared with the certificates: timers stand still while the machine sleeps.
const look = time.Minute

// Service renews the certificates when a third of their life is left.
func (st *Store) Service() service.Service {
	return service.Service{Name: "certificates", Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		for {
			if now := time.Now(); !now.Before(st.RenewAt()) {
				if err := st.Renew(now); err != nil {
					return err
				}
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(min(look, max(time.Second, time.Until(st.RenewAt())))):
			}
		}
	}}
}
