//go:build linux && amd64

package torture_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"

	"relais/internal/desk"
	"relais/internal/torture/trace"
)

// faults are the ways in which a call may fail.
var faults = map[trace.Op][]syscall.Errno{
	trace.Create:     {syscall.ENOSPC, syscall.EACCES, syscall.EROFS, syscall.EIO},
	trace.MakeFolder: {syscall.ENOSPC, syscall.EACCES, syscall.EROFS, syscall.EIO},
	trace.Write:      {syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.EIO},
	trace.Truncate:   {syscall.ENOSPC, syscall.EFBIG, syscall.EIO},
	trace.Sync:       {syscall.ENOSPC, syscall.EIO},
	trace.Rename:     {syscall.ENOSPC, syscall.EACCES, syscall.EIO},
	trace.Remove:     {syscall.EACCES, syscall.EIO},
	trace.Map:        {syscall.ENOMEM, syscall.EIO},
	trace.Say:        {syscall.ENOSPC, syscall.EIO},
}

// Each call of a submission fails, alone or with all that come after it. What was submitted is durable then and has its
// receipt, or it was refused in plain words and is not there.
func TestWhatCanNotBeWrittenIsKeptOrRefusedButNeverHalf(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for i, s := range submits {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 3<<32|uint64(i)))
			p := s.prepare(t, random)
			order := random.Perm(p.calls)
			for i := range failures() / len(submits) {
				p.fail(&fault{first: 1 + order[i%len(order)], lasts: random.IntN(2) == 0, draw: random.IntN(60)})
			}
			t.Logf("%d calls", p.calls)
		})
	}
}

// fault has a call fail.
type fault struct {
	first int  // which, from 1
	lasts bool // all that come after it fail as well
	draw  int  // which of the ways
	dumb  bool // what the program says arrives all the same

	errno  syscall.Errno
	call   trace.Call
	unsaid bool // the receipt could not be printed
}

func (f *fault) judge(n int, c trace.Call) trace.Verdict {
	if f.dumb && c.Op == trace.Say {
		return trace.Verdict{}
	}
	if n == f.first {
		ways := faults[c.Op]
		f.call, f.errno = c, ways[f.draw%len(ways)]
	}
	if n == f.first || f.lasts && n > f.first && slices.Contains(faults[c.Op], f.errno) {
		f.unsaid = f.unsaid || c.Op == trace.Say
		return trace.Verdict{Fail: f.errno}
	}
	return trace.Verdict{}
}

func (*fault) death(act) death { return death{} }
func (*fault) learn(act, int)  {}

// fail has a call of the submission fail, and looks at what became of it.
func (p *prepared) fail(f *fault) {
	p.t.Helper()
	h, power := p.copy()
	var r result
	h.power = judged{f, func(home string, args ...string) result {
		r = traced(p.t, power.folder, home, ctl(home, args...), f.judge, nil)
		r.killed = r.code != 0 // it need not have a receipt
		return r
	}}
	h.do(p.submit.does, death{})
	h.power = nil
	if r.code != 0 {
		h.refused(r, f, p.submit.does != look)
	}
	h.do(ask, death{}) // it goes on
	h.kept()
	if p.t.Failed() {
		p.t.Fatalf("%s fails with %v at call %d, %s %s (and so do all after it: %t): %v", p.submit.name, f.errno, f.first, f.call.Op, f.call.Path, f.lasts, r)
	}
}

// judged is a supply that never fails, of a computer whose disk does.
type judged struct {
	*fault
	do func(home string, args ...string) result
}

func (j judged) run(_ *testing.T, home string, _ death, args ...string) result {
	return j.do(home, args...)
}

// refused checks a program that could not do what it was asked for: it said so, and what it said is true.
func (h *history) refused(r result, f *fault, submitted bool) {
	h.t.Helper()
	var said struct {
		Error struct {
			Code    desk.Code
			Message string
		}
	}
	err := json.Unmarshal([]byte(r.err), &said)
	if err != nil || !said.Error.Code.Storage() || strings.Contains(r.err, "goroutine") {
		h.t.Errorf("it was not refused in plain words: %s", r.err)
	}
	doubted := said.Error.Code == desk.CodeDiskFailing && f.lasts // then it says that nobody knows
	if !submitted || doubted {
		return
	}
	var waiting []desk.Pending
	h.ctl(&waiting, "outbox")
	last := h.attempts[len(h.attempts)-1]
	there := slices.ContainsFunc(waiting, func(p desk.Pending) bool { return p.Title == last.words || strings.Contains(p.Text, last.words) })
	if there != f.unsaid {
		h.t.Errorf("%q was refused (the receipt could not be printed: %t), and is there: %t", last.words, f.unsaid, there)
	}
}
