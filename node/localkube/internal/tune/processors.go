package tune

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"coracle.dev/node/internal/service"
)

const (
	// busy, in processors, is more than one can do without letting somebody wait.
	busy = 0.6
	// quiet, for so long as calm is: nothing is done but what is periodic.
	quiet = 0.4
	calm  = 10 * time.Second
	look  = time.Second
)

// Processors holds the node's own programs together on one processor while there is little to do. A goroutine that wakes another may wake
// a thread for it, which the kernel sends to a processor that sleeps: that is an interrupt, another timer, and caches that are cold. An
// idle node costs a fifth less on one. Pods may always run anywhere.
type Processors struct {
	cpusets []string // files
	all     string   // files that read like cpusets
	stat    string   // as /proc/stat is
	asked   chan struct{}
}

// NewProcessors is for the programs in these cgroups, which are named by their paths below root.
func NewProcessors(root string, cgroups ...string) *Processors {
	p := &Processors{all: filepath.Join(root, "cpuset.cpus.effective"), stat: "/proc/stat", asked: make(chan struct{}, 1)}
	for _, c := range cgroups {
		p.cpusets = append(p.cpusets, filepath.Join(root, c, "cpuset.cpus"))
	}
	return p
}

// Asked tells that somebody is about to want something, and should not have to wait for the next look.
func (p *Processors) Asked() {
	select {
	case p.asked <- struct{}{}:
	default:
	}
}

// Service is the component. The container runtime has its cgroup before it answers.
func (p *Processors) Service() service.Service {
	return service.Service{Name: "processors", Needs: []string{"containerd"}, Run: func(ctx context.Context, up service.Up) error {
		up.Ready()
		return p.run(ctx)
	}}
}

func (p *Processors) run(ctx context.Context) error {
	b, err := os.ReadFile(p.all)
	if err != nil {
		return err
	}
	all := string(bytes.TrimSpace(b))
	if err := p.give(all); err != nil { // a process before this one may have gathered them
		return err
	}
	one, _, several := strings.Cut(strings.ReplaceAll(all, ",", "-"), "-")
	if !several {
		<-ctx.Done() // a component that ends would be started again
		return nil
	}
	_, before, err := p.idle()
	if err != nil {
		return err
	}
	at := time.Now()
	g := gathering{since: at}
	ticks := time.NewTicker(look)
	defer ticks.Stop()
	for {
		load := busy
		select {
		case <-ctx.Done():
			return nil
		case <-p.asked:
		case <-ticks.C:
			processors, idle, err := p.idle()
			if err != nil {
				return err
			}
			load = float64(processors) - float64(idle-before)/float64(time.Since(at))
			before, at = idle, time.Now()
		}
		if !g.next(time.Now(), load) {
			continue
		}
		to := all
		if g.together {
			to = one
		}
		if err := p.give(to); err != nil {
			return err
		}
	}
}

func (p *Processors) give(processors string) error {
	for _, f := range p.cpusets {
		if err := os.WriteFile(f, []byte(processors), 0); err != nil {
			return err
		}
	}
	return nil
}

// idle is how many processors the machine has, and for how long all together had nothing to do since it came up. What the runtime counts
// are those that this process may use, which are fewer if the one before had been gathered.
func (p *Processors) idle() (int, time.Duration, error) {
	b, err := os.ReadFile(p.stat)
	if err != nil {
		return 0, 0, err
	}
	var user, nice, system, idle, wait int64 // hundredths of a second: proc_stat(5), USER_HZ
	if _, err := fmt.Sscanf(string(b), "cpu %d %d %d %d %d", &user, &nice, &system, &idle, &wait); err != nil {
		return 0, 0, fmt.Errorf("%s: %w", p.stat, err)
	}
	return bytes.Count(b, []byte("\ncpu")), time.Duration(idle+wait) * 10 * time.Millisecond, nil
}

// gathering is whether the programs are held together.
type gathering struct {
	together bool
	since    time.Time // the last time that there was something to do
}

// next tells whether it has changed, at a time and with so many processors busy.
func (g *gathering) next(now time.Time, load float64) bool {
	if load >= busy || !g.together && load > quiet {
		g.since = now
	}
	together := now.Sub(g.since) > calm
	changed := together != g.together
	g.together = together
	return changed
}
