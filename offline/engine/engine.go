// Package engine brings operations to the helpdesk, each once and in order, and
// pulls what changed there. It runs in one process at a time: a file lock says
// which.
package engine

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"relais/internal/desk"
	"relais/offline/store"
	"relais/offline/store/cache"
)

// Options say what an engine works with. All fields but Connect, Queue and Network are needed.
type Options struct {
	Store   *store.Store
	Connect func(context.Context) (desk.Backend, error) // nil: nobody is signed in
	Queue   string                                      // for requests that name none; may be empty
	Now     func() time.Time                            // with the monotonic clock where there is one, so that a moved clock harms no wait
	Elapsed func() time.Duration                        // since any moment, by a clock that nobody sets
	Random  func() float64                              // from 0 up to 1
	Logger  *slog.Logger                                // is never given personal data
	Changed func()                                      // told after anything changed, without a lock held
	Network func() []string                             // the addresses of this device, to notice a network that came; nil: it is not noticed
	Greeted func(cache.Hello)                           // told what the helpdesk said at sign-in
}

// Engine is one of the engines of an account; the one with the lock works. All
// methods may be called from several goroutines.
type Engine struct {
	o       Options
	wake    chan struct{} // something was written
	planned chan struct{} // a round that the loop did not make ended
	turn    chan struct{} // holds one token: who has it makes a round
	line    line

	sent map[desk.Key]sending // what was sent and may have been done; changed by whoever makes a round

	lock    sync.Mutex // of holders, file and kept
	holders int
	file    *flock.Flock
	kept    state       // what the file says of this engine since it has the lock
	tidy    bool        // no operation landed since accepted ones were finished; changed by whoever makes a round
	whole   bool        // no conversation is missing; likewise
	quiet   desk.Cursor // where the last pull found no news, "" after one that did; likewise

	mu     sync.Mutex // of what follows
	status desk.SyncStatus
	rhythm rhythm
	soon   time.Time            // when the first operation wants another try
	wanted map[string]time.Time // tickets that somebody looks at and whose conversation is missing; when it was asked for
	wrote  bool                 // since the last time that operations were read
}

// ErrHeld says that another process syncs.
var ErrHeld = errors.New("another process syncs this account")

// New makes an engine. It does nothing before Run or Sync.
func New(ctx context.Context, o Options) (*Engine, error) {
	e := &Engine{
		o: o, wake: make(chan struct{}, 1), planned: make(chan struct{}, 1), turn: make(chan struct{}, 1),
		file:   flock.New(filepath.Join(o.Store.Dir(), "engine.lock"), flock.SetPermissions(0o600)),
		wanted: map[string]time.Time{}, sent: map[desk.Key]sending{},
		line: line{connect: o.Connect, free: make(chan struct{}, 1)},
	}
	e.turn <- struct{}{}
	e.line.free <- struct{}{}
	return e, e.load(ctx)
}

// Close lets go of the connection. No round may be under way.
func (e *Engine) Close() error { return errors.Join(e.line.close(), e.file.Close()) }

// hold takes the lock, or another share of it when this engine has it.
func (e *Engine) hold() (bool, error) {
	e.lock.Lock()
	defer e.lock.Unlock()
	if e.holders == 0 {
		if ok, err := e.file.TryLock(); err != nil || !ok {
			return false, err
		}
		e.kept, e.tidy, e.whole, e.quiet = state{}, false, false, "" // another process may have kept something else, or died
	}
	e.holders++
	return true, nil
}

func (e *Engine) release() {
	e.lock.Lock()
	defer e.lock.Unlock()
	e.holders--
	if e.holders == 0 {
		if err := e.file.Unlock(); err != nil {
			e.o.Logger.Warn("letting go of the lock", "code", desk.CodeOf(err))
		}
	}
}

func (e *Engine) holds() bool {
	e.lock.Lock()
	defer e.lock.Unlock()
	return e.holders > 0
}

// lockEvery is how often to look whether the process that syncs has gone.
const lockEvery = 2 * time.Second

// Run syncs until the context ends, and then returns its error. While another
// process does so, it waits. It also returns when the lock can't be had at all. The
// first round that nobody asks for begins at some moment within calm.
func (e *Engine) Run(ctx context.Context, calm time.Duration) error {
	if e.o.Connect == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	for {
		ok, err := e.hold()
		if err != nil {
			return err
		}
		if ok {
			break
		}
		if err := sleep(ctx, lockEvery); err != nil {
			return err
		}
	}
	defer e.release()
	if err := errors.Join(e.load(ctx), e.o.Store.SweepOutbox(ctx), e.o.Store.Verify(ctx)); err != nil {
		e.o.Logger.Warn("starting", "code", desk.CodeOf(err))
	}
	e.calmly(calm)
	var beside sync.WaitGroup
	defer beside.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	beside.Go(func() { e.notice(ctx) })
	return e.loop(ctx)
}

func (e *Engine) loop(ctx context.Context) error {
	for ctx.Err() == nil {
		why, err := e.await(ctx)
		if err != nil {
			return err
		}
		if !e.allowed(why) {
			continue
		}
		if _, err := e.round(ctx, why); err != nil && ctx.Err() == nil {
			e.o.Logger.Warn("sync", "code", desk.CodeOf(err))
		}
	}
	return ctx.Err()
}

// await sleeps until there is something to do.
func (e *Engine) await(ctx context.Context) (reason, error) {
	var due <-chan time.Time
	if d, ok := e.pause(); ok {
		timer := time.NewTimer(d)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-ctx.Done():
		return reasonTime, ctx.Err()
	case <-e.wake:
		return reasonWrite, nil
	case <-e.planned:
		return reasonTime, nil
	case <-due:
		return reasonTime, nil
	}
}

// pause is how long nothing is to be done.
func (e *Engine) pause() (time.Duration, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.o.Now()
	e.rhythm.sane(now)
	d, ok := e.rhythm.wait(now)
	if ok && e.rhythm.Failures == 0 && !e.soon.IsZero() {
		d = min(d, max(e.soon.Sub(now), 0))
	}
	return d, ok
}

func (e *Engine) allowed(why reason) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := e.o.Now()
	e.rhythm.sane(now)
	retry := e.rhythm.Failures == 0 && !e.soon.IsZero() && !now.Before(e.soon)
	if retry && why == reasonTime {
		why = reasonWrite
	}
	if why == reasonWrite {
		e.rhythm.hurry()
	}
	return e.rhythm.allows(now, why)
}

// Sync makes one round now, whatever back-off or breaker say; only a delay that
// the helpdesk asked for holds. What went wrong at the helpdesk is in the
// result's Code, what went wrong on the device is the error. ErrHeld when
// another process syncs.
func (e *Engine) Sync(ctx context.Context) (desk.SyncResult, error) {
	ok, err := e.hold()
	if err != nil {
		return desk.SyncResult{}, err
	}
	if !ok {
		return desk.SyncResult{}, ErrHeld
	}
	defer e.release()
	defer signal(e.planned)
	return e.round(ctx, reasonPerson)
}

// Wrote says that an operation was kept: it is sent as soon as may be.
func (e *Engine) Wrote() {
	e.mu.Lock()
	e.wrote = true
	e.mu.Unlock()
	signal(e.wake)
}

// Kept says that one more operation waits: it is counted at once, without reading
// the file, and sent as soon as may be.
func (e *Engine) Kept() {
	e.set(func(s *desk.SyncStatus) { s.Waiting++ })
	e.Wrote()
}

// wantAgain is how long a conversation that did not come is not asked for again.
const wantAgain = time.Minute

// Want asks for the conversation of a ticket that somebody looks at.
func (e *Engine) Want(ticket string) {
	e.mu.Lock()
	asked, known := e.wanted[ticket]
	again := !known || !asked.IsZero() && e.o.Now().Sub(asked).Abs() >= wantAgain
	if again {
		e.wanted[ticket] = time.Time{}
	}
	e.mu.Unlock()
	if again {
		signal(e.wake)
	}
}

// takeWanted lists what to ask for now.
func (e *Engine) takeWanted() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var list []string
	for id, asked := range e.wanted {
		if asked.IsZero() {
			e.wanted[id] = e.o.Now()
			list = append(list, id)
		}
	}
	return list
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
