package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// States of the kernel's table that matter here.
const (
	timeWait = "06"
	listens  = "0A"
)

// sockets is what the host's table of TCP sockets tells about the address of one cluster.
type sockets struct {
	served   bool            // somebody listens at the API server's port
	listener string          // the inode of that socket
	open     map[string]bool // connections to any port
	ended    map[string]bool // those that have ended in the last minute
}

const (
	tableOfIPv4 = "/proc/net/tcp"
	tableOfIPv6 = "/proc/net/tcp6"
)

// readSockets also looks at IPv6: there is the end of a connection whose program made a socket for both, as Java does.
func readSockets(server netip.AddrPort) (sockets, error) {
	return readTables(server, tableOfIPv4, tableOfIPv6)
}

// readServed has the cluster's end of each connection only, which is half the work.
func readServed(server netip.AddrPort) (sockets, error) { return readTables(server, tableOfIPv4) }

func readTables(server netip.AddrPort, names ...string) (sockets, error) {
	found := sockets{open: map[string]bool{}, ended: map[string]bool{}}
	for _, name := range names {
		table, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a kernel without IPv6
		}
		if err != nil {
			return found, err
		}
		err = found.parse(table, server)
		table.Close()
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// parse adds what is in the form of /proc/net/tcp, where each connection within the host stands twice.
func (found *sockets) parse(table io.Reader, server netip.AddrPort) error {
	lines := bufio.NewScanner(table)
	lines.Scan() // the heading
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 10 {
			return fmt.Errorf("a line of the table of sockets is %q", lines.Text())
		}
		local, err := parseAddress(fields[1])
		if err != nil {
			return err
		}
		remote, err := parseAddress(fields[2])
		if err != nil {
			return err
		}
		switch state := fields[3]; {
		case local.Addr() != server.Addr() && remote.Addr() != server.Addr():
		case state == listens:
			if local == server {
				found.served, found.listener = true, fields[9]
			}
		case state == timeWait:
			found.ended[fields[1]+" "+fields[2]] = true
		default:
			found.open[fields[1]+" "+fields[2]] = true
		}
	}
	return lines.Err()
}

// parseAddress reads 0201A87F:20FB, or four such words with a port for IPv6, each in the host's byte order.
func parseAddress(text string) (netip.AddrPort, error) {
	words, port, _ := strings.Cut(text, ":")
	bytes, err := hex.DecodeString(words)
	if err != nil || len(bytes)%4 != 0 {
		return netip.AddrPort{}, fmt.Errorf("%q is no address", text)
	}
	for i := 0; i < len(bytes); i += 4 {
		binary.NativeEndian.PutUint32(bytes[i:], binary.BigEndian.Uint32(bytes[i:]))
	}
	address, ok := netip.AddrFromSlice(bytes)
	if !ok {
		return netip.AddrPort{}, fmt.Errorf("%q is no address", text)
	}
	number, err := strconv.ParseUint(port, 16, 16)
	return netip.AddrPortFrom(address.Unmap(), uint16(number)), err
}
