// Command images makes OCI images: those that every node carries, or one of a single program.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 3:
		err = nodeImages(os.Args[1], os.Args[2])
	case len(os.Args) >= 5 && os.Args[1] == "--program":
		err = programImage(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
	case len(os.Args) >= 6 && os.Args[1] == "--tree":
		err = treeImage(os.Args[2], os.Args[3], os.Args[4], os.Args[5:])
	default:
		fmt.Fprintln(os.Stderr, "usage: images BUSYBOX OUTPUT-DIRECTORY\n"+
			"       images --program PROGRAM IMAGE-NAME OUTPUT [OTHER-PROGRAM...]\n"+
			"       images --tree DIRECTORY IMAGE-NAME OUTPUT ENTRYPOINT...")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "images:", err)
		os.Exit(1)
	}
}

// programImage is a static program, with others that it needs, and nothing else. It is kept packed: it is shipped, and stored in nodes.
func programImage(program, name, out string, others []string) error {
	image := Image{Name: name, Entrypoint: []string{"/" + filepath.Base(program)}, Packed: true}
	for _, path := range append([]string{program}, others...) {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		image.Files = append(image.Files, File{Path: filepath.Base(path), Content: content, Mode: 0o755})
	}
	return image.write(out)
}

// treeImage is what is in a directory, all root's. It is kept packed, too.
func treeImage(dir, name, out string, entrypoint []string) error {
	files, err := filesOf(dir)
	if err != nil {
		return err
	}
	return Image{Name: name, Entrypoint: entrypoint, Packed: true, Files: files}.write(out)
}

// filesOf leaves empty directories out.
func filesOf(dir string) ([]File, error) {
	var files []File
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		file := File{Mode: int64(info.Mode().Perm())}
		if file.Path, err = filepath.Rel(dir, path); err != nil {
			return err
		}
		if entry.Type() == fs.ModeSymlink {
			file.Link, err = os.Readlink(path)
		} else {
			file.Content, err = os.ReadFile(path)
		}
		files = append(files, file)
		return err
	})
	return files, err
}

func (i Image) write(out string) error {
	archive, err := i.Archive()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(out+".new", archive, 0o644); err != nil {
		return err
	}
	return os.Rename(out+".new", out)
}

func nodeImages(busybox, out string) error {
	program, err := os.ReadFile(busybox)
	if err != nil {
		return err
	}
	applets, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		return fmt.Errorf("%s --list: %w", busybox, err)
	}
	for file, image := range map[string]Image{
		"pause.tar": pauseImage(),
		"test.tar":  testImage(program, strings.Fields(string(applets))),
	} {
		content, err := image.Archive()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, file), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func pauseImage() Image {
	return Image{
		Name:       "coracle.dev/pause:1",
		Entrypoint: []string{"/pause"},
		Files:      []File{{Path: "pause", Content: pauseProgram(), Mode: 0o755}},
	}
}

// testImage is a static busybox that by itself serves the name of its pod over HTTP at port 8080.
func testImage(busybox []byte, applets []string) Image {
	files := []File{
		{Path: "bin/busybox", Content: busybox, Mode: 0o755},
		{Path: "etc/passwd", Content: []byte("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n"), Mode: 0o644},
		{Path: "etc/group", Content: []byte("root:x:0:\nnobody:x:65534:\n"), Mode: 0o644},
		{Path: "etc/nsswitch.conf", Content: []byte("hosts: files dns\n"), Mode: 0o644},
	}
	for _, applet := range applets {
		if applet != "busybox" {
			files = append(files, File{Path: "bin/" + applet, Link: "busybox"})
		}
	}
	return Image{
		Name: "coracle.dev/test:1",
		Entrypoint: []string{"/bin/sh", "-c",
			"mkdir -p /tmp/www; hostname > /tmp/www/index.html; trap 'exit 0' TERM INT; httpd -f -p 8080 -h /tmp/www & wait"},
		Env:   []string{"PATH=/bin"},
		Files: files,
	}
}
