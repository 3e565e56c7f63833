package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
)

const ready = "ready\n"

// detach runs this program again in a session of its own, where no terminal's signals reach it, and
// returns the exit code: zero once that process serves, its own if it fails before.
func detach(logFile string) int {
	child, status, err := startDetached(logFile)
	if err != nil {
		return report(err, os.Stderr)
	}
	said, err := io.ReadAll(status)
	if err == nil && string(said) == ready {
		return 0
	}
	fmt.Fprint(os.Stderr, string(said))
	_ = child.Wait()
	return max(child.ProcessState.ExitCode(), exitFailed)
}

func startDetached(logFile string) (child *exec.Cmd, status *os.File, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	log, err := os.OpenFile(logFile, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, nil, err
	}
	defer log.Close()
	status, childStatus, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	defer childStatus.Close()
	child = exec.Command(self, append([]string{"-detached"}, os.Args[1:]...)...)
	child.Dir = "/"
	child.Stderr = log
	child.ExtraFiles = []*os.File{childStatus}
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return child, status, child.Start()
}
