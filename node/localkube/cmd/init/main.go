// Command init is PID 1 of the node. It starts in the initrd, finds the disks, makes the node's root file system its own,
// brings up the network and runs containerd, sshd and localkube until the machine is to go down.
package main

import (
	"os"
	"strings"

	"coracle.dev/node/internal/boot"
)

func main() {
	if os.Getpid() != 1 {
		os.Stderr.WriteString("init: this is the node's first process; it cannot be run by hand\n")
		os.Exit(2)
	}
	m := newMachine()
	if err := boot.MountKernel(); err != nil {
		m.fail("init", err)
		select {}
	}
	m.console.Say("") // a boot loader may have left the cursor in a line
	m.console.Phase("init")
	go m.watchSignals()
	m.boot(option("coracle.until="))
	select {}
}

// option is the value of an option on the kernel's command line.
func option(prefix string) string {
	text, err := os.ReadFile("/proc/cmdline")
	if err != nil {
		return ""
	}
	for _, word := range strings.Fields(string(text)) {
		if value, ok := strings.CutPrefix(word, prefix); ok {
			return value
		}
	}
	return ""
}
