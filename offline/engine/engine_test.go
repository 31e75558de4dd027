package engine_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/engine"
	"relais/offline/store"
	"relais/offline/store/cache"
	"relais/offline/store/precious"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is an engine on a helpdesk in memory that counts its calls, inside a
// bubble of synctest: time moves when everybody sleeps.
type bench struct {
	t         *testing.T
	hub       *memory.Desk
	store     *store.Store
	engine    *engine.Engine
	calls     atomic.Int64
	told      atomic.Int64
	keys      int
	began     time.Time
	ahead     atomic.Int64 // of the device's clock, in nanoseconds
	calm      time.Duration
	refuse    func(method string) error // is asked before each call, where there is one
	addresses atomic.Pointer[[]string]
	shy       bool // pages only announce conversations
	resumes   bool // it can be asked without a welcome
}

// resumer is a helpdesk that can be asked without a welcome.
type resumer struct{ desk.Backend }

func (resumer) Resume(desk.Capabilities) {}

// shy is a helpdesk whose pages carry no conversations.
type shy struct{ desk.Backend }

func (s shy) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	p, err := s.Backend.Pull(ctx, since)
	for i := range p.Tickets {
		p.Tickets[i].Extent, p.Tickets[i].Messages, p.Tickets[i].Events = desk.ExtentNone, nil, nil
	}
	return p, err
}

func newBench(t *testing.T, o memory.Options) *bench {
	b := &bench{t: t, began: time.Now()}
	o.Before = func(_ context.Context, method string) error {
		b.calls.Add(1)
		if b.refuse != nil {
			return b.refuse(method)
		}
		return nil
	}
	b.hub = memory.New(o)
	var err error
	if b.store, err = store.Open(t.Context(), t.TempDir(), store.Options{Now: time.Now}); err != nil {
		t.Fatal(err)
	}
	b.start()
	return b
}

func (b *bench) start() {
	var err error
	b.engine, err = engine.New(b.t.Context(), engine.Options{
		Store: b.store, Now: b.now, Elapsed: b.elapsed, Random: func() float64 { return 0.5 }, Network: b.network, Logger: slog.New(slog.DiscardHandler),
		Connect: func(context.Context) (desk.Backend, error) {
			if b.shy {
				return shy{b.hub.Open(memory.Requester)}, nil
			}
			if b.resumes {
				return resumer{b.hub.Open(memory.Requester)}, nil
			}
			return b.hub.Open(memory.Requester), nil
		},
		Changed: func() { b.told.Add(1) }, Greeted: func(cache.Hello) {},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// run runs the engine for as long as f takes.
func (b *bench) run(f func()) {
	ctx, stop := context.WithCancel(b.t.Context())
	done := make(chan error)
	go func() { done <- b.engine.Run(ctx, b.calm) }()
	synctest.Wait()
	f()
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		b.t.Errorf("run ended with %v", err)
	}
}

// close ends what would go on in the bubble.
func (b *bench) close() {
	if err := b.engine.Close(); err != nil {
		b.t.Error(err)
	}
	if err := b.store.Close(); err != nil {
		b.t.Error(err)
	}
}

// ask keeps a request, as the desk does.
func (b *bench) ask() desk.Key {
	b.keys++
	key := desk.Key(fmt.Sprintf("01900000-0000-7000-8000-%012x", b.keys))
	e := store.Entry{Key: key, Lane: precious.TicketLane(string(key)), Op: &change.Ask{Ticket: desk.NewTicket{
		Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "None"},
	}}}
	e.Kept = time.Now()
	if err := b.store.Keep(b.t.Context(), &e, ""); err != nil {
		b.t.Fatal(err)
	}
	b.engine.Wrote()
	return key
}

// poll is how long an engine waits between two polls. A count ends in the middle of one.
const poll = time.Minute

// during counts the calls while time passes.
func (b *bench) during(d time.Duration) int64 {
	before := b.calls.Load()
	time.Sleep(d)
	synctest.Wait()
	return b.calls.Load() - before
}

func (b *bench) state(key desk.Key) desk.OperationState {
	e, err := b.store.Entry(b.t.Context(), key)
	if err != nil {
		b.t.Fatal(err)
	}
	return e.State
}

func bubble(t *testing.T, o memory.Options, f func(*testing.T, *bench)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, o)
		defer b.close()
		f(t, b)
	})
}

func TestAnIdleEngineAsksOnceAMinuteAndNothingElse(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.run(func() {
			if first := b.calls.Load(); first != 2 { // welcome, pull
				t.Errorf("%d calls at the start", first)
			}
			told := b.told.Load()
			if n := b.during(10*poll + poll/2); n != 10 {
				t.Errorf("%d calls in ten minutes", n)
			}
			if n := b.told.Load() - told; n > 20 {
				t.Errorf("told %d times", n)
			}
		})
	})
}

func TestWhatIsWrittenIsSentAtOnce(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.run(func() {
			time.Sleep(10 * time.Second)
			key := b.ask()
			synctest.Wait()
			if s := b.state(key); s != desk.StateAccepted {
				t.Errorf("it is %s", s)
			}
		})
	})
}

func TestBackOffGrowsAndTheBreakerOpens(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Outage(true)
		b.run(func() {
			// Half of 2, 4, 8, 16 seconds, then 225 with the breaker open.
			if n := b.during(16 * time.Second); n != 4 {
				t.Errorf("%d calls while it backs off", n)
			}
			if s := b.engine.Status(); s.Online || s.Code != desk.CodeUnreachable || s.NextTry.IsZero() {
				t.Errorf("status %+v", s)
			}
			if n := b.during(100 * time.Second); n != 0 {
				t.Errorf("%d calls with the breaker open", n)
			}
		})
	})
}

func TestWhoWritesWhileTheBreakerIsOpenMakesOneTryAndNoStorm(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Outage(true)
		b.run(func() {
			time.Sleep(time.Minute) // the breaker is open
			b.ask()
			if n := b.during(time.Second); n != 1 {
				t.Errorf("%d calls at once", n)
			}
			tries := b.during(0)
			for range 60 {
				b.ask()
				tries += b.during(time.Second)
			}
			if tries != 4 {
				t.Errorf("%d calls in a minute", tries)
			}
			if n := b.during(100 * time.Second); n > 1 {
				t.Errorf("%d calls when nobody writes", n)
			}
			b.hub.Outage(false)
			key := b.ask()
			if n := b.during(15 * time.Second); n == 0 || b.state(key) != desk.StateAccepted {
				t.Errorf("%d calls after it came back, %s", n, b.state(key))
			}
		})
	})
}

func TestABreakerStaysOpenOverARestart(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Outage(true)
		b.run(func() { time.Sleep(20 * time.Second) })
		if err := b.engine.Close(); err != nil {
			t.Fatal(err)
		}
		b.start()
		b.run(func() {
			if n := b.during(100 * time.Second); n != 0 {
				t.Errorf("%d calls after the restart", n)
			}
			b.hub.Outage(false)
			if r, err := b.engine.Sync(t.Context()); err != nil || r.Code != "" {
				t.Errorf("a person is not held up: %+v, %v", r, err)
			}
			if n := b.during(3*poll + poll/2); n != 3 {
				t.Errorf("%d calls after all was well", n)
			}
		})
	})
}

func TestADelayThatTheHelpdeskAskedForBindsEverybody(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.hub.Throttle(10 * time.Minute)
		b.run(func() {
			b.hub.Throttle(0)
			key := b.ask()
			if r, err := b.engine.Sync(t.Context()); err != nil || r.Code != desk.CodeThrottled || r.Waiting != 1 {
				t.Errorf("got %+v, %v", r, err)
			}
			if n := b.during(9 * time.Minute); n != 0 {
				t.Errorf("%d calls before its time", n)
			}
			b.during(3 * time.Minute)
			if s := b.state(key); s != desk.StateAccepted {
				t.Errorf("it is %s", s)
			}
		})
	})
}

func (b *bench) network() []string {
	if list := b.addresses.Load(); list != nil {
		return *list
	}
	return nil
}

// now is a clock without a second one beside it that nobody can move.
func (b *bench) now() time.Time { return time.Now().Round(0).Add(time.Duration(b.ahead.Load())) }

// elapsed is the time of the bubble, whatever is done to the device's clock.
func (b *bench) elapsed() time.Duration { return time.Since(b.began) }

func TestAClockThatIsPutBackMakesNobodyWaitLonger(t *testing.T) {
	for name, o := range map[string]memory.Options{
		"keyed":    {},
		"findable": {Create: desk.Findable, Grace: 20 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, o, func(t *testing.T, b *bench) {
				b.hub.Lose(1)
				key := b.ask()
				b.hub.Throttle(10 * time.Minute)
				b.run(func() {})
				b.hub.Throttle(0)
				b.ahead.Store(int64(-23 * time.Hour))
				if err := b.engine.Close(); err != nil {
					t.Fatal(err)
				}
				b.start()
				b.run(func() {
					if n := b.during(9 * time.Minute); n != 0 {
						t.Errorf("%d calls before the time that the helpdesk asked for", n)
					}
					b.ahead.Add(-int64(23 * time.Hour))
					b.during(13 * time.Minute) // all of it once more: how much had passed nobody knows
					if s := b.state(key); s != desk.StateAccepted || len(b.hub.Conversations()) != 1 {
						t.Errorf("it is %s, %d tickets", s, len(b.hub.Conversations()))
					}
				})
			})
		})
	}
}

func TestARefusedSignInPausesUntilAPersonTriesAgain(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.run(func() {
			b.hub.Revoke(memory.Requester, true)
			key := b.ask()
			synctest.Wait()
			if s := b.engine.Status(); s.Code != desk.CodeUnauthorized || s.Waiting != 1 || s.Attention != 0 || !s.Online {
				t.Errorf("status %+v", s)
			}
			b.ask()
			if n := b.during(24 * time.Hour); n != 0 {
				t.Errorf("%d calls with a refused sign-in", n)
			}
			b.hub.Revoke(memory.Requester, false)
			if r, err := b.engine.Sync(t.Context()); err != nil || r.Pushed != 2 || r.Code != "" || b.state(key) != desk.StateAccepted {
				t.Errorf("got %+v, %v", r, err)
			}
			if n := b.during(5*poll + poll/2); n != 5 {
				t.Errorf("%d calls afterwards", n)
			}
		})
	})
}

func TestConversationsThatWereOnlyAnnouncedAreFetched(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.shy = true
		hub := b.hub.Open(memory.Requester)
		for n := range 60 {
			if _, err := hub.Create(t.Context(), desk.Key(fmt.Sprintf("01900000-0000-7000-8001-%012x", n)), desk.NewTicket{
				Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "None"},
			}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		b.run(func() {
			// The newest fifty, and the others with the next poll.
			for id, partial := range map[string]bool{"60": false, "11": false, "10": true, "1": true} {
				if v, err := b.store.View(t.Context(), id); err != nil || v.Partial != partial || len(v.Messages) == 0 != partial {
					t.Errorf("%s: partial %v, %d messages, %v", id, v.Partial, len(v.Messages), err)
				}
			}
			b.engine.Want("1")
			b.engine.Want("never there")
			synctest.Wait()
			if v, err := b.store.View(t.Context(), "1"); err != nil || v.Partial {
				t.Errorf("what is looked at did not come first: %v, %v", v.Partial, err)
			}
			before := b.calls.Load()
			b.engine.Want("never there")
			synctest.Wait()
			if n := b.calls.Load() - before; n != 0 {
				t.Errorf("%d calls for what was just asked for", n)
			}
		})
	})
}

func TestAClockThatWasMovedHoldsUpNothing(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		if err := b.store.SetState(t.Context(), map[string]any{"rhythm": map[string]any{
			"next": time.Now().Add(30 * 24 * time.Hour), "notBefore": time.Now().Add(30 * 24 * time.Hour),
		}}); err != nil {
			t.Fatal(err)
		}
		if err := b.engine.Close(); err != nil {
			t.Fatal(err)
		}
		b.start()
		b.run(func() {
			if b.calls.Load() == 0 {
				t.Error("it waits for a month")
			}
		})
	})
}

func TestOneEngineWaitsForTheOther(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		first := b.engine
		b.start()
		defer func() {
			if err := first.Close(); err != nil {
				t.Error(err)
			}
		}()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- first.Run(ctx, 0) }()
		synctest.Wait()
		if _, err := b.engine.Sync(t.Context()); !errors.Is(err, engine.ErrHeld) {
			t.Errorf("got %v", err)
		}
		if _, err := first.Sync(t.Context()); err != nil {
			t.Errorf("the holder itself: %v", err)
		}
		b.run(func() {
			stop()
			<-done
			if n := b.during(2 * time.Minute); n == 0 {
				t.Error("it did not take over")
			}
		})
	})
}

func TestAProgramThatStartsAgainAsksForNewsOnly(t *testing.T) {
	bubble(t, memory.Options{}, func(t *testing.T, b *bench) {
		b.resumes = true
		synced := func() int64 {
			t.Helper()
			if err := b.engine.Close(); err != nil {
				t.Fatal(err)
			}
			b.start()
			before := b.calls.Load()
			_, err := b.engine.Sync(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return b.calls.Load() - before
		}
		if n := synced(); n != 2 {
			t.Errorf("%d calls the first time", n)
		}
		if n := synced(); n != 1 {
			t.Errorf("%d calls after a restart", n)
		}
		time.Sleep(2 * time.Hour)
		if n := synced(); n != 2 {
			t.Errorf("%d calls when the welcome was long ago", n)
		}
		b.hub.Revoke(memory.Requester, true)
		synced()
		b.hub.Revoke(memory.Requester, false)
		before := b.calls.Load()
		if _, err := b.engine.Sync(t.Context()); err != nil || b.calls.Load()-before != 2 {
			t.Errorf("%d calls after the sign-in was refused, %v", b.calls.Load()-before, err)
		}
	})
}

func TestWithoutAnAccountAnEngineWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, memory.Options{})
		defer b.close()
		e, err := engine.New(t.Context(), engine.Options{
			Store: b.store, Now: b.now, Elapsed: b.elapsed, Random: func() float64 { return 0.5 }, Logger: slog.New(slog.DiscardHandler), Changed: func() {},
		})
		if err != nil {
			t.Fatal(err)
		}
		if s := e.Status(); s.SignedIn {
			t.Errorf("status %+v", s)
		}
		r, err := e.Sync(t.Context())
		if err != nil || r.Code != desk.CodeUnauthorized {
			t.Errorf("got %+v, %v", r, err)
		}
		ctx, stop := context.WithTimeout(t.Context(), time.Hour)
		defer stop()
		if err := e.Run(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
}
