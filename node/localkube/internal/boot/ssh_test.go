package boot

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// sshdWith is a directory of an sshd that runs with a key.
func sshdWith(t *testing.T, key string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "sshd")
	s := Settings{}
	s.SSH.HostKey = key
	if err := errors.Join(writeSSH(dir, s), os.WriteFile(filepath.Join(dir, "pid"), []byte("42\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheRunningSSHDBeginsAnewWithTheNewKeys(t *testing.T) {
	dir := sshdWith(t, "OLD")
	next := Settings{}
	next.SSH.HostKey, next.SSH.AuthorizedKeys = "NEW\n", []string{"ssh-ed25519 A a", "ssh-ed25519 B b"}
	listens := make(chan struct{})
	err := exchangeSSH(t.Context(), dir, next, func(pid int) error {
		if key, err := os.ReadFile(filepath.Join(dir, "host_key")); pid != 42 || string(key) != "NEW\n" {
			t.Error(pid, string(key), err)
		}
		go func() {
			time.Sleep(20 * time.Millisecond)
			close(listens)
			_ = os.WriteFile(filepath.Join(dir, "pid"), []byte("42\n"), 0o644)
		}()
		return nil
	})
	select {
	case <-listens:
	default:
		t.Error("it did not wait for sshd")
	}
	keys, readErr := os.ReadFile(filepath.Join(dir, "authorized_keys"))
	if err != nil || string(keys) != "ssh-ed25519 A a\nssh-ed25519 B b\n" {
		t.Error(string(keys), errors.Join(err, readErr))
	}
}

func TestAnSSHDThatDoesNotComeBackIsAnError(t *testing.T) {
	dir := sshdWith(t, "OLD")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := exchangeSSH(ctx, dir, Settings{}, func(int) error { return nil }); err == nil {
		t.Error("nothing said")
	}
}
