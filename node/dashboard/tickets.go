package main

import (
	"bufio"
	"io"
	"log"
	"net"
	"regexp"
	"time"
)

var clusterName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)

// giveTickets answers a line with a cluster's name by a line with a ticket. Who can connect is the cluster's administrator.
func giveTickets(listener net.Listener, guests *guests) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return // closed
		}
		go func() {
			defer connection.Close()
			_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
			line, _, err := bufio.NewReaderSize(connection, 128).ReadLine()
			if err != nil || !clusterName.Match(line) {
				log.Printf("no ticket for %q: %v", line, err)
				return
			}
			_, _ = io.WriteString(connection, guests.ticket(string(line))+"\n")
		}()
	}
}
