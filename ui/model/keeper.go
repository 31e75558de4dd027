package model

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"relais/internal/desk"
)

// keepWithin is how long after the last key a draft may still be only in memory,
// less the time that writing it takes (250 ms in all).
const keepWithin = 150 * time.Millisecond

// tryAgain is how long after a write that failed the next one is tried.
const tryAgain = 2 * time.Second

// DraftStore is where drafts are kept.
type DraftStore interface {
	SaveDraft(ctx context.Context, d desk.Draft) error
	DropDraft(ctx context.Context, id string) error
}

// Keeper writes drafts soon after they change, at most once for a burst of keys.
// Make one with NewKeeper.
type Keeper struct {
	store   DraftStore
	failed  func(error)
	mu      sync.Mutex
	writing sync.Mutex // one write at a time, in order
	dirty   map[string]desk.Draft
	timer   *time.Timer
	closed  bool
}

// NewKeeper keeps drafts in the store. It tells failed, on another goroutine,
// when a draft could not be kept, and with nil when one could be again.
func NewKeeper(store DraftStore, failed func(error)) *Keeper {
	return &Keeper{store: store, failed: failed, dirty: map[string]desk.Draft{}}
}

// Keep takes the newest state of a draft; an empty draft is dropped from the
// store. It returns at once. The caller no longer changes what d points to.
func (k *Keeper) Keep(d desk.Draft) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.dirty[d.ID] = d
	k.soon(keepWithin)
}

// soon writes after a while. It needs the lock.
func (k *Keeper) soon(after time.Duration) {
	if k.timer == nil && !k.closed {
		k.timer = time.AfterFunc(after, func() { _ = k.Flush(context.Background()) })
	}
}

// Close writes everything a last time. What could not be written is not tried again.
func (k *Keeper) Close() {
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	_ = k.Flush(context.Background())
}

// Forget drops what was not written yet of a draft: it was sent. What is being
// written is waited for, so that it can't come after the sending.
func (k *Keeper) Forget(id string) {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.dirty, id)
}

// Flush writes everything now. What could not be written is tried again after a
// while, unless it changed meanwhile.
func (k *Keeper) Flush(ctx context.Context) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.mu.Lock()
	if k.timer != nil {
		k.timer.Stop()
		k.timer = nil
	}
	unsaved := k.dirty
	k.dirty = map[string]desk.Draft{}
	k.mu.Unlock()

	for _, id := range slices.Sorted(maps.Keys(unsaved)) {
		if err := k.write(ctx, unsaved[id]); err != nil {
			k.putBack(unsaved)
			k.failed(err)
			return err
		}
		delete(unsaved, id)
		k.failed(nil)
	}
	return nil
}

func (k *Keeper) write(ctx context.Context, d desk.Draft) error {
	if d.Empty() {
		return k.store.DropDraft(ctx, d.ID)
	}
	return k.store.SaveDraft(ctx, d)
}

func (k *Keeper) putBack(todo map[string]desk.Draft) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for id, d := range todo {
		if _, newer := k.dirty[id]; !newer {
			k.dirty[id] = d
		}
	}
	k.soon(tryAgain)
}
