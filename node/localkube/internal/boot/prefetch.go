package boot

import (
	"os"

	"golang.org/x/sys/unix"
)

// Prefetch reads programs into memory before they are started, while the machine waits for something else. It is an
// optimisation: what cannot be read is left to be read later.
func Prefetch(programs ...string) {
	for _, program := range programs {
		f, err := os.Open(program)
		if err != nil {
			continue
		}
		if info, err := f.Stat(); err == nil {
			_ = unix.Fadvise(int(f.Fd()), 0, info.Size(), unix.FADV_WILLNEED)
		}
		f.Close()
	}
}
