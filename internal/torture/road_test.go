//go:build linux

package torture_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"
)

// A program that syncs over a bad road ends by itself, with what it could not deliver waiting. Over a good one, all of it
// arrives, once.
func TestASyncOverABadRoadLosesNothingAndRepeatsNothing(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	for i := range points() / 12 {
		random := rand.New(rand.NewPCG(seed, 8<<32|uint64(i)))
		x, stream := toxics[random.IntN(len(toxics))], streams[random.IntN(len(streams))]
		if x.kind == "timeout" && x.values["timeout"] == 0 && points() < 1000 {
			x = toxics[0] // half a minute of nothing is for the full run
		}
		t.Run(fmt.Sprintf("%d %s %s", i, x, stream), func(t *testing.T) {
			t.Parallel()
			h := &history{t: t, random: random, home: filepath.Join(t.TempDir(), "home"), helpdesk: newHelpdesk(t), usual: map[act]time.Duration{}, kills: map[act]int{}}
			r := newRoad(t, h.helpdesk.address)
			in := relaisctl(t, h.home, death{}, "secret-amelie", "login", "http://"+r.Listen, "--kind", "relais", "--user", "amelie", "--password-stdin")
			if in.code != 0 {
				t.Fatalf("login %v", in)
			}
			for _, a := range []act{ask, askFile, reply} {
				h.do(a, death{})
			}
			r.spoil(x, stream)
			if bad := relaisctl(t, h.home, death{}, "", "sync", "--once"); bad.code != 0 && bad.code != 3 {
				t.Errorf("over the bad road: %v", bad)
			}
			r.mend()
			h.settle()
			h.check()
		})
	}
}
