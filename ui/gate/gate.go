// Package gate is the only way from other goroutines to the UI goroutine, and the only place that calls the toolkit's
// Do. The toolkit's queue has no bound and a long closure drops frames; so the gate keeps at most one entry in that
// queue, lets the latest of several updates of one thing win, and gives way after a few milliseconds.
package gate

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// The time limits of a frame: a batch gives way to input and drawing after batchLimit, and a single update that takes
// longer than frameLimit costs a visible frame.
const (
	batchLimit = 8 * time.Millisecond
	frameLimit = 16 * time.Millisecond
)

// Gate carries updates to the UI goroutine. Make one with New; all methods are safe from any goroutine.
type Gate struct {
	do     func(func())
	now    func() time.Time
	onSlow func(key any, took time.Duration)

	mu      sync.Mutex
	order   []any          // keys in the order of their first post
	updates map[any]func() // the latest update of each key in order
	waiting bool           // a batch is in the toolkit's queue, or runs
	closed  bool
	stats   Stats
}

// Option is a setting of New.
type Option func(*Gate)

// WithDo takes the place of the toolkit's Do, which tests have no event loop for.
func WithDo(do func(func())) Option { return func(g *Gate) { g.do = do } }

// WithClock takes the place of time.Now.
func WithClock(now func() time.Time) Option { return func(g *Gate) { g.now = now } }

// OnSlow is told on the UI goroutine of each update that took longer than a frame; it must be quick itself.
func OnSlow(f func(key any, took time.Duration)) Option { return func(g *Gate) { g.onSlow = f } }

// New returns an open gate.
func New(options ...Option) *Gate {
	g := &Gate{
		do:      fyne.Do,
		now:     time.Now,
		onSlow:  func(any, time.Duration) {},
		updates: map[any]func(){},
	}
	for _, set := range options {
		set(g)
	}
	return g
}

// Post asks for update to run on the UI goroutine, soon, and does not wait for it. An update posted under a key that
// still waits takes the place of the earlier one, in its place in the order: an update must bring its screen wholly up
// to date, not add to it. Keys must be comparable. After Close, Post does nothing.
func (g *Gate) Post(key any, update func()) {
	g.mu.Lock()
	if g.closed {
		g.mu.Unlock()
		return
	}
	g.stats.Posted++
	if _, known := g.updates[key]; !known {
		g.order = append(g.order, key)
	}
	g.updates[key] = update
	start := !g.waiting
	g.waiting = true
	g.mu.Unlock()
	if start {
		g.do(g.batch)
	}
}

// Close drops what waits and lets nothing through any more. Called on the UI goroutine, no update runs after it
// returns; called elsewhere, one that runs already goes on to its end.
func (g *Gate) Close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	g.order = nil
	clear(g.updates)
}

// Stats returns what went through so far.
func (g *Gate) Stats() Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.stats
}

// batch runs waiting updates until there are none or its time is up; then it queues again behind input and drawing.
func (g *Gate) batch() {
	began := g.now()
	for {
		key, update, ok := g.next()
		if !ok {
			return
		}
		start := g.now()
		update()
		end := g.now()
		g.record(key, end.Sub(start))
		if end.Sub(began) < batchLimit {
			continue
		}
		if g.more() {
			g.do(g.batch)
		}
		return
	}
}

// next takes the first waiting update; when there is none, the batch is over.
func (g *Gate) next() (key any, update func(), ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.order) == 0 {
		g.waiting = false
		return nil, nil, false
	}
	key = g.order[0]
	g.order = g.order[1:]
	update = g.updates[key]
	delete(g.updates, key)
	return key, update, true
}

// more reports whether updates wait; when there are none, the batch is over.
func (g *Gate) more() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = len(g.order) > 0
	if g.waiting {
		g.stats.GaveWay++
	}
	return g.waiting
}

func (g *Gate) record(key any, took time.Duration) {
	g.mu.Lock()
	g.stats.add(took)
	g.mu.Unlock()
	if took > frameLimit {
		g.onSlow(key, took)
	}
}
