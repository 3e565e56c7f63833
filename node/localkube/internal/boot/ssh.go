package boot

import (
	"os"
	"path/filepath"
	"strings"
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
PidFile none
AcceptEnv LANG LC_*
Subsystem sftp internal-sftp
`

// WriteSSH prepares sshd's directory from the settings.
func WriteSSH(s Settings) error {
	if err := os.MkdirAll(sshDir, 0o755); err != nil {
		return err
	}
	for _, file := range []struct {
		name, text string
		mode       os.FileMode
	}{
		{"host_key", strings.TrimSuffix(s.SSH.HostKey, "\n") + "\n", 0o600},
		{"authorized_keys", strings.Join(s.SSH.AuthorizedKeys, "\n") + "\n", 0o600},
		{"sshd_config", sshdConfig, 0o600},
	} {
		if err := os.WriteFile(filepath.Join(sshDir, file.name), []byte(file.text), file.mode); err != nil {
			return err
		}
	}
	return nil
}
