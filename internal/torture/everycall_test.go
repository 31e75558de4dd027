//go:build linux && amd64

package torture_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"relais/internal/torture/disk"
)

// submit is a way to keep something, in a home that nobody signed in to: what is kept there goes to the first account.
type submit struct {
	name  string
	homes []act // what was done in the home before
	does  act
}

var submits = []submit{
	{name: "the first request of a computer", does: ask},
	{name: "the first request of a computer, with a file", does: askFile},
	{name: "a request", homes: []act{ask, look}, does: ask},
	{name: "a request behind one that is in the log", homes: []act{ask}, does: ask},
	{name: "a request with a file", homes: []act{ask}, does: askFile},
	{name: "a reply", homes: []act{ask, ask}, does: reply},
	{name: "a reply with a file", homes: []act{askFile}, does: replyFile},
	{name: "a list", homes: []act{ask, askFile}, does: look}, // folds the log into the file
}

// The power is lost before each call that a submission makes, and after the last one.
func TestWhatWasReceiptedOutlivesALossOfPowerAtEveryCall(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for i, s := range submits {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 2<<32|uint64(i)))
			p := s.prepare(t, random)
			p.lose(p.calls+1, disk.Everything)
			order := random.Perm(p.calls + 1)
			for i := range points() / 2 / len(submits) {
				p.lose(1+order[i%len(order)], disk.Losses[random.IntN(len(disk.Losses))])
			}
			t.Logf("%d calls", p.calls)
		})
	}
}

// prepared is a home in which submissions may begin.
type prepared struct {
	t      *testing.T
	random *rand.Rand
	submit submit
	folder string // that has the home
	before history
	calls  int // that the submission makes
}

// prepare makes the home, and learns how many calls the submission makes.
func (s submit) prepare(t *testing.T, random *rand.Rand) *prepared {
	t.Helper()
	p := &prepared{t: t, random: random, submit: s, folder: t.TempDir()}
	h := newAlone(t, random, filepath.Join(p.folder, "home"))
	for _, a := range s.homes {
		h.do(a, death{})
	}
	p.before = *h
	again, power := p.copy()
	again.do(s.does, death{})
	p.calls = power.usual[s.does]
	return p
}

// copy makes a home like the one that was prepared. All that is in it is durable.
func (p *prepared) copy() (*history, *power) {
	p.t.Helper()
	folder := p.t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(p.folder)); err != nil {
		p.t.Fatal(err)
	}
	h := p.before
	h.home, h.attempts = filepath.Join(folder, "home"), slices.Clone(h.attempts)
	power := newPower(p.t, folder, p.random)
	h.power = power
	return &h, power
}

// lose has the power go before a call, and looks at what is left.
func (p *prepared) lose(call int, loss disk.Loss) {
	p.t.Helper()
	h, power := p.copy()
	power.loss = []disk.Loss{loss}
	h.do(p.submit.does, death{call: call})
	h.power = nil      // it is back, and stays
	h.do(ask, death{}) // it goes on
	h.kept()
	if p.t.Failed() {
		p.t.Fatalf("with %q, before call %d, when of what was not synced there is left: %v", p.submit.name, call, loss)
	}
}
