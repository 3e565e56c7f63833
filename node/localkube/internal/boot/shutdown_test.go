package boot

import (
	"encoding/binary"
	"slices"
	"testing"
)

func TestTermEnds(t *testing.T) {
	for name, c := range map[string]struct {
		status string
		want   bool
	}{
		"first of its namespace, catches":  {"State:\tS (sleeping)\nNSpid:\t512\t1\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000004000\n", true},
		"first of its namespace, does not": {"State:\tS (sleeping)\nNSpid:\t512\t1\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000\n", false},
		"a later one, default":             {"State:\tS (sleeping)\nNSpid:\t512\t7\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000\n", true},
		"a later one, ignores":             {"State:\tS (sleeping)\nNSpid:\t512\t7\nSigIgn:\t0000000000004000\nSigCgt:\t0000000000000000\n", false},
		"in the node's namespace":          {"State:\tS (sleeping)\nNSpid:\t512\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000\n", true},
		"zombie":                           {"State:\tZ (zombie)\nNSpid:\t512\t7\n", false},
	} {
		if got := TermEnds([]byte(c.status)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestPowerPressed(t *testing.T) {
	event := func(kind, code uint16, value uint32) []byte {
		b := make([]byte, inputEventSize)
		binary.NativeEndian.PutUint16(b[16:], kind)
		binary.NativeEndian.PutUint16(b[18:], code)
		binary.NativeEndian.PutUint32(b[20:], value)
		return b
	}
	if !PowerPressed(append(event(0, 0, 0), event(1, 116, 1)...)) {
		t.Error("press not seen")
	}
	if PowerPressed(append(append(event(1, 116, 0), event(1, 30, 1)...), 1, 2)) {
		t.Error("a release or another key was taken for a press")
	}
}

func TestMountsBelow(t *testing.T) {
	mounts := "a / ext4 rw 0 0\nb /var/lib ext4 rw 0 0\nc /var/library ext4 rw 0 0\nd /var/lib/kubelet/x tmpfs rw 0 0\ne /var/log ext4 rw 0 0\n"
	got := mountsBelow(mounts, "/var/lib", "/var/log")
	if want := []string{"/var/log", "/var/lib/kubelet/x", "/var/lib"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}
