package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary run as the program itself.
const asProgram = "CORACLE_GVPROXY_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func start(t *testing.T, directory, address string) (exitCode int, said string) {
	t.Helper()
	program := exec.Command(os.Args[0],
		"-socket", filepath.Join(directory, "s"), "-pidfile", filepath.Join(directory, "pid"),
		"-log", filepath.Join(directory, "log"), "-forward", "tcp/"+address+"/22")
	program.Env = append(os.Environ(), asProgram+"=1")
	output, err := program.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return program.ProcessState.ExitCode(), string(output)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.77.9.8:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestItDetachesServesOneQemuAndEndsWithIt(t *testing.T) {
	directory, address := t.TempDir(), freeAddress(t)
	if code, said := start(t, directory, address); code != 0 || said != "" {
		t.Fatalf("exit code %d: %s", code, said)
	}
	text, err := os.ReadFile(filepath.Join(directory, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	if session := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+2:]))[3]; session != strconv.Itoa(pid) {
		t.Errorf("it is in session %s, not its own", session)
	}
	qemu, err := net.Dial("unix", filepath.Join(directory, "s"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
	} else {
		client.Close()
	}
	qemu.Close()
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(directory, "pid")); errors.Is(err, os.ErrNotExist) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it is still there")
		}
	}
}

func TestItTellsAnAddressInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.77.9.8:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	address := taken.Addr().String()
	code, said := start(t, t.TempDir(), address)
	if code != exitAddressInUse || said != "tcp/"+address+"\n" {
		t.Errorf("exit code %d: %s", code, said)
	}
}
