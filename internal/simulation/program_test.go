package simulation_test

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

// program is one history before it happens: the sort of helpdesk, and what is done.
type program struct {
	Seed    uint64 // of chance while it runs
	Promise desk.Promise
	Change  desk.Promise // of fields
	KeyLife time.Duration
	Poll    time.Duration
	Steps   []step
}

// step is one thing that happens, to one device or to all of them. What its numbers pick depends on what there is.
type step struct {
	Do     string
	Device int
	Pick   [3]int
	Wait   time.Duration // before it
}

// doings are the things that happen, the frequent ones more than once.
var doings = []string{
	"act", "act", "act", "act", "act", "act", "sync", "sync", "weather", "weather", "weather", "settle", "settle", "crash", "die", "restart",
	"second", "clock", "server clock", "revoke", "vanish", "forget", "night", "follow", "follow", "interrupt",
}

// verbs are what people do.
var verbs = []string{"ask", "ask", "reply", "reply", "file", "take", "pend", "resolve", "reopen", "correct", "escalate", "note", "merge"}

// weathers are the moods of the network.
var weathers = []string{"fine", "slow", "lossy", "cut", "broken", "throttled", "late", "twice", "stale"}

var waits = []time.Duration{0, 50 * time.Millisecond, 700 * time.Millisecond, 3 * time.Second, 3 * time.Second, 40 * time.Second}

// forgetful are helpdesks by what they promise, and for how long they know a key.
var forgetful = []program{
	{Promise: desk.Keyed, Change: desk.Keyed},
	{Promise: desk.Keyed, Change: desk.Keyed},
	{Promise: desk.Findable, Change: desk.BestEffort, KeyLife: -1}, // relaisd --forget-keys 0s, and so on
	{Promise: desk.Findable, Change: desk.BestEffort, KeyLife: 30 * time.Minute},
	{Promise: desk.Findable, Change: desk.BestEffort, KeyLife: 24 * time.Hour},
	{Promise: desk.Findable, Change: desk.Findable, KeyLife: -1},
	{Promise: desk.BestEffort, Change: desk.BestEffort, KeyLife: -1},
}

// programs draws histories.
var programs = rapid.Custom(func(t *rapid.T) program {
	p := rapid.SampledFrom(forgetful).Draw(t, "helpdesk")
	p.Seed = rapid.Uint64().Draw(t, "seed")
	p.Poll = rapid.SampledFrom([]time.Duration{time.Minute, time.Hour}).Draw(t, "poll")
	p.Steps = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step {
		pick := rapid.IntRange(0, 1<<16)
		return step{
			Do: rapid.SampledFrom(doings).Draw(t, "do"), Device: rapid.IntRange(0, people-1).Draw(t, "device"),
			Pick: [3]int{pick.Draw(t, "first"), pick.Draw(t, "second"), pick.Draw(t, "third")},
			Wait: rapid.SampledFrom(waits).Draw(t, "wait"),
		}
	}), 4, 28).Draw(t, "steps")
	return p
})

// String is the program for somebody who looks into a failure.
func (p program) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "helpdesk: messages %s, fields %s, knows keys for %v, polled every %v; chance %d\n", p.Promise, p.Change, p.KeyLife, p.Poll, p.Seed)
	for i, s := range p.Steps {
		fmt.Fprintf(&b, "%2d. after %v, device %d: %s %v\n", i+1, s.Wait, s.Device, s.Do, s.Pick)
	}
	return b.String()
}

// shorter drops every step without which a program still fails.
func shorter(p program, fails func(program) bool) program {
	for size := len(p.Steps) / 2; size > 0; size /= 2 {
		for at := 0; at+size <= len(p.Steps); {
			less := p
			less.Steps = append(append([]step{}, p.Steps[:at]...), p.Steps[at+size:]...)
			if fails(less) {
				p = less
				continue
			}
			at += size
		}
	}
	return p
}

func pick[T any](list []T, n int) T { return list[n%len(list)] }
