//go:build linux

package torture_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
)

// The other things that a process does to a home without a helpdesk.
const (
	look    act = "list"
	examine act = "doctor"
)

var alone = []act{ask, ask, ask, askFile, reply, look, examine}

// A request without a file is kept by a program that leaves SQLite's log behind, for whoever opens the file next. Here
// the next one is killed as well, again and again, from the first process of a new home on.
func TestWhatIsLeftInTheLogIsKeptByWhoeverOpensTheFileNext(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for i := range points() / 5 {
		t.Run(fmt.Sprintf("home %d", i), func(t *testing.T) {
			h := newAlone(t, rand.New(rand.NewPCG(seed, ^uint64(i))), filepath.Join(t.TempDir(), "home"))
			for range 8 {
				h.pass()
			}
			h.kept()
			t.Logf("killed: %v", h.kills)
		})
	}
}

// newAlone begins in a home that is not there yet, without a helpdesk.
func newAlone(t *testing.T, random *rand.Rand, home string) *history {
	t.Helper()
	h := &history{t: t, random: random, home: home, usual: map[act]time.Duration{}, kills: map[act]int{}}
	for _, a := range alone {
		h.usual[a] = 20 * time.Millisecond // until it is known better
	}
	return h
}

// pass has one process open the home.
func (h *history) pass() {
	h.t.Helper()
	a := alone[h.random.IntN(len(alone))]
	if a == reply && !slices.ContainsFunc(h.attempts, func(a attempt) bool { return a.receipt != nil }) {
		a = ask
	}
	d := h.death(a)
	if h.do(a, d) {
		h.kills[a]++
	}
	if a == ask && h.attempts[len(h.attempts)-1].receipt != nil && h.left() == 0 {
		h.t.Error("the log was folded into the file: nothing is proved")
	}
}

// left is the size of the log, in bytes.
func (h *history) left() int64 {
	info, err := os.Stat(filepath.Join(h.home, "accounts", "unsigned", "precious.db-wal"))
	if err != nil {
		return 0
	}
	return info.Size()
}

// kept looks for all receipts in the outbox, in the order in which they were printed.
func (h *history) kept() {
	h.t.Helper()
	var waiting []desk.Pending
	h.ctl(&waiting, "outbox")
	if len(waiting) > len(h.attempts) {
		h.t.Errorf("%d actions wait after %d attempts", len(waiting), len(h.attempts))
	}
	next := 0
	for _, a := range h.attempts {
		if a.receipt == nil {
			continue
		}
		i := slices.IndexFunc(waiting[next:], func(p desk.Pending) bool { return p.Key == a.receipt.Key })
		if i < 0 {
			h.t.Fatalf("%q is lost, or out of order: its receipt is %+v, and %+v wait", a.words, *a.receipt, waiting)
		}
		if got := waiting[next+i]; got.Digest != a.receipt.Digest {
			h.t.Errorf("%q has the digest %s, its receipt says %s", a.words, got.Digest, a.receipt.Digest)
		}
		next += i + 1
	}
	if aside, err := filepath.Glob(filepath.Join(h.home, "accounts", "*", "*.corrupt-*")); err != nil || len(aside) > 0 {
		h.t.Errorf("set aside as damaged: %v, %v", aside, err)
	}
}
