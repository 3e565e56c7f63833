package main

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

const heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

func TestTheTableOfSocketsTellsWhoIsConnected(t *testing.T) {
	server := netip.MustParseAddrPort("127.77.1.2:8443")
	const (
		api   = " 0: 02014D7F:20FB 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1\n"
		ssh   = " 1: 02014D7F:08AE 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 2 1\n"
		other = " 2: 03014D7F:20FB 0100007F:C001 01 00000000:00000000 00:00000000 00000000 0 0 3 1\n"
		there = " 3: 02014D7F:08AE 0100007F:C002 01 00000000:00000000 00:00000000 00000000 0 0 4 1\n"
		java  = " 5: 0000000000000000FFFF000002014D7F:C004 0000000000000000FFFF000002014D7F:20FB 06 00000000:00000000 00:00000000 00000000 0 0 0 3\n"
		six   = " 6: 00000000000000000000000001000000:C004 00000000000000000000000001000000:20FB 01 00000000:00000000 00:00000000 00000000 0 0 0 3\n"
		over  = " 4: 0100007F:C003 02014D7F:20FB 06 00000000:00000000 00:00000000 00000000 0 0 0 3\n"
	)
	for _, test := range []struct {
		lines             string
		served, connected bool
		ended             int
	}{
		{"", false, false, 0},
		{api + other, true, false, 0},
		{ssh + other, false, false, 0},
		{api + ssh + there, true, true, 0},
		{api + over, true, false, 1},
		{api + java + six, true, false, 1},
	} {
		got := sockets{open: map[string]bool{}, ended: map[string]bool{}}
		err := got.parse(strings.NewReader(heading+test.lines), server)
		if err != nil || got.served != test.served || len(got.open) > 0 != test.connected || len(got.ended) != test.ended {
			t.Errorf("%s: got %+v, %v", test.lines, got, err)
		}
	}
	for _, line := range []string{"nonsense", "0: 0201:20FB 0201:20FB 06", "0: 02014D7F:x 00000000:0000 06", "0: 02014D7F 00000000:0000 06"} {
		line += " 00000000:00000000 00:00000000 00000000 0 0 1"
		if err := new(sockets).parse(strings.NewReader(heading+line+"\n"), server); err == nil {
			t.Errorf("%q is taken", line)
		}
	}
}

func TestAClusterIsUnusedSinceItsLastUse(t *testing.T) {
	begin := time.Now()
	u := usage{last: begin}
	nobody, client := sockets{}, sockets{open: map[string]bool{"a": true}}
	brief := sockets{ended: map[string]bool{"a": true}}
	for _, step := range []struct {
		minute int
		seen   sockets
		unused int
	}{
		{29, nobody, 29}, {30, client, 0}, {59, nobody, 29}, {59, brief, 0}, {60, brief, 1}, {88, brief, 29}, {89, nobody, 30},
	} {
		if got := u.over(step.seen, begin.Add(time.Duration(step.minute)*time.Minute)); got != time.Duration(step.unused)*time.Minute {
			t.Errorf("after %d minutes: %v", step.minute, got)
		}
	}
}

func TestItLooksOftenEnoughForWhatComesFirst(t *testing.T) {
	for _, test := range []struct{ idle, pause, look time.Duration }{
		{0, 0, longestLook},
		{30 * time.Minute, 0, longestLook},
		{30 * time.Minute, time.Minute, 6 * time.Second},
		{20 * time.Second, time.Minute, 2 * time.Second},
		{0, time.Millisecond, shortestLook},
	} {
		if got := look(options{idle: test.idle, pause: test.pause}); got != test.look {
			t.Errorf("%+v: %v", test, got)
		}
	}
}

func TestOnlyTheHostsOwnAddressesAreTaken(t *testing.T) {
	for _, address := range []string{"", "127.0.0.1", "0.0.0.0:8443", "192.168.1.2:8443", "[::1]:8443"} {
		if o, err := parse([]string{"hold", "-file", "f", "-address", address, "true"}); err == nil {
			t.Errorf("%q was taken: %+v", address, o)
		}
	}
	if _, err := parse([]string{"hold", "-file", "f", "-address", "127.77.1.2:8443", "true"}); err != nil {
		t.Error(err)
	}
}

func TestWhatPausesKnowsWhere(t *testing.T) {
	flags := []string{"watch", "-file", "f", "-address", "127.77.1.2:8443"}
	for _, more := range [][]string{{"-pause", "1m"}, {"-monitor", "m"}} {
		if o, err := parse(append(append(flags, more...), "true")); err == nil {
			t.Errorf("%v was taken: %+v", more, o)
		}
	}
	if _, err := parse(append(flags, "-pause", "1m", "-monitor", "m", "true")); err != nil {
		t.Error(err)
	}
}
