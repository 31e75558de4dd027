//go:build linux && amd64

package torture_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"relais/internal/torture/disk"
	"relais/internal/torture/trace"
)

// lossesPerHistory is how often one home and one helpdesk see the power go.
const lossesPerHistory = 25

func TestWhatWasReceiptedOutlivesALossOfPower(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	n := points() / 4 // every call of a submission comes on top
	for first := 0; first < n; first += lossesPerHistory {
		t.Run(fmt.Sprintf("from point %d", first), func(t *testing.T) {
			t.Parallel()
			h := newHistory(t, rand.New(rand.NewPCG(seed, 1<<32|uint64(first))))
			h.acts = []act{ask, askFile, reply, reply, replyFile, sync, sync, sync}
			h.power = newPower(t, h.home, h.random)
			h.practise()
			h.live(min(lossesPerHistory, n-first))
			h.settle()
			h.check()
		})
	}
}

// power is a supply that goes between two calls.
type power struct {
	disk   *disk.Disk
	folder string
	random *rand.Rand
	loss   []disk.Loss // those that may happen
	usual  map[act]int // calls
}

func newPower(t *testing.T, folder string, random *rand.Rand) *power {
	t.Helper()
	d, err := disk.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return &power{disk: d, folder: folder, random: random, loss: disk.Losses, usual: map[act]int{}}
}

func (p *power) learn(a act, calls int) { p.usual[a] = calls }

// death picks the call before which the power is lost; it may be one after the last.
func (p *power) death(a act) death {
	if p.random.IntN(5) == 0 {
		return death{}
	}
	return death{call: 1 + p.random.IntN(p.usual[a]+1)}
}

// run runs relaisctl.
func (p *power) run(t *testing.T, home string, d death, args ...string) result {
	t.Helper()
	return p.feed(t, home, d, ctl(home, args...))
}

// feed runs a program. Where the power is lost, what that leaves of the home is there afterwards.
func (p *power) feed(t *testing.T, home string, d death, args []string) result {
	t.Helper()
	var unknown error
	r := traced(t, p.folder, home, args, func(n int, _ trace.Call) trace.Verdict {
		return trace.Verdict{Kill: n == d.call}
	}, func(c trace.Call, failed error) {
		if failed == nil {
			unknown = errors.Join(unknown, p.disk.Do(c))
		}
	})
	if unknown != nil {
		t.Fatal(unknown)
	}
	if d.call > 0 {
		r.killed = true
		loss := p.loss[p.random.IntN(len(p.loss))]
		if err := p.disk.Crash(loss, p.random); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// traced runs a program and has its calls in a folder judged, which are counted from 1.
func traced(t *testing.T, folder, home string, args []string, before func(n int, c trace.Call) trace.Verdict, after func(trace.Call, error)) result {
	t.Helper()
	var r result
	var files [3]*os.File
	for i, name := range []string{os.DevNull, filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "err")} {
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	status, err := trace.Run(trace.Program{
		Path: args[0], Args: args[1:], Env: environment(home),
		Files: files, Folder: folder, After: after,
		Before: func(c trace.Call) trace.Verdict {
			r.calls++
			return before(r.calls, c)
		},
	})
	if errors.Is(err, trace.ErrForbidden) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.code, r.killed = status.ExitStatus(), status.Signaled()
	r.out, r.err = read(t, files[1].Name()), read(t, files[2].Name())
	return r
}

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
