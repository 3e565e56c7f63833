package identity

import (
	"context"
	"time"

	"coracle.dev/node/internal/service"
)

// look is how often the clock is compared with the certificates, which it may be without being told of a step.
const look = time.Minute

// ClockStepped makes the service look at once: what was valid when the machine fell asleep may have ended long ago.
func (st *Store) ClockStepped() {
	select {
	case st.stepped <- struct{}{}:
	default: // it is going to look anyway
	}
}

// Service renews the certificates when a third of their life is left.
func (st *Store) Service() service.Service {
	return service.Service{Name: "certificates", Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		for {
			now := st.now()
			if !now.Before(st.RenewAt()) {
				if err := st.Renew(now); err != nil {
					return err
				}
			}
			select {
			case <-ctx.Done():
				return nil
			case <-st.stepped:
			case <-time.After(min(look, max(time.Second, st.RenewAt().Sub(now)))):
			}
		}
	}}
}
