package boot

import (
	"context"
	"errors"
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
func WriteSSH(s Settings) error {
	if err := os.MkdirAll(sshDir, 0o755); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"host_key": strings.TrimSuffix(s.SSH.HostKey, "\n") + "\n", "authorized_keys": strings.Join(s.SSH.AuthorizedKeys, "\n") + "\n",
		"sshd_config": sshdConfig,
	} {
		if err := atomicfile.Write(filepath.Join(sshDir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// ExchangeSSH makes the running sshd use other keys. It returns when sshd listens again; connections that are open stay.
func ExchangeSSH(ctx context.Context, s Settings) error {
	if err := WriteSSH(s); err != nil {
		return err
	}
	pid, err := awaitPID(ctx)
	if err != nil {
		return err
	}
	// It removes the file when it begins anew and writes it when it listens.
	if err := os.Remove(sshPID); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGHUP); err != nil {
		return err
	}
	_, err = awaitPID(ctx)
	return err
}

const sshPID = sshDir + "/pid"

func awaitPID(ctx context.Context) (int, error) {
	for {
		b, err := os.ReadFile(sshPID)
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
