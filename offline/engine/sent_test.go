package engine_test

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

const grace = 20 * time.Second

// unproven has every pull fail, so that nothing but Find tells what was done, and
// counts how often that is asked.
func (b *bench) unproven() (finds *atomic.Int64) {
	finds = new(atomic.Int64)
	b.refuse = func(method string) error {
		switch method {
		case "find":
			finds.Add(1)
		case "pull":
			return &desk.Error{Code: desk.CodeInterrupted, Op: method}
		}
		return nil
	}
	return finds
}

func TestAFindableWriteIsLookedForAfterItsGraceWhateverIsDoneToTheClock(t *testing.T) {
	for name, jump := range map[string]time.Duration{"left alone": 0, "put forward": 24 * time.Hour, "put back": -24 * time.Hour} {
		for when, restarted := range map[string]bool{"": false, ", before a restart": true} {
			t.Run(name+when, func(t *testing.T) {
				bubble(t, memory.Options{Create: desk.Findable, Grace: grace}, func(t *testing.T, b *bench) {
					finds := b.unproven()
					var key desk.Key
					b.run(func() {
						b.hub.Lose(1)
						key = b.ask()
						synctest.Wait()
						if b.state(key) != desk.StateSent || len(b.hub.Conversations()) != 1 {
							t.Fatalf("it is %s, %d tickets", b.state(key), len(b.hub.Conversations()))
						}
					})
					b.ahead.Add(int64(jump))
					if restarted {
						if err := b.engine.Close(); err != nil {
							t.Fatal(err)
						}
						b.start()
					}
					b.run(func() {
						b.during(grace - time.Second)
						if finds.Load() > 0 {
							t.Error("it was looked for while it may be hidden")
						}
						b.during(10 * time.Minute)
						if s := b.state(key); finds.Load() != 1 || s != desk.StateAccepted || len(b.hub.Conversations()) != 1 {
							t.Errorf("it is %s, %d tickets, looked for %d times", s, len(b.hub.Conversations()), finds.Load())
						}
					})
				})
			})
		}
	}
}

func TestAPersonWhoSyncsOnceNeedsNoSecondTime(t *testing.T) {
	bubble(t, memory.Options{Create: desk.Findable, Grace: grace}, func(t *testing.T, b *bench) {
		finds := b.unproven()
		b.hub.Lose(1)
		key := b.ask()
		if _, err := b.engine.Sync(t.Context()); err != nil || b.state(key) != desk.StateSent {
			t.Fatalf("it is %s, %v", b.state(key), err)
		}
		if err := b.engine.Close(); err != nil {
			t.Fatal(err)
		}
		b.start()
		if r, err := b.engine.Sync(t.Context()); err != nil || r.Pushed != 1 || finds.Load() != 1 || len(b.hub.Conversations()) != 1 {
			t.Errorf("got %+v, %v; %d tickets, looked for %d times", r, err, len(b.hub.Conversations()), finds.Load())
		}
	})
}
