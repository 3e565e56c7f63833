package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"
)

// What the monitor answers takes a thousandth of that. Who ends this process waits longer for its end.
const monitorLimit = 3 * time.Second

// The machine's states, as far as they matter here.
const (
	running = "running"
	paused  = "paused"
)

// monitor is the socket at which QEMU takes commands (QMP). It serves one client at a time: who was greeted there has the machine to
// himself until he leaves, as do those who put it to sleep, wake it or save it, by the same socket. So what was asked there still holds
// when the next command is given.
type monitor string

// isPaused is whether the machine stands still in memory.
func (m monitor) isPaused() (is bool, err error) {
	err = m.converse(func(ask asker) error {
		status, err := ask("query-status")
		is = status == paused
		return err
	})
	return is, err
}

// pause makes a machine that runs stand still, and tells whether it does.
func (m monitor) pause(file string) (bool, error) { return m.change(file, running, "stop", paused) }

// unpause lets one that stands still go on, and tells whether it does.
func (m monitor) unpause(file string) (bool, error) { return m.change(file, paused, "cont", running) }

// change does nothing if another command is at work, which wants the machine as it is, nor in any other state: a machine whose memory
// is being saved must never go on.
func (m monitor) change(file, from, command, to string) (done bool, err error) {
	err = m.converse(func(ask asker) error {
		status, err := ask("query-status")
		if done = status == to; err != nil || status != from || !isAppointed(file) {
			return err
		}
		_, err = ask(command)
		done = err == nil
		return err
	})
	return done, err
}

// asker gives a command, and returns the status in the answer, if there is one.
type asker func(command string) (string, error)

func (m monitor) converse(talk func(asker) error) error {
	connection, err := m.dial()
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(monitorLimit)); err != nil {
		return err
	}
	messages := json.NewDecoder(connection)
	var greeting struct {
		QMP json.RawMessage
	}
	if err := messages.Decode(&greeting); err != nil {
		return err
	}
	if greeting.QMP == nil {
		return errors.New("this is no monitor")
	}
	ask := func(command string) (string, error) {
		if _, err := fmt.Fprintf(connection, "{\"execute\": %q}\n", command); err != nil {
			return "", err
		}
		return answer(messages, command)
	}
	if _, err := ask("qmp_capabilities"); err != nil {
		return err
	}
	return talk(ask)
}

// answer passes over what QEMU tells by itself.
func answer(messages *json.Decoder, command string) (string, error) {
	for {
		var message struct {
			Return *struct{ Status string }
			Error  *struct{ Desc string }
		}
		if err := messages.Decode(&message); err != nil {
			return "", err
		}
		if message.Error != nil {
			return "", fmt.Errorf("%s: %s", command, message.Error.Desc)
		}
		if message.Return != nil {
			return message.Return.Status, nil
		}
	}
}

// dial reaches a socket at any depth: an address has at most 107 bytes, and this one is short.
func (m monitor) dial() (net.Conn, error) {
	directory, err := os.Open(filepath.Dir(string(m)))
	if err != nil {
		return nil, err
	}
	defer directory.Close()
	address := fmt.Sprintf("/proc/self/fd/%d/%s", directory.Fd(), filepath.Base(string(m)))
	return net.DialTimeout("unix", address, monitorLimit)
}
