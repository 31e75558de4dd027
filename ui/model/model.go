// Package model holds what view-models share: how they tell that their state
// changed, how they work without keeping anybody waiting, and how they keep
// drafts. The view-models themselves are in its sub-packages, one for each job
// that a person does.
//
// Every view-model works alike. Its methods may be called from any goroutine and
// return at once; what takes time (SQL, files, the network) runs in its Tasks.
// State returns a copy that the caller may keep; Watch calls back after the
// state changed, on any goroutine, and must not be kept waiting. Close cancels
// the work, keeps the drafts, and waits for both. No view-model knows the
// toolkit that draws it.
package model

import (
	"context"
	"sync"
	"time"
)

// Signal tells watchers that something changed. The zero Signal is ready.
type Signal struct {
	mu       sync.Mutex
	next     int
	watchers map[int]func()
}

// Watch calls f after every change until stop is called.
func (s *Signal) Watch(f func()) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.watchers == nil {
		s.watchers = map[int]func(){}
	}
	id := s.next
	s.next++
	s.watchers[id] = f
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, id)
	}
}

// Emit calls the watchers. No lock of a view-model may be held, because a
// watcher may ask for the state.
func (s *Signal) Emit() {
	s.mu.Lock()
	list := make([]func(), 0, len(s.watchers))
	for _, f := range s.watchers {
		list = append(list, f)
	}
	s.mu.Unlock()
	for _, f := range list {
		f()
	}
}

// Tasks runs the work of one view-model away from the caller. Make one with
// NewTasks.
type Tasks struct {
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	mu     sync.Mutex
	closed bool
	latest map[string]*task
	again  map[string]bool // what runs, by key, and whether it is to run once more
	turn   chan struct{}   // closed when the last of InTurn has run
}

type task struct{ cancel context.CancelFunc }

// NewTasks starts with nothing to do.
func NewTasks() *Tasks {
	ctx, cancel := context.WithCancel(context.Background())
	return &Tasks{ctx: ctx, cancel: cancel, latest: map[string]*task{}, again: map[string]bool{}}
}

// Go runs f; its context ends with Close. After Close nothing runs any more.
func (t *Tasks) Go(f func(context.Context)) { t.start(t.ctx, func() {}, f) }

// InTurn runs f like Go, but not before all that InTurn was given before: what a
// person did first happens first.
func (t *Tasks) InTurn(f func(context.Context)) {
	mine := make(chan struct{})
	t.mu.Lock()
	before := t.turn
	t.turn = mine
	t.mu.Unlock()
	t.start(t.ctx, func() { close(mine) }, func(ctx context.Context) {
		if before != nil {
			<-before
		}
		f(ctx)
	})
}

// Again runs f, or, while what was started under the same key still runs, once more
// after it. However many changes come, each run comes to its end and shows something.
func (t *Tasks) Again(key string, f func(context.Context)) {
	t.mu.Lock()
	_, runs := t.again[key]
	t.again[key] = runs // once more, if it runs
	t.mu.Unlock()
	if runs {
		return
	}
	t.Go(func(ctx context.Context) {
		for more := true; more && ctx.Err() == nil; more = t.once(key) {
			f(ctx)
		}
	})
}

// once tells whether to run once more; when not, it no longer runs.
func (t *Tasks) once(key string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.again[key] {
		t.again[key] = false
		return true
	}
	delete(t.again, key)
	return false
}

// Latest runs f after a pause, and cancels what was started under the same key
// before: only the newest answer counts. The context tells f that it is stale.
func (t *Tasks) Latest(key string, pause time.Duration, f func(context.Context)) {
	ctx, cancel := context.WithCancel(t.ctx)
	mine := &task{cancel: cancel}
	t.mu.Lock()
	if old := t.latest[key]; old != nil {
		old.cancel()
	}
	t.latest[key] = mine
	t.mu.Unlock()
	t.start(ctx, func() { t.forget(key, mine) }, func(ctx context.Context) {
		if wait(ctx, pause) {
			f(ctx)
		}
	})
}

func (t *Tasks) forget(key string, mine *task) {
	mine.cancel()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.latest[key] == mine {
		delete(t.latest, key)
	}
}

func (t *Tasks) start(ctx context.Context, done func(), f func(context.Context)) {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		done()
		return
	}
	t.wg.Add(1)
	t.mu.Unlock()
	go func() {
		defer t.wg.Done()
		defer done()
		f(ctx)
	}()
}

func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// Close cancels everything and waits until it has ended. It may be called twice.
func (t *Tasks) Close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.cancel()
	t.wg.Wait()
}
