// Package tune changes what Kubernetes and etcd have no setting for, to let an idle node sleep.
package tune

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime/debug"
	"slices"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"go.etcd.io/etcd/server/v3/etcdserver"
	"k8s.io/kubernetes/pkg/controller/volume/attachdetach"
)

// How late the kernel may run this process's timers, so that the hundreds of periodic timers of the components fall together.
const (
	// IdleSlack: no penalty was seen in requests, watches and pod starts; at 100 ms there were outliers.
	IdleSlack = 50 * time.Millisecond
	// StartSlack spares the wake-ups of the Go runtime's own watchdog, which looks every 20 µs while there is work.
	StartSlack = 2 * time.Millisecond
)

// Timers sets the timer slack of every thread; threads made later inherit it. Pods don't get it: containerd starts them.
func Timers(slack time.Duration) error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, t := range threads {
		if err := setSlack(t.Name(), slack); err != nil {
			return err
		}
	}
	return nil
}

// Watchdog sets the timer slack of the thread by which another Go program's runtime watches over the others: it looks every few
// milliseconds while there is work, and each look takes the processor, and all that it has cached, away from somebody else. It is the
// first thread that the runtime makes, and it starts no programs, so nobody inherits the slack. Where there is no such thread, in a
// process that has ended or only just begun, nothing is done.
func Watchdog(pid string, slack time.Duration) error {
	threads, err := os.ReadDir("/proc/" + pid + "/task")
	if err != nil && !gone(err) {
		return err
	}
	var ids []int
	for _, t := range threads {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			ids = append(ids, id)
		}
	}
	if slices.Sort(ids); len(ids) < 2 {
		return nil
	}
	return setSlack(strconv.Itoa(ids[1]), slack)
}

// setSlack does nothing for a thread that has ended meanwhile.
func setSlack(thread string, slack time.Duration) error {
	err := os.WriteFile("/proc/"+thread+"/timerslack_ns", strconv.AppendInt(nil, int64(slack), 10), 0)
	if gone(err) {
		return nil
	}
	return err
}

// gone tells whether a process or thread ended before or while it was looked at.
func gone(err error) bool { return errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH) }

// Memory gives back what only the start needed, and from then on lets the heap grow by half instead of doubling: a busy
// node collects a little more often, an idle one, which allocates next to nothing, holds a hundred megabytes less.
func Memory() {
	debug.SetGCPercent(50)
	debug.FreeOSMemory()
}

// Controllers slows down the loop that looks for volumes to attach: there are none in a node of this kind but those of
// CSI drivers that a user installs.
func Controllers() { attachdetach.DefaultTimerConfig.ReconcilerLoopPeriod = time.Second }

// SlowRaft gives the raft loop of a one-member etcd a slower ticker once it has elected itself: heartbeats and elections
// mean nothing there, and a slow tick from the start would delay the election.
func SlowRaft(s *etcdserver.EtcdServer) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("etcd's raft ticker is not where it was: %v", r)
		}
	}()
	f := reflect.ValueOf(s).Elem().FieldByName("r").FieldByName("ticker")
	if f.Type() != reflect.TypeFor[*time.Ticker]() {
		return fmt.Errorf("etcd's raft ticker is a %s", f.Type())
	}
	(*(**time.Ticker)(unsafe.Pointer(f.UnsafeAddr()))).Reset(time.Second)
	return nil
}
