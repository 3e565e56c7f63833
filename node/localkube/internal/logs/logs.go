package logs

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
	"k8s.io/klog/v2"
)

// limit of one file.
const limit = 10 << 20

// Logs routes what the global loggers write to the file of the component that writes. It knows the component by the
// profiler label of the goroutine, which goroutines inherit from the one that starts them.
type Logs struct {
	dir      string
	rest     *file
	mu       sync.Mutex
	byName   map[string]*file
	byLabels atomic.Pointer[map[unsafe.Pointer]*file]
	fatal    atomic.Pointer[fatal]
}

// fatal is the first line with which a component ended the process.
type fatal struct{ component, line string }

//go:linkname goroutineLabels runtime/pprof.runtime_getProfLabel
func goroutineLabels() unsafe.Pointer

// Open takes over the loggers of Kubernetes and of the standard library, standard output and standard error, so that also
// a panic ends up in dir/localkube.log.
func Open(dir string) (*Logs, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	l := &Logs{dir: dir, byName: map[string]*file{}}
	l.byLabels.Store(&map[unsafe.Pointer]*file{})
	rest, err := open(filepath.Join(dir, "localkube.log"), limit, func(f *os.File) error {
		for _, std := range []int{1, 2} {
			if err := unix.Dup3(int(f.Fd()), std, 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	l.rest = rest
	fs := flag.NewFlagSet("klog", flag.ContinueOnError)
	klog.InitFlags(fs)
	for name, value := range map[string]string{"logtostderr": "false", "one_output": "true", "stderrthreshold": "FATAL", "v": "1"} {
		if err := fs.Set(name, value); err != nil {
			return nil, fmt.Errorf("klog %s: %w", name, err)
		}
	}
	klog.SetOutput(l)
	log.SetOutput(l)
	return l, nil
}

// Write is called in the goroutine that logs.
func (l *Logs) Write(b []byte) (int, error) {
	f := l.rest
	if labels := goroutineLabels(); labels != nil {
		if own := (*l.byLabels.Load())[labels]; own != nil {
			f = own
		}
	}
	if bytes.HasPrefix(b, []byte("F")) {
		line, _, _ := strings.Cut(string(b), "\n")
		l.fatal.CompareAndSwap(nil, &fatal{strings.TrimSuffix(filepath.Base(f.path), ".log"), line})
	}
	return f.Write(b)
}

// OnFatal has last called when a component ends the process, which some of Kubernetes do, just before it ends.
func (l *Logs) OnFatal(last func(component, line string)) {
	klog.OsExit = func(code int) {
		if f := l.fatal.Load(); f != nil {
			last(f.component, f.line)
		}
		os.Exit(code)
	}
}

// File is the file of a component, for loggers that can be told where to write.
func (l *Logs) File(component string) interface {
	Write([]byte) (int, error)
	Sync() error
} {
	l.mu.Lock()
	defer l.mu.Unlock()
	f := l.byName[component]
	if f == nil {
		var err error
		if f, err = open(filepath.Join(l.dir, component+".log"), limit, nil); err != nil {
			klog.ErrorS(err, "No log file of its own", "component", component)
			return l.rest
		}
		l.byName[component] = f
	}
	return f
}

// Do runs a component: what it and the goroutines that come from it log goes to its file.
func (l *Logs) Do(ctx context.Context, component string, run func(context.Context)) {
	pprof.Do(ctx, pprof.Labels("component", component), func(ctx context.Context) {
		if f, ok := l.File(component).(*file); ok {
			l.mu.Lock()
			next := maps.Clone(*l.byLabels.Load())
			next[goroutineLabels()] = f
			l.byLabels.Store(&next)
			l.mu.Unlock()
		}
		run(ctx)
	})
}
