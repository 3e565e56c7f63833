package boot

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const podsCgroup = cgroupRoot + "/kubepods"

// StopPods asks every container to end and kills what is left after grace. A first process of a container that does not
// handle SIGTERM never sees it, so nothing waits for those.
func StopPods(journal Journal, grace time.Duration) {
	asked := 0
	for _, pid := range cgroupProcesses(podsCgroup) {
		if handlesTerm(pid) && syscall.Kill(pid, syscall.SIGTERM) == nil {
			asked++
		}
	}
	end := time.Now().Add(grace)
	for time.Now().Before(end) && anyHandlesTerm(cgroupProcesses(podsCgroup)) {
		time.Sleep(20 * time.Millisecond)
	}
	left := cgroupProcesses(podsCgroup)
	journal.Printf("shutdown: %d processes of pods were asked to end, %d are killed", asked, len(left))
	if len(left) > 0 {
		if err := os.WriteFile(filepath.Join(podsCgroup, "cgroup.kill"), []byte("1"), 0); err != nil {
			journal.Printf("shutdown: %v", err)
		}
	}
}

func anyHandlesTerm(pids []int) bool {
	for _, pid := range pids {
		if handlesTerm(pid) {
			return true
		}
	}
	return false
}

func cgroupProcesses(dir string) []int {
	var pids []int
	_ = filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.Name() != "cgroup.procs" {
			return nil // a cgroup that has gone meanwhile holds no process
		}
		text, _ := os.ReadFile(path)
		for _, line := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(line); err == nil {
				pids = append(pids, pid)
			}
		}
		return nil
	})
	return pids
}

func handlesTerm(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	return err == nil && TermEnds(status)
}

// TermEnds tells from /proc/PID/status whether SIGTERM can have an effect: the process catches it, or is not the first of
// its PID namespace, for which the kernel drops signals that it does not catch. A zombie has ended already.
func TermEnds(status []byte) bool {
	const term = 1 << (unix.SIGTERM - 1)
	var caught, ignored uint64
	first := false
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimSpace(value)
		switch name {
		case "State":
			if strings.HasPrefix(value, "Z") {
				return false
			}
		case "NSpid":
			pids := strings.Fields(value)
			first = len(pids) > 1 && pids[len(pids)-1] == "1"
		case "SigCgt":
			caught, _ = strconv.ParseUint(value, 16, 64)
		case "SigIgn":
			ignored, _ = strconv.ParseUint(value, 16, 64)
		}
	}
	return caught&term != 0 || (!first && ignored&term == 0)
}

// KillAll ends every other process of the machine.
func KillAll() {
	syscall.Kill(-1, syscall.SIGKILL)
	time.Sleep(50 * time.Millisecond) // until they have let go of their files
}

// Unmount writes everything to the data disk and lets go of it. What cannot be unmounted is made read-only.
func Unmount() {
	unix.Sync()
	mounts, _ := os.ReadFile("/proc/self/mounts")
	for _, target := range mountsBelow(string(mounts), "/var/lib", "/var/log") {
		if err := unix.Unmount(target, 0); err != nil {
			_ = unix.Unmount(target, unix.MNT_DETACH)
		}
	}
	unix.Sync()
}

// mountsBelow lists the mount points at and below these directories, last mounted first, from /proc/self/mounts.
func mountsBelow(mounts string, dirs ...string) []string {
	var found []string
	for line := range strings.Lines(mounts) {
		target := strings.Fields(line)[1]
		if slices.ContainsFunc(dirs, func(dir string) bool { return target == dir || strings.HasPrefix(target, dir+"/") }) {
			found = append(found, target)
		}
	}
	slices.Reverse(found)
	return found
}
