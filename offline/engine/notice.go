package engine

import (
	"context"
	"slices"
	"time"
)

const (
	noticeEvery = 10 * time.Second
	sleptFor    = 30 * time.Second // longer than a busy computer keeps a timer waiting
	backWithin  = 5 * time.Second  // a whole building may get its network back at once
)

// notice looks now and then whether the device was asleep or has got a network, and has a round made soon after. A
// timer stands still while the device sleeps, the clock does not.
func (e *Engine) notice(ctx context.Context) {
	last, had := e.o.Now().Round(0), e.network()
	for sleep(ctx, noticeEvery) == nil {
		now, have := e.o.Now().Round(0), e.network()
		slept := now.Sub(last) > noticeEvery+sleptFor
		if slept || slices.ContainsFunc(have, func(a string) bool { return !slices.Contains(had, a) }) {
			e.back()
		}
		last, had = now, have
	}
}

func (e *Engine) network() []string {
	if e.o.Network == nil {
		return nil
	}
	return e.o.Network()
}

// back plans a round for the next moments: that the helpdesk was not reached before says nothing any more. A delay that
// it asked for, and a sign-in that it refused, still hold.
func (e *Engine) back() {
	e.mu.Lock()
	soon := e.o.Now().Add(time.Duration(e.o.Random() * float64(backWithin)))
	if e.rhythm.Next.After(soon) {
		e.rhythm.Next, e.rhythm.Failures = soon, 0
	}
	e.mu.Unlock()
	signal(e.planned)
}

// calmly puts the first round off that nobody asks for, so that the programs of a company that begins to work do not all
// ask at once.
func (e *Engine) calmly(within time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	first := e.o.Now().Add(time.Duration(e.o.Random() * float64(within)))
	if e.rhythm.Next.Before(first) {
		e.rhythm.Next = first
	}
}
