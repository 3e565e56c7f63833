package boot

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The machine's place in gvproxy's network (docs/guest.md).
var (
	nodeAddress  = netip.MustParsePrefix("192.168.127.2/24")
	gateway      = netip.MustParseAddr("192.168.127.1")
	hostLoopback = netip.MustParseAddr("192.168.127.254")
)

// WaitForInterface returns the first network interface that is a device, once there is one.
func WaitForInterface(limit time.Duration) (string, error) {
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		devices, err := filepath.Glob("/sys/class/net/*/device")
		if err != nil {
			return "", err
		}
		if len(devices) > 0 {
			slices.Sort(devices)
			return filepath.Base(filepath.Dir(devices[0])), nil
		}
	}
	return "", fmt.Errorf("no network interface after %v", limit)
}

// ConfigureNetwork brings up the loopback and this interface with the node's address and default route.
func ConfigureNetwork(name string) error {
	s, err := openNetSocket()
	if err != nil {
		return err
	}
	defer unix.Close(s.fd)
	if err := s.up("lo"); err != nil {
		return err
	}
	if err := s.address(name, nodeAddress); err != nil {
		return err
	}
	if err := s.up(name); err != nil {
		return err
	}
	return s.defaultRoute(gateway)
}

// AddLoopbackAddress gives the machine one more address of its own, on an alias of the loopback.
func AddLoopbackAddress(a netip.Addr) error {
	s, err := openNetSocket()
	if err != nil {
		return err
	}
	defer unix.Close(s.fd)
	return s.address("lo:1", netip.PrefixFrom(a, 32))
}

// netSocket configures interfaces with ioctls, enough for what never changes and a tenth of a netlink library.
type netSocket struct{ fd int }

func openNetSocket() (netSocket, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	return netSocket{fd}, err
}

func (s netSocket) address(name string, p netip.Prefix) error {
	addr := p.Addr().As4()
	if err := s.set(unix.SIOCSIFADDR, name, addr[:]); err != nil {
		return fmt.Errorf("address of %s: %w", name, err)
	}
	var mask [4]byte
	binary.BigEndian.PutUint32(mask[:], ^uint32(0)<<(32-p.Bits()))
	if err := s.set(unix.SIOCSIFNETMASK, name, mask[:]); err != nil {
		return fmt.Errorf("netmask of %s: %w", name, err)
	}
	return nil
}

func (s netSocket) set(request uint, name string, addr []byte) error {
	r, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	if err := r.SetInet4Addr(addr); err != nil {
		return err
	}
	return unix.IoctlIfreq(s.fd, request, r)
}

func (s netSocket) up(name string) error {
	r, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	if err := unix.IoctlIfreq(s.fd, unix.SIOCSIFFLAGS, r); err != nil {
		return fmt.Errorf("%s up: %w", name, err)
	}
	return nil
}

func (s netSocket) defaultRoute(via netip.Addr) error {
	var entry [120]byte // struct rtentry: 8 bytes of padding, destination, gateway, netmask (struct sockaddr each), flags
	addr := via.As4()
	for at := 8; at < 56; at += 16 {
		binary.NativeEndian.PutUint16(entry[at:], unix.AF_INET)
	}
	copy(entry[8+16+4:], addr[:])
	binary.NativeEndian.PutUint16(entry[56:], unix.RTF_UP|unix.RTF_GATEWAY)
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(s.fd), unix.SIOCADDRT, uintptr(unsafe.Pointer(&entry)))
	runtime.KeepAlive(&entry)
	if errno != 0 && errno != unix.EEXIST {
		return fmt.Errorf("default route: %w", errno)
	}
	return nil
}

// Identity writes the host name and the files of /etc that name machines.
func Identity(s Settings) error {
	if err := unix.Sethostname([]byte(s.NodeName)); err != nil {
		return fmt.Errorf("host name: %w", err)
	}
	servers := s.DNSServers
	if len(servers) == 0 {
		servers = []netip.Addr{gateway}
	}
	var resolv string
	for _, a := range servers {
		resolv += fmt.Sprintf("nameserver %s\n", a)
	}
	for file, text := range map[string]string{
		"/etc/hostname":    s.NodeName + "\n",
		"/etc/hosts":       fmt.Sprintf("127.0.0.1 localhost\n::1 localhost ip6-localhost\n%s %s\n", nodeAddress.Addr(), s.NodeName),
		"/etc/resolv.conf": resolv,
	} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
