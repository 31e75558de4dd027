package offline

import (
	"context"
	"errors"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// Status tells how things stand between the device and the helpdesk. It reads no
// file.
func (d *Desk) Status() desk.SyncStatus { return d.engine.Status() }

// Run syncs until the context ends, and then returns its error. While another
// process syncs the account, it waits for its turn.
func (d *Desk) Run(ctx context.Context) error { return d.engine.Run(ctx, 0) }

// RunCalmly is Run for a program that starts with the computer while nobody looks:
// the first round begins at some moment within a time, or with the first action.
func (d *Desk) RunCalmly(ctx context.Context, within time.Duration) error {
	return d.engine.Run(ctx, within)
}

// Verify looks through all that only this device has. CodeDamaged: it is repaired,
// and Status says what was kept, the next time that the desk is opened.
func (d *Desk) Verify(ctx context.Context) error { return d.store.Verify(ctx) }

// Sync makes one round at once: it pushes what waits and pulls what changed. It
// ignores back-off, not a delay that the helpdesk asked for. Why it ended early
// is in the result's Code when it is the helpdesk's doing, else in the error.
// ErrHeld when another process syncs the account.
func (d *Desk) Sync(ctx context.Context) (desk.SyncResult, error) { return d.engine.Sync(ctx) }

// Poke says that another process wrote: what is shown is read again, and what
// waits is sent.
func (d *Desk) Poke() {
	h, err := d.store.Hello(d.ctx)
	if err == nil {
		d.greeted(h)
		err = d.engine.Refresh(d.ctx)
	}
	if err != nil {
		d.o.Logger.Warn("reading again", "code", desk.CodeOf(err))
	}
	d.engine.Wrote()
}

// settleTries bounds how often Settle meets an operation that the engine changes
// at the same moment.
const settleTries = 5

// Settle is a person's answer for an operation that waits. Retry sends it as it
// is, mine sets the values over those of the helpdesk, theirs drops them and
// keeps the message, discard drops all of it but a copy on the device.
// CodeNotFound, CodeInvalid when there is nothing of the kind to be answered,
// CodeInterrupted when it is under way and can't be taken back, CodeForbidden for
// mine when the status does not allow the move any more.
func (d *Desk) Settle(ctx context.Context, key desk.Key, answer desk.Settle) error {
	return d.answered(ctx, key, func(e *store.Entry) error { return d.settle(ctx, e, answer) })
}

// answered does what a person wants with an operation, as it is by then.
func (d *Desk) answered(ctx context.Context, key desk.Key, do func(*store.Entry) error) error {
	for range settleTries {
		e, err := d.store.Entry(ctx, key)
		if err != nil {
			return err
		}
		err = do(&e)
		if errors.Is(err, precious.ErrMoved) {
			continue
		}
		if err != nil {
			return err
		}
		return d.wrote(ctx)
	}
	return desk.Errorf(desk.CodeInterrupted, "settle", "it is being sent")
}

func (d *Desk) settle(ctx context.Context, e *store.Entry, answer desk.Settle) error {
	if e.State == desk.StateAccepted || e.State == desk.StateDiscarded {
		return invalid("settle", "operation is %s", e.State)
	}
	switch answer {
	case desk.SettleRetry:
		return d.store.Update(ctx, e, func(e *store.Entry) { retry(e) })
	case desk.SettleDiscard:
		if e.State == desk.StateSent {
			return desk.Errorf(desk.CodeInterrupted, "settle", "it may have been delivered")
		}
		return d.store.Discard(ctx, e)
	case desk.SettleMine, desk.SettleTheirs:
		if e.State != desk.StateAttention || e.Code != desk.CodeConflict {
			return invalid("settle", "no conflict")
		}
		if answer == desk.SettleMine {
			return d.mine(ctx, e)
		}
		return d.theirs(ctx, e)
	}
	return invalid("settle", "answer %q", answer)
}

// retry forgets what went wrong. An attempt with an unknown outcome stays one:
// what could not be found out is sent again because a person wants it.
func retry(e *store.Entry) {
	e.NextTry, e.Attempts = time.Time{}, 0
	if e.State == desk.StateAttention {
		e.State, e.Code, e.Field, e.Clash, e.Sending, e.Draft = desk.StateQueued, "", "", nil, nil, ""
		e.Accept()
	}
}

// mine takes the helpdesk's values as the new base: from there, the person's
// values are a change like any other.
func (d *Desk) mine(ctx context.Context, e *store.Entry) error {
	for _, c := range e.Clash {
		if c.Field == desk.FieldStatus && !d.mayMove(desk.Status(c.Theirs), desk.Status(c.Mine)) {
			return &desk.Error{Code: desk.CodeForbidden, Op: "settle", Field: c.Field}
		}
	}
	version, lane := "", e.Lane
	if o, ok := e.Op.(*change.SaveArticle); ok {
		theirs, err := d.contested(ctx, e, o.Article)
		if err != nil {
			return err
		}
		version, lane = theirs.Version, precious.ArticleLane(theirs.ID)
	}
	return d.store.Update(ctx, e, func(e *store.Entry) {
		base := desk.Patch{}
		for f, v := range e.Base {
			base[f] = v
		}
		for _, c := range e.Clash {
			base[c.Field] = c.Theirs
		}
		e.Base, e.Version, e.Lane = base, version, lane
		retry(e)
	})
}

// contested is the helpdesk's article in a conflict: the one that was edited, or
// the one that somebody else made for the same pair and language.
func (d *Desk) contested(ctx context.Context, e *store.Entry, mine desk.Article) (desk.Article, error) {
	if e.Maker() {
		return d.store.Paired(ctx, mine.Pair, mine.Lang)
	}
	return d.store.BaseArticle(ctx, e.ArticleRef())
}

// theirs keeps the message of an operation, if there is one.
func (d *Desk) theirs(ctx context.Context, e *store.Entry) error {
	o, ok := e.Op.(change.Edit)
	if !ok || o.Change().Message == nil {
		return d.store.Discard(ctx, e)
	}
	return d.store.Update(ctx, e, func(e *store.Entry) {
		e.Drop = true
		retry(e)
	})
}
