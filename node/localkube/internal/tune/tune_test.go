package tune

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

func slacks(t *testing.T) map[int]time.Duration {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	all := map[int]time.Duration{}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile("/proc/" + thread.Name() + "/timerslack_ns")
		if err != nil {
			continue // the thread has ended
		}
		ns, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		all[id] = time.Duration(ns)
	}
	return all
}

func TestOnlyTheWatchdogOfAnotherProgramGetsTheSlack(t *testing.T) {
	const slack = 7 * time.Millisecond
	before := slacks(t)
	if err := Watchdog(strconv.Itoa(os.Getpid()), slack); err != nil {
		t.Fatal(err)
	}
	changed := 0
	for id, now := range slacks(t) {
		if now == slack && before[id] != slack {
			changed++
			if id == os.Getpid() {
				t.Error("the main thread, which starts programs, has it")
			}
		}
	}
	if changed != 1 {
		t.Errorf("%d threads have it", changed)
	}
}

func TestAProcessWithoutAWatchdogIsLeftAlone(t *testing.T) {
	single := exec.Command("sleep", "60")
	if err := single.Start(); err != nil {
		t.Fatal(err)
	}
	if err := Watchdog(strconv.Itoa(single.Process.Pid), time.Millisecond); err != nil {
		t.Errorf("of one thread: %v", err)
	}
	_ = single.Process.Kill()
	_ = single.Wait()
	if err := Watchdog(strconv.Itoa(single.Process.Pid), time.Millisecond); err != nil {
		t.Errorf("that is gone: %v", err)
	}
}
