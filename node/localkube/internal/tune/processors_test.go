package tune

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheNodesProgramsShareOneProcessorWhileThereIsLittleToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		root := t.TempDir()
		cpuset := filepath.Join(root, "localkube", "cpuset.cpus")
		if err := os.Mkdir(filepath.Dir(cpuset), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, "cpuset.cpus.effective"), "0-1\n")
		write(t, cpuset, "")
		p := NewProcessors(root, "localkube")
		p.stat = filepath.Join(root, "stat")
		const processors = 2 // the machine's, not those of the test's
		stat := func(idle int) {
			t.Helper()
			write(t, p.stat, fmt.Sprintf("cpu  0 0 0 %d 0 0 0 0 0 0\ncpu0 0\ncpu1 0\nintr 0\n", idle))
		}
		stat(0)
		done := make(chan error)
		go func() { done <- p.run(ctx) }()
		synctest.Wait()
		var idle float64
		// with that many processors busy
		pass := func(d time.Duration, load float64) {
			t.Helper()
			for range d / time.Second {
				idle += 100 * (processors - load)
				stat(int(idle))
				time.Sleep(time.Second)
				synctest.Wait()
			}
		}
		expect := func(cpus string) {
			t.Helper()
			if b, _ := os.ReadFile(cpuset); string(b) != cpus {
				t.Fatalf("the programs may run on %q, not on %q", b, cpus)
			}
		}
		pass(9*time.Second, 0.2)
		expect("0-1")
		pass(3*time.Second, 0.2)
		expect("0")
		pass(time.Second, 0.9)
		expect("0-1")
		pass(12*time.Second, 0.5)
		expect("0-1")
		pass(12*time.Second, 0.2)
		expect("0")
		pass(12*time.Second, 0.5) // what is not much, and was on one processor before
		expect("0")
		p.Asked()
		synctest.Wait()
		expect("0-1")
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
}

func TestAMachineWithOneProcessorIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		root := t.TempDir()
		write(t, filepath.Join(root, "cpuset.cpus.effective"), "0\n")
		done := make(chan error, 1)
		go func() { done <- NewProcessors(root).run(ctx) }()
		synctest.Wait()
		if len(done) != 0 {
			t.Error("it ended, and would be started again and again")
		}
		cancel()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	})
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
