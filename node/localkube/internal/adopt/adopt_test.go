package adopt

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"coracle.dev/node/internal/settings"
)

func config(changes map[string]any) map[string]any {
	c := map[string]any{"version": 1, "cluster": "dev", "nodeName": "coracle", "kubernetesVersion": "v1.36.3", "hostAddress": "127.1.2.3",
		"pki": map[string]string{"rootCert": "R", "servingCert": "S", "servingKey": "S", "clientCert": "C", "clientKey": "C"}}
	for k, v := range changes {
		c[k] = v
	}
	return c
}

func body(t *testing.T, entropy int, c map[string]any) string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"entropy": base64.StdEncoding.EncodeToString(make([]byte, entropy)), "config": c})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func template(t *testing.T, parts ...Part) *Node {
	t.Helper()
	b, err := json.Marshal(config(map[string]any{"cluster": "template", "template": true}))
	if err != nil {
		t.Fatal(err)
	}
	s, err := settings.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	n := New(s)
	n.Valid = func(*settings.Settings) error { return nil }
	n.Check = func(context.Context, *settings.Settings) error { return nil }
	n.Plan = func(Request, *settings.Settings, *settings.Settings) [][]Part { return [][]Part{parts} }
	return n
}

func post(n *Node, body string) (int, map[string]any) {
	w := httptest.NewRecorder()
	n.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/adopt", strings.NewReader(body)))
	answer := map[string]any{}
	_ = json.NewDecoder(w.Body).Decode(&answer)
	return w.Code, answer
}

func TestATemplateIsAdoptedOnce(t *testing.T) {
	var times atomic.Int32
	n := template(t, Part{"one", func(context.Context) error { times.Add(1); return nil }}, Part{"two", func(context.Context) error { return nil }})
	status, answer := post(n, body(t, 64, config(nil)))
	seconds, _ := answer["seconds"].(map[string]any)
	if status != http.StatusOK || len(seconds) != 3 {
		t.Fatal(status, answer)
	}
	if s := n.Settings(); s.Cluster != "dev" || s.Template {
		t.Errorf("it is still %s", s.Cluster)
	}
	if status, answer := post(n, body(t, 64, config(nil))); status != http.StatusUnprocessableEntity || answer["error"] == nil || times.Load() != 1 {
		t.Error(status, answer, times.Load())
	}
}

func TestACopyOfAClusterIsAdoptedByAnother(t *testing.T) {
	var from, to []string
	n := template(t)
	n.Plan = func(_ Request, now, next *settings.Settings) [][]Part {
		from, to = append(from, now.Cluster), append(to, next.Cluster)
		return nil
	}
	for _, cluster := range []string{"dev", "test", "dev"} {
		if status, answer := post(n, body(t, 64, config(map[string]any{"cluster": cluster}))); status != http.StatusOK {
			t.Fatal(cluster, status, answer)
		}
	}
	if strings.Join(from, " ") != "template dev test" || strings.Join(to, " ") != "dev test dev" {
		t.Error(from, to)
	}
}

func TestWhatCannotBeParsedIsRefused(t *testing.T) {
	n := template(t)
	for _, b := range []string{"", "{", "[]", body(t, 63, config(nil)), body(t, 64, config(map[string]any{"version": 2})), body(t, 64, nil),
		`{"entropy": "!"}`, `{"x": "` + string(bytes.Repeat([]byte("x"), maxBody)) + `"}`} {
		if status, answer := post(n, b); status != http.StatusBadRequest || answer["error"] == nil {
			t.Errorf("%.60s: %d %v", b, status, answer)
		}
	}
}

func TestAnotherKindOfClusterIsRefusedAndTheTemplateStaysOne(t *testing.T) {
	n := template(t)
	for _, change := range []map[string]any{{"nodeName": "x"}, {"template": true}, {"podCIDR": "10.9.0.0/16"}} {
		if status, answer := post(n, body(t, 64, config(change))); status != http.StatusUnprocessableEntity || answer["error"] == nil {
			t.Error(change, status, answer)
		}
	}
	if status, _ := post(n, body(t, 64, config(nil))); status != http.StatusOK {
		t.Error("the template is spoilt", status)
	}
}

func TestSettingsThatNoNodeCanHaveAreRefused(t *testing.T) {
	n := template(t)
	n.Valid = func(*settings.Settings) error { return errors.New("no certificate") }
	if status, answer := post(n, body(t, 64, config(nil))); status != http.StatusUnprocessableEntity || answer["error"] != "no certificate" {
		t.Error(status, answer)
	}
}

func TestATemplateThatIsInUseIsRefused(t *testing.T) {
	n := template(t)
	n.Check = func(context.Context, *settings.Settings) error { return errors.New("there are 2 secrets") }
	if status, answer := post(n, body(t, 64, config(nil))); status != http.StatusConflict || !strings.Contains(answer["error"].(string), "2 secrets") {
		t.Error(status, answer)
	}
}

func TestAnAdoptionThatFailedIsNotTriedAgain(t *testing.T) {
	n := template(t, Part{"certificates", func(context.Context) error { return errors.New("no") }})
	if status, answer := post(n, body(t, 64, config(nil))); status != http.StatusInternalServerError || answer["error"] != "certificates: no" {
		t.Error(status, answer)
	}
	if status, _ := post(n, body(t, 64, config(nil))); status != http.StatusConflict {
		t.Error(status)
	}
	if !n.Settings().Template {
		t.Error("it says it is a cluster")
	}
}

func TestAHostThatGoesAwayDoesNotStopIt(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	n := template(t, Part{"late", func(ctx context.Context) error { leave(); return ctx.Err() }})
	r := httptest.NewRequestWithContext(gone, http.MethodPost, "/adopt", strings.NewReader(body(t, 64, config(nil))))
	n.ServeHTTP(httptest.NewRecorder(), r)
	if n.Settings().Template {
		t.Error("it did")
	}
}

func TestGroupsWaitForEachOtherAndStopAtAFailure(t *testing.T) {
	var done []string
	part := func(name string, err error) Part {
		return Part{name, func(context.Context) error { done = append(done, name); return err }}
	}
	_, err := run(t.Context(), [][]Part{{part("a", nil)}, {part("b", errors.New("no"))}, {part("c", nil)}})
	if err == nil || strings.Join(done, "") != "ab" {
		t.Error(done, err)
	}
}
