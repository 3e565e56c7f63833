package boot

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
)

// Console tells the host what happened, one marker per line (docs/guest.md). Safe for concurrent use.
type Console struct {
	mu     sync.Mutex
	out    io.Writer
	uptime func() float64
}

// NewConsole writes markers to out with the seconds since the kernel started.
func NewConsole(out io.Writer) *Console { return &Console{out: out, uptime: Uptime} }

// Phase says that the machine got this far.
func (c *Console) Phase(name string) {
	c.mark(struct {
		T     json.RawMessage `json:"t"`
		Phase string          `json:"phase"`
	}{c.now(), name})
}

// Failed says what does not work and why.
func (c *Console) Failed(component string, reason error) {
	c.mark(struct {
		T         json.RawMessage `json:"t"`
		Phase     string          `json:"phase"`
		Component string          `json:"component"`
		Reason    string          `json:"reason"`
	}{c.now(), "failed", component, reason.Error()})
}

// Say prints text for a person.
func (c *Console) Say(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprintln(c.out, text)
}

func (c *Console) now() json.RawMessage { return json.RawMessage(fmt.Sprintf("%.2f", c.uptime())) }

func (c *Console) mark(m any) {
	var line strings.Builder
	encoder := json.NewEncoder(&line) // ends the line itself
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(m); err != nil {
		panic(err) // no marker holds what JSON cannot
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	fmt.Fprint(c.out, "CORACLE ", line.String()) // one write: the kernel may print at any moment
}

// Uptime is the seconds since the kernel started, 0 before /proc is mounted.
func Uptime() float64 {
	text, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	var seconds float64
	fmt.Sscan(string(text), &seconds)
	return seconds
}
