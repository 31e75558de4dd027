package engine

import (
	"context"
	"time"

	"relais/offline/store"
)

// sending is an attempt as this engine knows it.
type sending struct {
	stamp time.Time     // the time that was kept for it
	seen  time.Duration // when the engine made it, or met it first
}

// sentFor is how long ago an operation was sent, at the least. The time that was kept
// does not tell: people set clocks. What another process sent counts from when this
// one met it.
func (e *Engine) sentFor(op *store.Entry) time.Duration {
	now := e.o.Elapsed()
	known, ok := e.sent[op.Key]
	if !ok || !known.stamp.Equal(op.Sent) {
		known = sending{stamp: op.Sent, seen: now}
		e.sent[op.Key] = known
	}
	return now - known.seen
}

// outwait waits until what was sent can't be hidden from Find any more. Only a round
// after which nobody tries again stops for that.
func (t *try) outwait(ctx context.Context) error {
	hidden := t.can.Grace - t.e.sentFor(t.op)
	switch {
	case hidden <= 0:
		return nil
	case t.why == reasonPerson && !t.e.runs():
		return sleep(ctx, hidden)
	}
	t.again(t.e.o.Now().Add(hidden))
	return errLater
}

// runs tells, in a round that a person asked for, whether Run makes rounds as well.
func (e *Engine) runs() bool {
	e.lock.Lock()
	defer e.lock.Unlock()
	return e.holders > 1
}
