package main

import (
	"encoding/json"
	"os"
	"time"
)

// Who started this process writes the file as soon as it knows the process ID.
const appointmentLimit = 10 * time.Second

// isAppointed is whether the file names this process. If it does not, another command is at work, and it is not needed any more.
func isAppointed(file string) bool {
	text, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	var named struct {
		PID int `json:"pid"`
	}
	return json.Unmarshal(text, &named) == nil && named.PID == os.Getpid()
}

// appointed waits until the file names this process; it never will if who started it was killed.
func appointed(file string) bool {
	for end := time.Now().Add(appointmentLimit); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if isAppointed(file) {
			return true
		}
	}
	return false
}
