package boot

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const rehearsalLimit = 30 * time.Second

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

// Rehearse runs programs once for nothing and one after the other, so that the first pod finds them in memory and, where the
// processor is emulated, translated. It takes only time that nothing else wants. Like Prefetch it is an optimisation.
func Rehearse(procs *Processes, programs ...[]string) {
	for _, program := range programs {
		Prefetch(program[0])
		_, _, _ = procs.Run(rehearsalLimit, append([]string{"/usr/bin/chrt", "--idle", "0"}, program...)...)
	}
}
