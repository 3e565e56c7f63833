package console

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestMarkersAreOneLineOfJSON(t *testing.T) {
	var out bytes.Buffer
	c := New(&out)
	c.Phase("etcd")
	c.Failed("etcd", "no \"space\"\nleft")
	lines := strings.Fields(strings.ReplaceAll(out.String(), " ", "\x00"))
	if len(lines) != 2 {
		t.Fatalf("%q", out.String())
	}
	for i, want := range []marker{{Phase: "etcd"}, {Phase: "failed", Component: "etcd", Reason: "no \"space\"\nleft"}} {
		text, ok := strings.CutPrefix(strings.ReplaceAll(lines[i], "\x00", " "), "CORACLE ")
		var got marker
		if err := json.Unmarshal([]byte(text), &got); !ok || err != nil {
			t.Fatal(lines[i], err)
		}
		got.T = 0
		if got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
}
