// Command install puts gVisor's programs, which are in its own image, where the node's container runtime looks for them.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// programs are those that containerd and its shim start. The shim comes last: when it is there all is.
var programs = []string{"runsc", "containerd-shim-runsc-v1"}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: install SOURCE TARGET")
		os.Exit(2)
	}
	if err := install(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "install:", err)
		os.Exit(1)
	}
}

// install replaces programs that may be running: each is whole at any time.
func install(source, target string) error {
	for _, name := range programs {
		if err := place(filepath.Join(source, name), filepath.Join(target, name)); err != nil {
			return err
		}
	}
	return nil
}

func place(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	temporary := to + ".new"
	out, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, to)
}
