package boot

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestModules(t *testing.T) {
	dir := t.TempDir()
	for file, text := range map[string]string{
		"modules.dep":   "a/virtio-net.ko: b/net_failover.ko.xz b/failover.ko\nb/net_failover.ko.xz: b/failover.ko\nb/failover.ko:\n",
		"modules.alias": "# Aliases\nalias virtio:d00000001v* virtio_net\nalias virtio:d00000002v* virtio_blk\nalias scsi:t-0x05* sr_mod\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, err := OpenModules(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.For("virtio:d00000001v00001AF4"); !slices.Equal(got, []string{"virtio_net"}) {
		t.Errorf("%v", got)
	}
	if got := m.For("pci:v00008086"); got != nil {
		t.Errorf("%v", got)
	}
	if got := m.needs[m.files["virtio_net"]]; !slices.Equal(got, []string{"b/failover.ko", "b/net_failover.ko.xz"}) {
		t.Errorf("order of needs: %v", got)
	}
	if err := m.Load("nothing"); err == nil {
		t.Error("loaded a module that is not there")
	}
}
