package boot

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// sysctls that the kubelet would set itself are here with its values; the rest is what usual workloads ask for.
var sysctls = map[string]string{
	"vm.overcommit_memory":          "1",
	"kernel.panic":                  "10",
	"kernel.panic_on_oops":          "1",
	"kernel.keys.root_maxkeys":      "1000000",
	"kernel.keys.root_maxbytes":     "25000000",
	"net.ipv4.ip_forward":           "1",
	"fs.inotify.max_user_instances": "8192",
	"fs.inotify.max_user_watches":   "524288",
	"vm.max_map_count":              "262144",
}

// Sysctls sets the kernel's parameters.
func Sysctls() error {
	var errs []error
	for name, value := range sysctls {
		errs = append(errs, os.WriteFile(filepath.Join("/proc/sys", strings.ReplaceAll(name, ".", "/")), []byte(value), 0))
	}
	return errors.Join(errs...)
}

// Limits raises what a process may have; containers inherit it from containerd.
func Limits() error {
	return errors.Join(
		unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 1 << 20, Max: 1 << 20}),
		unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}),
	)
}
