package main

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"testing"
)

func TestWhoListensIsFoundAndWhatItAcceptsIsSeen(t *testing.T) {
	listener, err := net.Listen("tcp4", fmt.Sprintf("127.99.%d.7:0", os.Getpid()%250))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	table, err := readServed(netip.MustParseAddrPort(listener.Addr().String()))
	if err != nil || !table.served {
		t.Fatalf("%+v, %v", table, err)
	}
	h := newHint(table.listener)
	if want := server(fmt.Sprintf("/proc/%d/fd", os.Getpid())); h.server != want {
		t.Fatalf("it is %q, not %q", h.server, want)
	}
	before, err := h.server.open()
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	accepted, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer accepted.Close()
	after, err := h.server.open()
	if err != nil || len(after) < len(before)+2 {
		t.Errorf("%v after %v, %v", after, before, err)
	}
}

func TestAHintIsGivenForANewFileAndWhereNothingIsToBeSeen(t *testing.T) {
	h := hint{server: server(t.TempDir())}
	link := func(name, target string) {
		t.Helper()
		if err := os.Symlink(target, string(h.server)+"/"+name); err != nil {
			t.Fatal(err)
		}
	}
	for step, test := range []struct {
		change func()
		given  bool
	}{
		{func() { link("3", "socket:[1]") }, true},
		{func() {}, false},
		{func() { link("4", "socket:[2]") }, true},
		{func() {}, false},
		{func() { os.Remove(string(h.server) + "/4") }, false},
		{func() { link("4", "socket:[3]") }, true},
		{func() { os.RemoveAll(string(h.server)) }, true},
		{func() {}, true},
	} {
		test.change()
		if given := h.given(); given != test.given {
			t.Errorf("step %d: %v", step, given)
		}
	}
}
