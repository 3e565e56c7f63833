// Package adopt makes a running node, a copy of a template's or of another cluster's, the node of a cluster of its own.
package adopt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"k8s.io/klog/v2"

	"coracle.dev/node/internal/settings"
)

const (
	maxBody   = 1 << 20
	seedBytes = 64
	// limit is for all of it: what takes longer has failed.
	limit = 5 * time.Minute
)

// Request is what the host sends, see docs/guest.md.
type Request struct {
	Entropy []byte          `json:"entropy"`
	Config  json.RawMessage `json:"config"`
}

// Part is a piece of the work.
type Part struct {
	Name string
	Do   func(context.Context) error
}

// Node knows whose node this is.
type Node struct {
	// Valid tells why the settings of a cluster cannot be those of a node, if they cannot.
	Valid func(*settings.Settings) error
	// Check tells why the node that runs with these settings cannot be adopted as it is, if it cannot.
	Check func(context.Context, *settings.Settings) error
	// Plan is what is to be done to go from the settings in force to the next: groups one after the other, their parts side by side.
	Plan func(r Request, now, next *settings.Settings) [][]Part

	mu    sync.Mutex
	now   *settings.Settings
	begun bool
}

// New makes a node that runs with these settings.
func New(s *settings.Settings) *Node { return &Node{now: s} }

// Settings are those in force.
func (n *Node) Settings() *settings.Settings {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.now
}

// refusal is an answer other than success.
type refusal struct {
	status int
	error
}

// ServeHTTP answers POST /adopt.
func (n *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	seconds, err := n.adopt(r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Connection", "close") // it was opened with a certificate that is none any more
	var no *refusal
	switch {
	case err == nil:
		_ = json.NewEncoder(w).Encode(map[string]any{"seconds": seconds})
		return
	case errors.As(err, &no):
		w.WriteHeader(no.status)
	default:
		klog.ErrorS(err, "Adoption failed")
		w.WriteHeader(http.StatusInternalServerError)
	}
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

func (n *Node) adopt(r *http.Request) (map[string]float64, error) {
	request, next, err := parse(r.Body)
	if err != nil {
		return nil, &refusal{http.StatusBadRequest, err}
	}
	// It is done or fails as a whole, whether or not somebody waits for the answer.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), limit)
	defer cancel()
	now, err := n.begin(ctx, next)
	if err != nil {
		return nil, err
	}
	seconds, err := run(ctx, n.Plan(request, now, next))
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.now, n.begun = next, false
	return seconds, nil
}

// begin returns the settings in force. There is one adoption at a time, and none after one that failed: what that has done cannot be
// undone.
func (n *Node) begin(ctx context.Context, next *settings.Settings) (*settings.Settings, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.begun {
		return nil, &refusal{http.StatusConflict, errors.New("this node is being adopted, or its adoption failed")}
	}
	if err := errors.Join(settings.Adoptable(n.now, next), n.Valid(next)); err != nil {
		return nil, &refusal{http.StatusUnprocessableEntity, err}
	}
	if err := n.Check(ctx, n.now); err != nil {
		return nil, &refusal{http.StatusConflict, fmt.Errorf("this node cannot be adopted: %w", err)}
	}
	n.begun = true
	return n.now, nil
}

func parse(body io.Reader) (Request, *settings.Settings, error) {
	var r Request
	b, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	switch {
	case err != nil:
		return r, nil, err
	case len(b) > maxBody:
		return r, nil, fmt.Errorf("the request has more than %d bytes", maxBody)
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return r, nil, err
	}
	if len(r.Entropy) != seedBytes {
		return r, nil, fmt.Errorf("entropy has %d bytes, not %d", len(r.Entropy), seedBytes)
	}
	s, err := settings.Parse(r.Config)
	return r, s, err
}

// run does the work and tells how long each part took.
func run(ctx context.Context, plan [][]Part) (map[string]float64, error) {
	began := time.Now()
	seconds := map[string]float64{}
	for _, group := range plan {
		var mu sync.Mutex
		var all sync.WaitGroup
		errs := make([]error, len(group))
		for i, part := range group {
			all.Go(func() {
				began := time.Now()
				if err := part.Do(ctx); err != nil {
					errs[i] = fmt.Errorf("%s: %w", part.Name, err)
				}
				mu.Lock()
				defer mu.Unlock()
				seconds[part.Name] = time.Since(began).Round(time.Millisecond).Seconds()
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			return nil, err
		}
	}
	seconds["all"] = time.Since(began).Round(time.Millisecond).Seconds()
	klog.InfoS("Adopted", "seconds", seconds)
	return seconds, nil
}
