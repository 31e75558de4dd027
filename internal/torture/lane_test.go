//go:build linux

package torture_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// lanes is how many requests one home and one helpdesk live through.
const lanes = 5

// Files are attached to a request, and to replies to it, before the helpdesk has it. Whatever is killed while they are
// kept and delivered, they arrive with their words, once, in the ticket that came of the request.
func TestFilesOfARequestThatDidNotArriveYetFollowItWhateverIsKilled(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for first := 0; first < max(1, points()/perHistory); first++ {
		t.Run(fmt.Sprintf("home %d", first), func(t *testing.T) {
			t.Parallel()
			h := newHistory(t, rand.New(rand.NewPCG(seed, 14<<32|uint64(first))))
			for range lanes {
				h.lane()
			}
			h.settle()
			h.check()
			t.Logf("killed: %v", h.kills)
		})
	}
}

// lane asks, replies to what did not arrive yet, and is killed once in the middle of each step.
func (h *history) lane() {
	h.t.Helper()
	about := len(h.attempts)
	h.do(askFile, death{})
	for _, a := range []act{replyFile, replyFile, reply} {
		h.count(a, h.reply(a, h.death(a), about))
	}
	for _, a := range []act{sync, both, outage} {
		h.count(a, h.do(a, h.death(a)))
	}
}

func (h *history) count(a act, killed bool) {
	if killed {
		h.kills[a]++
	}
}
