package main

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func parse(t *testing.T, values ...string) forwards {
	t.Helper()
	var f forwards
	for _, value := range values {
		if err := f.Set(value); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

func TestForwardsBecomeTheLibrarysTable(t *testing.T) {
	got := parse(t, "tcp/127.77.1.2:2222/22", "udp/[::1]:5353/53").table()
	want := map[string]string{
		"127.77.1.2:2222": "192.168.127.2:22",
		"udp:[::1]:5353":  "192.168.127.2:53",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestForwardsThatAreNoneAreRefused(t *testing.T) {
	for _, value := range []string{
		"", "tcp", "tcp/127.0.0.1:1", "tcp/127.0.0.1/22", "tcp/localhost:1/22", "tcp/127.0.0.1:1/65536",
		"unix/127.0.0.1:1/22", "tcp/0.0.0.0:1/22", "tcp/192.168.1.1:1/22",
	} {
		var f forwards
		if err := f.Set(value); err == nil {
			t.Errorf("%q was taken as %v", value, f)
		}
	}
}

func TestGuestMayHaveOnlyItsOwnAddress(t *testing.T) {
	reached := ""
	services := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		reached = string(body)
	})
	api := guestAPI(parse(t, "tcp/127.77.1.2:2222/22"), services)
	const expose, unexpose = "/services/forwarder/expose", "/services/forwarder/unexpose"
	for _, test := range []struct {
		path, body string
		want       int
	}{
		{expose, `{"local":"127.77.1.2:30080","remote":":30080"}`, http.StatusOK},
		{expose, `{"local":"127.77.1.2:30053","remote":"192.168.127.2:53","protocol":"udp"}`, http.StatusOK},
		{unexpose, `{"local":"127.77.1.2:30080"}`, http.StatusOK},
		{expose, `{"local":"127.77.1.3:30080","remote":":30080"}`, http.StatusForbidden},
		{unexpose, `{"local":"127.77.1.3:30080"}`, http.StatusForbidden},
		{expose, `{"local":"0.0.0.0:30080","remote":":30080"}`, http.StatusForbidden},
		{expose, `{"local":":30080","remote":":30080"}`, http.StatusForbidden},
		{expose, `{"local":"localhost:30080","remote":":30080"}`, http.StatusForbidden},
		{expose, `{"local":"127.77.1.2:30080","remote":"192.168.127.254:22"}`, http.StatusForbidden},
		{expose, `{"local":"127.77.1.2:30080","remote":"nonsense"}`, http.StatusForbidden},
		{expose, `{"local":"/home/a/.ssh/id","remote":"tcp://192.168.127.2:22","protocol":"unix"}`, http.StatusForbidden},
		{expose, `{"local":"127.77.1.2:1","LOCAL":"127.0.0.1:1","remote":":1"}`, http.StatusForbidden},
		{expose, `{"local":"127.77.1.2:1","remote":":1"}{"local":"127.0.0.1:1"}`, http.StatusBadRequest},
		{expose, strings.Repeat(" ", 5000) + `{"local":"127.77.1.2:1"}`, http.StatusBadRequest},
		{"/services/dns/add", `{}`, http.StatusNotFound},
		{"/tunnel?ip=192.168.127.2&port=22", ``, http.StatusNotFound},
	} {
		reached = "nothing"
		answer := httptest.NewRecorder()
		api.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, test.path, strings.NewReader(test.body)))
		if answer.Code != test.want {
			t.Errorf("%s %s: got %d %s, want %d", test.path, test.body, answer.Code, answer.Body, test.want)
		}
		if passed := reached == test.body; passed != (test.want == http.StatusOK) {
			t.Errorf("%s %s: the library was given %s", test.path, test.body, reached)
		}
	}
}
