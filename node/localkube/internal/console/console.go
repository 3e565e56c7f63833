// Package console writes the marker lines that the host reads from the serial console, see docs/guest.md.
package console

import (
	"encoding/json"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Console writes markers. It is safe for concurrent use; a line that cannot be written is lost.
type Console struct {
	mu  sync.Mutex
	out io.Writer
}

// Open opens the guest's console without making it the controlling terminal.
func Open() *Console {
	f, err := os.OpenFile("/dev/console", os.O_WRONLY|syscall.O_NOCTTY, 0)
	if err != nil {
		return New(os.Stderr)
	}
	return New(f)
}

// New writes markers to out.
func New(out io.Writer) *Console { return &Console{out: out} }

type marker struct {
	T         float64 `json:"t"`
	Phase     string  `json:"phase"`
	Component string  `json:"component,omitempty"`
	Reason    string  `json:"reason,omitempty"`
}

// Phase says that the node has come to a phase.
func (c *Console) Phase(phase string) { c.write(marker{Phase: phase}) }

// Failed says that a component failed.
func (c *Console) Failed(component, reason string) {
	c.write(marker{Phase: "failed", Component: component, Reason: reason})
}

func (c *Console) write(m marker) {
	m.T = Uptime()
	b, err := json.Marshal(m)
	if err != nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	// One write, beginning with a line break: the kernel may have left half a line.
	_, _ = c.out.Write([]byte("\nCORACLE " + string(b) + "\n"))
}

// Uptime is the time since the kernel started, in seconds with two digits.
func Uptime() float64 {
	b, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	word, _, _ := strings.Cut(string(b), " ")
	v, _ := strconv.ParseFloat(word, 64)
	return math.Round(v*100) / 100
}
