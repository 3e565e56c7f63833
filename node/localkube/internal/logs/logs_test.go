package logs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"unsafe"
)

func newLogs(t *testing.T) (*Logs, func(string) string) {
	dir := t.TempDir()
	l := &Logs{dir: dir, byName: map[string]*file{}}
	l.byLabels.Store(&map[unsafe.Pointer]*file{})
	var err error
	if l.rest, err = open(filepath.Join(dir, "localkube.log"), limit, nil); err != nil {
		t.Fatal(err)
	}
	return l, func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name+".log"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
}

func TestEachComponentHasItsFile(t *testing.T) {
	l, read := newLogs(t)
	say := func(s string) { _, _ = l.Write([]byte(s + "\n")) }
	say("nobody")
	done := make(chan struct{})
	l.Do(t.Context(), "etcd", func(context.Context) {
		say("one")
		go func() { // what a component starts belongs to it
			defer close(done)
			say("two")
		}()
		<-done
	})
	l.Do(t.Context(), "kubelet", func(context.Context) { say("three") })
	l.Do(t.Context(), "etcd", func(context.Context) { say("four") })
	say("nobody again")
	for name, want := range map[string]string{"etcd": "one\ntwo\nfour\n", "kubelet": "three\n", "localkube": "nobody\nnobody again\n"} {
		if got := read(name); got != want {
			t.Errorf("%s has %q, want %q", name, got, want)
		}
	}
}

func TestTheFirstFatalLineIsKept(t *testing.T) {
	l, _ := newLogs(t)
	l.Do(t.Context(), "apiserver", func(context.Context) {
		_, _ = l.Write([]byte("I1121 fine\n"))
		_, _ = l.Write([]byte("F1121 hook failed\nmore\n"))
		_, _ = l.Write([]byte("F1121 later\n"))
	})
	if f := l.fatal.Load(); f == nil || *f != (fatal{"apiserver", "F1121 hook failed"}) {
		t.Errorf("%+v", f)
	}
}

func TestAFileDoesNotGrowBeyondItsLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.log")
	var opened atomic.Int32
	f, err := open(path, 100, func(*os.File) error { opened.Add(1); return nil })
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if _, err := f.Write([]byte(strings.Repeat(string(rune('0'+i)), 30))); err != nil {
			t.Fatal(err)
		}
	}
	now, err1 := os.ReadFile(path)
	old, err2 := os.ReadFile(path + ".1")
	if err1 != nil || err2 != nil || string(now) != strings.Repeat("9", 30) || string(old) != strings.Repeat("6", 30)+strings.Repeat("7", 30)+strings.Repeat("8", 30) {
		t.Errorf("%q, %q, %v %v", old, now, err1, err2)
	}
	if opened.Load() != 4 {
		t.Errorf("opened %d times", opened.Load())
	}
}
