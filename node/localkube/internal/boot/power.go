package boot

import (
	"encoding/binary"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// struct input_event on 64-bit Linux: two 64-bit times, type, code, value.
const inputEventSize = 24

// PowerPressed tells whether these input events, as read from /dev/input, hold a press of a power button.
func PowerPressed(events []byte) bool {
	const evKey, keyPower = 1, 116
	for ; len(events) >= inputEventSize; events = events[inputEventSize:] {
		if binary.NativeEndian.Uint16(events[16:]) == evKey && binary.NativeEndian.Uint16(events[18:]) == keyPower &&
			binary.NativeEndian.Uint32(events[20:]) == 1 {
			return true
		}
	}
	return false
}

// WatchPowerButton calls pressed when a power button is pressed, be it ACPI's or a keyboard's. The modules button and evdev
// must be loaded.
func WatchPowerButton(pressed func()) error {
	files, err := filepath.Glob("/dev/input/event*")
	if err != nil {
		return err
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		go func() {
			defer f.Close()
			events := make([]byte, 64*inputEventSize)
			for {
				n, err := f.Read(events)
				if err != nil {
					return // the device has gone
				}
				if PowerPressed(events[:n]) {
					pressed()
				}
			}
		}()
	}
	return nil
}

// End is how the machine goes down.
type End int

// The ends that the kernel knows.
const (
	PowerOff = End(unix.LINUX_REBOOT_CMD_POWER_OFF)
	Reboot   = End(unix.LINUX_REBOOT_CMD_RESTART)
)

// Now does it, without anything orderly.
func (e End) Now() error { return unix.Reboot(int(e)) }
