package main

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestMain runs the tests where mounting is allowed and disturbs nobody: in mounts of their own and, for an ordinary user, as the
// root of a user namespace.
func TestMain(m *testing.M) {
	const inside = "CORACLE_TEST_MOUNTS"
	if os.Getenv(inside) != "" {
		os.Exit(m.Run())
	}
	self := exec.Command("/proc/self/exe", os.Args[1:]...)
	self.Env = append(os.Environ(), inside+"=1")
	self.Stdin, self.Stdout, self.Stderr = os.Stdin, os.Stdout, os.Stderr
	self.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		self.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		self.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		self.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	if err := self.Run(); err != nil {
		println(err.Error())
		os.Exit(1)
	}
}
