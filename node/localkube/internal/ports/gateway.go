package ports

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// gateway is the forward API of the host's network process.
type gateway struct {
	url    string
	client *http.Client
}

func newGateway(url string) *gateway {
	return &gateway{url: url, client: &http.Client{Timeout: 15 * time.Second}}
}

// request is how the API writes a forward. Protocol absent means TCP.
type request struct {
	Local    string `json:"local"`
	Remote   string `json:"remote,omitempty"`
	Protocol string `json:"protocol,omitempty"`
}

func (g *gateway) all(ctx context.Context) ([]forward, error) {
	b, err := g.do(ctx, http.MethodGet, "all", nil)
	if err != nil {
		return nil, err
	}
	var list []request
	if err := json.Unmarshal(b, &list); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	forwards := make([]forward, 0, len(list))
	for _, r := range list {
		if r.Protocol == "" {
			r.Protocol = "tcp"
		}
		forwards = append(forwards, forward{local{r.Protocol, r.Local}, r.Remote})
	}
	return forwards, nil
}

func (g *gateway) expose(ctx context.Context, f forward) error {
	_, err := g.do(ctx, http.MethodPost, "expose", &request{Local: f.address, Remote: f.remote, Protocol: f.protocol})
	return err
}

func (g *gateway) unexpose(ctx context.Context, l local) error {
	_, err := g.do(ctx, http.MethodPost, "unexpose", &request{Local: l.address, Protocol: l.protocol})
	return err
}

func (g *gateway) do(ctx context.Context, method, what string, body *request) ([]byte, error) {
	var in bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&in).Encode(body); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, method, g.url+"/services/forwarder/"+what, &in)
	if err != nil {
		return nil, err
	}
	resp, err := g.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, &refusal{strings.TrimSpace(string(b))}
	}
	return b, nil
}

// refusal is the host's no: the port is in use, or needs a right that the user lacks.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }
