package boot

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// Modules loads kernel modules from a tree as depmod describes it. Safe for concurrent use.
type Modules struct {
	dir     string
	files   map[string]string   // module name → file, relative to dir
	needs   map[string][]string // file → files that must be loaded before, first first
	aliases []alias

	mu     sync.Mutex
	loaded map[string]*sync.Once // file → its one load
	failed map[string]error
}

type alias struct{ pattern, module string }

// OpenModules reads modules.dep and, if there, modules.alias in dir.
func OpenModules(dir string) (*Modules, error) {
	dep, err := os.Open(filepath.Join(dir, "modules.dep"))
	if err != nil {
		return nil, err
	}
	defer dep.Close()
	m := &Modules{
		dir: dir, files: map[string]string{}, needs: map[string][]string{},
		loaded: map[string]*sync.Once{}, failed: map[string]error{},
	}
	if err := m.readDependencies(dep); err != nil {
		return nil, err
	}
	aliases, err := os.Open(filepath.Join(dir, "modules.alias"))
	if errors.Is(err, os.ErrNotExist) {
		return m, nil
	} else if err != nil {
		return nil, err
	}
	defer aliases.Close()
	return m, m.readAliases(aliases)
}

func (m *Modules) readDependencies(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		file, needs, ok := strings.Cut(lines.Text(), ":")
		if !ok {
			continue
		}
		m.files[moduleName(file)] = file
		fields := strings.Fields(needs) // depmod lists the nearest need first
		for i := len(fields) - 1; i >= 0; i-- {
			m.needs[file] = append(m.needs[file], fields[i])
		}
	}
	return lines.Err()
}

func (m *Modules) readAliases(r io.Reader) error {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if f := strings.Fields(lines.Text()); len(f) == 3 && f[0] == "alias" {
			m.aliases = append(m.aliases, alias{pattern: f[1], module: f[2]})
		}
	}
	return lines.Err()
}

func moduleName(file string) string {
	name, _, _ := strings.Cut(path.Base(file), ".ko")
	return strings.ReplaceAll(name, "-", "_")
}

// For names the modules that drive a device with this modalias.
func (m *Modules) For(modalias string) []string {
	var names []string
	for _, a := range m.aliases {
		if ok, err := path.Match(a.pattern, modalias); err == nil && ok {
			names = append(names, a.module)
		}
	}
	return names
}

// Load loads modules and what they need; one that is loaded already, or built into the kernel, is fine.
func (m *Modules) Load(names ...string) error {
	var errs []error
	for _, name := range names {
		file, ok := m.files[strings.ReplaceAll(name, "-", "_")]
		if !ok {
			errs = append(errs, fmt.Errorf("module %s: not in %s", name, m.dir))
			continue
		}
		for _, f := range append(m.needs[file][:len(m.needs[file]):len(m.needs[file])], file) {
			if err := m.insert(f); err != nil {
				errs = append(errs, fmt.Errorf("module %s: %w", name, err))
				break
			}
		}
	}
	return errors.Join(errs...)
}

// insert waits for another that loads the same file.
func (m *Modules) insert(file string) error {
	m.mu.Lock()
	once := m.loaded[file]
	if once == nil {
		once = new(sync.Once)
		m.loaded[file] = once
	}
	m.mu.Unlock()
	once.Do(func() {
		if err := insertFile(filepath.Join(m.dir, file)); err != nil {
			m.mu.Lock()
			m.failed[file] = err
			m.mu.Unlock()
		}
	})
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.failed[file]
}

func insertFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	flags := 0
	if !strings.HasSuffix(file, ".ko") {
		flags = unix.MODULE_INIT_COMPRESSED_FILE
	}
	if err := unix.FinitModule(int(f.Fd()), "", flags); err != nil && err != unix.EEXIST {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// LoadForDevices loads the drivers of the devices that the kernel knows now on some buses, side by side. A driver may bring
// up devices that in turn want one: call it again until what is looked for is there. A device that no driver fits is no
// error.
func (m *Modules) LoadForDevices(buses ...string) error {
	var group sync.WaitGroup
	var mu sync.Mutex
	var errs []error
	for _, bus := range buses {
		files, err := filepath.Glob("/sys/bus/" + bus + "/devices/*/modalias")
		if err != nil {
			return err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				continue // the device has gone
			}
			names := m.For(strings.TrimSpace(string(text)))
			if len(names) == 0 {
				continue
			}
			group.Go(func() {
				if err := m.Load(names...); err != nil {
					mu.Lock()
					errs = append(errs, err)
					mu.Unlock()
				}
			})
		}
	}
	group.Wait()
	return errors.Join(errs...)
}
