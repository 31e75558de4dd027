package engine

import (
	"context"
	"errors"
	"time"

	"relais/internal/desk"
	"relais/offline/store/cache"
)

// state is what survives a restart, and what other processes read.
type state struct {
	Status desk.SyncStatus `json:"status"`
	Rhythm rhythm          `json:"rhythm"`
}

// load reads how the last round went, in whatever process that was.
func (e *Engine) load(ctx context.Context) error {
	var s state
	if err := e.o.Store.State(ctx, &s); err != nil {
		return err
	}
	waiting, attention, err := e.o.Store.Count(ctx)
	if err != nil {
		return err
	}
	s.Rhythm.sane(e.o.Now())
	s.Status.Syncing, s.Status.SignedIn, s.Status.Kept = false, e.o.Connect != nil, e.o.Store.Kept()
	s.Status.Waiting, s.Status.Attention = waiting, attention
	e.mu.Lock()
	defer e.mu.Unlock()
	if s.Status.Code == desk.CodeSealed && e.status.Code != desk.CodeSealed { // to another program; this one may be told the passphrase
		s.Status.Code, s.Rhythm.Paused = "", false
	}
	e.status, e.rhythm = s.Status, s.Rhythm
	return nil
}

// Refresh reads again what other processes may have changed.
func (e *Engine) Refresh(ctx context.Context) error {
	if !e.holds() {
		defer e.o.Changed()
		return e.load(ctx)
	}
	waiting, attention, err := e.o.Store.Count(ctx)
	if err != nil {
		return err
	}
	e.set(func(s *desk.SyncStatus) { s.Waiting, s.Attention = waiting, attention })
	return e.forgiven(ctx)
}

// Status tells how things stand. It reads no file.
func (e *Engine) Status() desk.SyncStatus {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.status
}

func (e *Engine) set(f func(*desk.SyncStatus)) {
	e.mu.Lock()
	f(&e.status)
	e.mu.Unlock()
	e.o.Changed()
}

// Backend gives the connection, for what can't wait for a round: a download, a
// search for people.
func (e *Engine) Backend(ctx context.Context) (desk.Backend, error) {
	return e.line.take(ctx, e.resumed, e.greeted)
}

// greetEvery is how long what the helpdesk said at sign-in holds for a program that
// starts, where the helpdesk can be asked without saying it again.
const greetEvery = time.Hour

// resumed goes on with what the helpdesk said to another program, or before a restart.
func (e *Engine) resumed(ctx context.Context, b desk.Backend) (bool, error) {
	r, can := b.(desk.Resumer)
	if !can {
		return false, nil
	}
	known, err := e.o.Store.Hello(ctx)
	if err != nil || known.Welcome.Me.ID == "" || e.o.Now().Sub(known.At).Abs() > greetEvery {
		return false, err
	}
	r.Resume(known.Capabilities)
	e.o.Greeted(known)
	return true, nil
}

// greeted keeps what the helpdesk said at sign-in.
func (e *Engine) greeted(ctx context.Context, b desk.Backend, w desk.Welcome) error {
	known, err := e.o.Store.Hello(ctx)
	if err != nil {
		return err
	}
	w.Time = time.Time{} // its clock is of no use later
	h := cache.Hello{Welcome: w, Capabilities: b.Capabilities(), At: e.o.Now().UTC()}
	if !h.Says(known) || h.At.Sub(known.At).Abs() > greetEvery/2 {
		if err := e.o.Store.SetHello(ctx, h); err != nil {
			return err
		}
	}
	e.o.Greeted(h) // another desk of the account may have kept it
	return nil
}

// round pushes, then pulls. What the helpdesk refuses is in the result's Code;
// the error is one of the device.
func (e *Engine) round(ctx context.Context, why reason) (desk.SyncResult, error) {
	select {
	case <-ctx.Done():
		return desk.SyncResult{}, ctx.Err()
	case <-e.turn:
	}
	defer func() { e.turn <- struct{}{} }()
	e.mu.Lock()
	now := e.o.Now()
	e.rhythm.sane(now)
	allowed := e.rhythm.allows(now, why) || why == reasonTime
	e.mu.Unlock()
	if !allowed {
		return e.result(ctx, desk.SyncResult{Code: desk.CodeThrottled})
	}
	e.set(func(s *desk.SyncStatus) { s.Syncing = true })
	r := round{e: e, why: why}
	err := r.run(ctx)
	return e.ended(ctx, r, err)
}

// ended plans the next round and tells how this one went.
func (e *Engine) ended(ctx context.Context, r round, err error) (desk.SyncResult, error) {
	cut := ctx.Err() != nil
	ctx = context.WithoutCancel(ctx)
	code := desk.CodeOf(err)
	if code == desk.CodeUnauthorized {
		if err := e.line.drop(); err != nil {
			e.o.Logger.Warn("hanging up", "code", desk.CodeOf(err))
		}
	}
	result, countErr := r.result, error(nil)
	if !r.idle || e.hasWrote() {
		result, countErr = e.result(ctx, r.result)
	}
	result.Code = code
	if err := e.keep(ctx, e.plan(r, result, err, cut)); err != nil {
		e.o.Logger.Warn("keeping the state", "code", desk.CodeOf(err))
	}
	e.o.Changed()
	if local(code) || cut {
		return result, errors.Join(err, countErr)
	}
	return result, countErr
}

// newsEvery is how much older than it is the last sync may be for a restart and for
// other processes: when nothing else changed, its time alone is not worth a write.
const newsEvery = time.Minute

// keep keeps how things stand.
func (e *Engine) keep(ctx context.Context, s state) error {
	e.lock.Lock()
	known := e.kept
	e.lock.Unlock()
	later := known
	later.Status.Pulled, later.Status.NextTry = s.Status.Pulled, s.Status.NextTry
	later.Rhythm.Next, later.Rhythm.Planned = s.Rhythm.Next, s.Rhythm.Planned
	if s == later && s.Status.Pulled.Sub(known.Status.Pulled) < newsEvery {
		return nil
	}
	err := e.o.Store.SetState(ctx, s)
	if err == nil {
		e.lock.Lock()
		e.kept = s
		e.lock.Unlock()
	}
	return err
}

// plan decides when the next round is.
func (e *Engine) plan(r round, result desk.SyncResult, err error, cut bool) state {
	e.mu.Lock()
	defer e.mu.Unlock()
	now, s := e.o.Now(), &e.status
	s.Syncing, s.Waiting, s.Attention = false, result.Waiting, result.Attention
	e.soon = r.soon
	online := s.Online
	switch {
	case err == nil:
		e.rhythm.succeeded(now, r.poll, e.o.Random())
		online, s.Pulled, s.Backfill = true, now.UTC(), false
	case result.Code == desk.CodeSealed: // the helpdesk was not asked
		e.rhythm.Paused = true
	case !cut:
		e.rhythm.failed(now, err, s.Waiting > 0 || s.Backfill || s.Pulled.IsZero(), e.o.Random())
		online = reached(result.Code)
	}
	if online != s.Online || s.Since.IsZero() {
		s.Online, s.Since = online, now.UTC()
	}
	if !cut {
		s.Code, s.NextTry = result.Code, e.rhythm.Next.UTC()
	}
	return state{Status: *s, Rhythm: e.rhythm}
}

func (e *Engine) result(ctx context.Context, r desk.SyncResult) (desk.SyncResult, error) {
	var err error
	r.Waiting, r.Attention, err = e.o.Store.Count(ctx)
	return r, err
}

// reached tells whether there was an answer, though not the one hoped for.
func reached(c desk.Code) bool {
	return c == desk.CodeUnauthorized || c == desk.CodeThrottled || c == desk.CodeForbidden || local(c)
}

// local tells whether something is wrong on the device.
func local(c desk.Code) bool {
	return c.Storage() || c == desk.CodeNewer || c == desk.CodeDamaged
}

// round is one push and pull.
type round struct {
	e      *Engine
	why    reason
	b      desk.Backend
	can    desk.Capabilities
	result desk.SyncResult
	poll   time.Duration
	soon   time.Time
	lost   int  // answers in a row that did not come
	idle   bool // nothing waited when it was last looked for
}

func (r *round) run(ctx context.Context) (err error) {
	if err := r.finish(ctx); err != nil {
		return err
	}
	if r.b, err = r.e.Backend(ctx); err != nil {
		return err
	}
	r.can = r.b.Capabilities()
	r.e.takeWrote()
	if err := r.push(ctx); err != nil {
		return err
	}
	for {
		more, err := r.pull(ctx)
		if err != nil {
			return err
		}
		if r.e.takeWrote() {
			if err := r.push(ctx); err != nil {
				return err
			}
		}
		if !more {
			break
		}
	}
	return errors.Join(r.conversations(ctx), r.finish(ctx))
}

// finish ends the life of operations that have landed, if there may be any.
func (r *round) finish(ctx context.Context) error {
	if r.e.tidy {
		return nil
	}
	err := r.e.o.Store.FinishLanded(ctx)
	r.e.tidy = err == nil
	return err
}

func (e *Engine) hasWrote() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.wrote
}

func (e *Engine) takeWrote() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	wrote := e.wrote
	e.wrote = false
	return wrote
}
