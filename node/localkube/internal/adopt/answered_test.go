package adopt

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

func TestAnsweredAsksUntilThereIsAnAnswer(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		if asked.Add(1) == 1 {
			http.Error(w, "use of closed network connection", http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	client := kubernetes.NewForConfigOrDie(&rest.Config{Host: server.URL}).CoreV1().RESTClient()
	if err := Answered(t.Context(), client, "/healthz"); err != nil || asked.Load() != 2 {
		t.Errorf("asked %d times, %v", asked.Load(), err)
	}
	server.Close()
	ended, end := context.WithCancel(t.Context())
	end()
	if err := Answered(ended, client, "/healthz"); err == nil {
		t.Error("nobody answers, and it returned")
	}
}
