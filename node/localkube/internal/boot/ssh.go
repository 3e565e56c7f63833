package boot

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"coracle.dev/node/internal/atomicfile"
)

const sshDir = "/run/sshd"

// sshdConfig: root by key only, with the one host key of the config disk; nothing of it stays on the data disk.
const sshdConfig = `HostKey /run/sshd/host_key
AuthorizedKeysFile /run/sshd/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
PidFile /run/sshd/pid
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
`

// WriteSSH prepares sshd's directory from the settings.
func WriteSSH(s Settings) error { return writeSSH(sshDir, s) }

func writeSSH(dir string, s Settings) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"host_key": strings.TrimSuffix(s.SSH.HostKey, "\n") + "\n", "authorized_keys": strings.Join(s.SSH.AuthorizedKeys, "\n") + "\n",
		"sshd_config": sshdConfig,
	} {
		if err := atomicfile.Write(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ExchangeSSH makes the running sshd use other keys. It returns when sshd listens again; connections that are open stay.
func ExchangeSSH(ctx context.Context, s Settings) error {
	return exchangeSSH(ctx, sshDir, s, func(pid int) error { return syscall.Kill(pid, syscall.SIGHUP) })
}

func exchangeSSH(ctx context.Context, dir string, s Settings, again func(pid int) error) error {
	if err := writeSSH(dir, s); err != nil {
		return err
	}
	file := filepath.Join(dir, "pid")
	pid, err := awaitPID(ctx, file)
	if err != nil {
		return err
	}
	// sshd removes the file, if it is there, when it begins anew, and writes it when it listens.
	if err := os.Remove(file); err != nil {
		return err
	}
	if err := again(pid); err != nil {
		return err
	}
	_, err = awaitPID(ctx, file)
	return err
}

func awaitPID(ctx context.Context, file string) (int, error) {
	for {
		b, err := os.ReadFile(file)
		if pid, bad := strconv.Atoi(strings.TrimSpace(string(b))); err == nil && bad == nil && pid > 1 {
			return pid, nil
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("sshd does not listen: %w", ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}
