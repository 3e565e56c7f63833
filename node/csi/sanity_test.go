package main

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/kubernetes-csi/csi-test/v5/pkg/sanity"
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
	"golang.org/x/sys/unix"
)

// TestSanity is the CSI project's own suite, over the driver's socket: with file systems, and with block devices where the machine
// lets us have loop devices.
func TestSanity(t *testing.T) {
	kinds := []string{"mount"}
	if unix.Access("/dev/loop-control", unix.R_OK|unix.W_OK) == nil && os.Getuid() == 0 {
		kinds = append(kinds, "block")
	} else {
		t.Log("no loop devices here: block devices are not tested")
	}
	socket := filepath.Join(t.TempDir(), "csi.sock")
	volumes, err := openStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ready := &atomic.Bool{}
	ready.Store(true)
	driver := newServer(volumes, "node", ready)
	if err := serve(driver, socket, make(chan error, 1)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(driver.Stop)
	gomega.RegisterFailHandler(ginkgo.Fail)
	for _, kind := range kinds {
		dir := t.TempDir()
		config := sanity.NewTestConfig()
		config.Address = "unix://" + socket
		config.TargetPath, config.StagingPath = filepath.Join(dir, "target"), filepath.Join(dir, "staging")
		config.TestVolumeAccessType = kind
		ginkgo.Describe(kind, func() { sanity.GinkgoTest(&config) })
	}
	suite, report := ginkgo.GinkgoConfiguration()
	report.NoColor, report.Succinct = true, true
	ginkgo.RunSpecs(t, "CSI", suite, report)
	for _, k := range []kind{volumes.volumes, volumes.snapshots} {
		if left, err := k.list(); err != nil || len(left) > 0 {
			t.Errorf("%s: %v is left, %v", k.dir, left, err)
		}
	}
}
