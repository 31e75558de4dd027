package trace

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrForbidden says that this computer lets nobody watch another program.
var ErrForbidden = errors.New("the system does not permit to trace a program")

// stopped marks the stop at a system call, to tell it from a signal.
const stopped = unix.SIGTRAP | 0x80

// Run runs the program to its end. Calls in the folder are made one at a time.
func Run(p Program) (syscall.WaitStatus, error) {
	runtime.LockOSThread() // only the thread that starts it may trace it
	defer runtime.UnlockOSThread()
	process, err := os.StartProcess(p.Path, append([]string{p.Path}, p.Args...), &os.ProcAttr{
		Env: p.Env, Files: p.Files[:], Sys: &syscall.SysProcAttr{Ptrace: true, Setpgid: true},
	})
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			err = errors.Join(ErrForbidden, err)
		}
		return 0, err
	}
	t := &tracer{Program: p, leader: process.Pid, threads: map[int]*thread{}}
	defer func() { _ = process.Release() }()
	return t.follow()
}

// thread is one of the program's threads.
type thread struct {
	id     int
	inside bool  // a system call has begun
	call   *call // the one that it is in, where that is one of ours
}

// call is a call on its way.
type call struct {
	Call
	fail syscall.Errno
}

// tracer follows a program.
type tracer struct {
	Program
	leader  int
	status  syscall.WaitStatus
	threads map[int]*thread
	busy    *thread   // whose call in the folder is being made
	held    []*thread // that wait at the beginning of theirs
	killed  bool
}

// follow answers the stops of all threads until the last one has ended. The program is a process group of its own,
// so that other children of ours are left to who started them.
func (t *tracer) follow() (syscall.WaitStatus, error) {
	for first := true; ; first = false {
		var status syscall.WaitStatus
		id, err := wait(t.leader, &status)
		if errors.Is(err, syscall.ECHILD) {
			return t.status, nil
		}
		if err == nil && first {
			err = unix.PtraceSetOptions(id, unix.PTRACE_O_TRACESYSGOOD|unix.PTRACE_O_TRACECLONE|unix.PTRACE_O_EXITKILL)
		}
		if err == nil {
			err = t.stop(id, status, first)
		}
		if err != nil && !errors.Is(err, syscall.ESRCH) { // a thread may be killed at any time
			t.kill()
			return t.status, fmt.Errorf("trace: %w", err)
		}
	}
}

func wait(group int, status *syscall.WaitStatus) (id int, err error) {
	for {
		id, err = syscall.Wait4(-group, status, unix.WALL|unix.WNOTHREAD, nil)
		if !errors.Is(err, syscall.EINTR) {
			return id, err
		}
	}
}

// stop answers one stop.
func (t *tracer) stop(id int, status syscall.WaitStatus, first bool) error {
	one := t.threads[id]
	if one == nil {
		one = &thread{id: id}
		t.threads[id] = one
		first = first || status.Stopped() && status.StopSignal() == syscall.SIGSTOP
	}
	switch {
	case status.Exited() || status.Signaled():
		if id == t.leader {
			t.status = status
		}
		return t.gone(one)
	case first, !status.Stopped():
		return unix.PtraceSyscall(id, 0)
	case status.StopSignal() == stopped:
		one.inside = !one.inside
		if one.inside {
			return t.enter(one)
		}
		return t.leave(one)
	case status.StopSignal() == unix.SIGTRAP: // it made a thread
		return unix.PtraceSyscall(id, 0)
	}
	return unix.PtraceSyscall(id, int(status.StopSignal()))
}

// gone forgets a thread that has ended.
func (t *tracer) gone(one *thread) error {
	delete(t.threads, one.id)
	if t.busy == one {
		return t.next()
	}
	return nil
}

// enter holds up a thread whose turn it is not.
func (t *tracer) enter(one *thread) error {
	var r unix.PtraceRegs
	if err := unix.PtraceGetRegs(one.id, &r); err != nil {
		return err
	}
	c, ours, err := t.read(one.id, &r)
	if err != nil {
		return err
	}
	if !ours {
		return unix.PtraceSyscall(one.id, 0)
	}
	one.call = &call{Call: c}
	if t.busy != nil {
		t.held = append(t.held, one)
		return nil
	}
	return t.make(one)
}

// make lets a call be made, or fail.
func (t *tracer) make(one *thread) error {
	t.busy = one
	var v Verdict
	if t.Before != nil && !t.killed {
		v = t.Before(one.call.Call)
	}
	switch {
	case v.Kill:
		t.kill()
		return nil
	case v.Fail != 0:
		one.call.fail = v.Fail
		var r unix.PtraceRegs
		if err := unix.PtraceGetRegs(one.id, &r); err != nil {
			return err
		}
		r.Orig_rax = ^uint64(0) // no such call: the system does nothing
		if err := unix.PtraceSetRegs(one.id, &r); err != nil {
			return err
		}
	}
	return unix.PtraceSyscall(one.id, 0)
}

func (t *tracer) kill() {
	t.killed = true
	_ = syscall.Kill(t.leader, syscall.SIGKILL)
}

// leave tells of a call that was made, and lets the next one go on.
func (t *tracer) leave(one *thread) error {
	c := one.call
	if c == nil {
		return unix.PtraceSyscall(one.id, 0)
	}
	one.call = nil
	var r unix.PtraceRegs
	if err := unix.PtraceGetRegs(one.id, &r); err != nil {
		return err
	}
	if c.fail != 0 {
		r.Rax = uint64(-int64(c.fail))
		if err := unix.PtraceSetRegs(one.id, &r); err != nil {
			return err
		}
	}
	t.tell(c, int64(r.Rax))
	if err := unix.PtraceSyscall(one.id, 0); err != nil && !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return t.next()
}

func (t *tracer) tell(c *call, result int64) {
	if t.After == nil {
		return
	}
	if result < 0 {
		t.After(c.Call, syscall.Errno(-result))
		return
	}
	if c.Op == Write || c.Op == Say {
		c.Data = c.Data[:result]
	}
	t.After(c.Call, nil)
}

// next lets the thread that has waited longest make its call.
func (t *tracer) next() error {
	t.busy = nil
	if len(t.held) == 0 {
		return nil
	}
	one := t.held[0]
	t.held = t.held[1:]
	if t.threads[one.id] == nil {
		return t.next()
	}
	return t.make(one)
}
