package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// lostAnswers in a row end the push of a round: the helpdesk does not answer, or
// can't digest these operations. Which of the two, the pull tells.
const lostAnswers = 3

// push delivers what waits, lane by lane. It fails only for what concerns all
// lanes.
func (r *round) push(ctx context.Context) error {
	live, err := r.e.o.Store.Live(ctx)
	if err != nil {
		return err
	}
	r.lost, r.soon, r.idle = 0, time.Time{}, len(live) == 0
	r.e.tidy, r.e.whole = r.e.tidy && r.idle, r.e.whole && r.idle
	for _, lane := range lanes(live) {
		if err := r.lane(ctx, lane); err != nil || r.lost >= lostAnswers {
			return err
		}
	}
	return nil
}

// lanes lists the lanes of operations. Those whose turn was tried least come first, so
// that what the helpdesk can't digest is in nobody's way.
func lanes(live []store.Entry) []string {
	var names []string
	tried := map[string]int{}
	for i := range live {
		op := &live[i]
		attempts, known := tried[op.Lane]
		if !known {
			names = append(names, op.Lane)
		}
		if !known || attempts < 0 {
			tried[op.Lane] = op.Attempts
			if op.State == desk.StateAccepted {
				tried[op.Lane] = -1 // the next one's turn has come
			}
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(tried[a], tried[b]) })
	return names
}

// lane delivers the operations of a subject in order, up to the first that can't
// be delivered now.
func (r *round) lane(ctx context.Context, lane string) error {
	for {
		ops, err := r.e.o.Store.LiveOf(ctx, lane)
		if err != nil {
			return err
		}
		for i := range ops {
			if ops[i].State == desk.StateAccepted {
				err = r.land(ctx, &ops[i])
			}
			if err != nil {
				return r.passing(err)
			}
		}
		next := slices.IndexFunc(ops, func(e store.Entry) bool { return e.State != desk.StateAccepted })
		if next < 0 || ops[next].State == desk.StateAttention || r.later(&ops[next]) {
			return nil
		}
		op := &ops[next]
		done, err := r.deliver(ctx, op)
		if err != nil || !done {
			return err
		}
		lane = op.Lane
	}
}

// later tells whether an operation waits for a later try. A person who asks for
// a sync does not wait.
func (r *round) later(op *store.Entry) bool {
	wait := op.NextTry.Sub(r.e.o.Now())
	if r.why == reasonPerson || wait <= 0 || wait > retryCap { // nobody waits longer: the clock was moved
		return false
	}
	r.again(op.NextTry)
	return true
}

func (r *round) again(at time.Time) {
	if !at.IsZero() && (r.soon.IsZero() || at.Before(r.soon)) {
		r.soon = at
	}
}

// deliver brings one operation to the helpdesk. It is done when the lane can go
// on.
func (r *round) deliver(ctx context.Context, op *store.Entry) (done bool, err error) {
	t := try{round: r, op: op, unknown: op.State == desk.StateSent, stale: op.State == desk.StateSent}
	result, err := t.push(ctx)
	switch {
	case err == nil:
		r.lost = 0
		return true, r.accept(ctx, op, result, t.stale)
	case errors.Is(err, errLater), errors.Is(err, change.ErrWaits), errors.Is(err, precious.ErrMoved):
		return false, nil
	case ctx.Err() != nil:
		return false, err
	}
	return r.refused(ctx, &t, err)
}

// accept keeps what the helpdesk answered, then lets the cache have it.
func (r *round) accept(ctx context.Context, op *store.Entry, result change.Result, stale bool) error {
	ctx = context.WithoutCancel(ctx) // what is known now is not to be asked again
	if known, err := r.settle(ctx, op, result, stale); err != nil || !known {
		return err
	}
	if err := r.land(ctx, op); err != nil {
		return r.passing(err)
	}
	if err := r.e.o.Store.Release(ctx, op); err != nil {
		r.e.o.Logger.Warn("releasing attachments", "code", desk.CodeOf(err))
	}
	return nil
}

// settle keeps what the helpdesk answered, whatever a person did with the operation in
// the meantime; false when they gave it up.
func (r *round) settle(ctx context.Context, op *store.Entry, result change.Result, stale bool) (known bool, err error) {
	delete(r.e.sent, op.Key)
	for op.State != desk.StateDiscarded {
		if err = r.settled(ctx, op, result, stale); err == nil {
			r.result.Pushed++
			return true, nil
		}
		if !errors.Is(err, precious.ErrMoved) {
			return false, err
		}
		if *op, err = r.e.o.Store.Entry(ctx, op.Key); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (r *round) settled(ctx context.Context, op *store.Entry, result change.Result, stale bool) error {
	return r.e.o.Store.Update(ctx, op, func(e *store.Entry) {
		e.State, e.Accepted, e.Result, e.Stale = desk.StateAccepted, r.e.o.Now().UTC(), &result, stale
		e.Code, e.Field, e.Clash, e.NextTry, e.Sending = "", "", nil, time.Time{}, nil
		if t := result.Ticket; t != nil {
			e.Number = t.Number
			if e.Verb == desk.VerbAsk {
				e.Ticket, e.Lane = t.ID, precious.TicketLane(t.ID)
			}
		}
		if a := result.Article; a != nil {
			e.Lane, e.Version = precious.ArticleLane(a.ID), a.Version
		}
	})
}

// land brings the result of an accepted operation into the cache. An answer that
// was given before may be older than what the cache knows: then the ticket is
// read again.
func (r *round) land(ctx context.Context, op *store.Entry) error {
	if landed, err := r.e.o.Store.Landed(ctx, op.Key); err != nil || landed {
		return err
	}
	defer r.e.o.Changed()
	if !op.Stale || op.Result == nil || op.Result.Ticket == nil {
		return r.e.o.Store.Land(ctx, op)
	}
	id := op.Result.Ticket.ID
	c, err := r.b.Conversation(ctx, id)
	switch desk.CodeOf(err) {
	case "":
		return r.e.o.Store.SaveConversation(ctx, c, op.Key)
	case desk.CodeNotFound, desk.CodeForbidden:
		return r.e.o.Store.DropTicket(ctx, id, op.Key)
	}
	return err
}

// passing drops errors that do not concern the other lanes: the same is tried
// again in the next round.
func (r *round) passing(err error) error {
	if code := desk.CodeOf(err); code == desk.CodeInterrupted || code == desk.CodeUnavailable || code.Permanent() {
		return nil
	}
	return err
}

// refused decides what becomes of an operation that was not accepted. It returns
// an error when the other lanes have to wait as well.
func (r *round) refused(ctx context.Context, t *try, err error) (done bool, _ error) {
	code := desk.CodeOf(err)
	var clash *change.Clash
	if errors.As(err, &clash) {
		code = desk.CodeConflict
	}
	if local(code) {
		return false, err
	}
	unknown := t.unknown || t.sent && code.Unknown()
	if done, err := r.elsewhere(ctx, t, err); done || err != nil {
		return done, err
	}
	if teaches(t.op) && (code.Permanent() || unknown && t.promise != desk.Keyed) {
		return true, r.forget(ctx, t.op) // a count that nobody misses, never twice; what it taught stays known here
	}
	_, isEdit := t.op.Op.(change.Edit)
	everybody := r.everybody(code, err)
	var conflicts []desk.Conflict
	if clash != nil {
		conflicts = r.dated(ctx, t.op.TicketRef(), clash.Conflicts)
	}
	e := r.e.o.Store.Update(ctx, t.op, func(e *store.Entry) {
		e.Code, e.Field, e.Doubt = code, fieldOf(err), unknown
		e.NextTry = time.Time{}
		switch {
		case clash != nil:
			e.State, e.Clash = desk.StateAttention, conflicts
		case code.Permanent(), code == desk.CodeConflict && !isEdit, unknown && t.promise == desk.BestEffort:
			e.State = desk.StateAttention
		case unknown:
			e.State = desk.StateSent
		default:
			e.State = desk.StateQueued
		}
		if !t.sent && everybody == nil {
			e.Attempts++ // it failed before anything was sent: others come first
		}
		if e.State != desk.StateAttention && everybody == nil {
			e.NextTry = r.e.o.Now().UTC().Add(jitter(e.Attempts, retryCap, r.e.o.Random()))
		}
	})
	if e != nil && !errors.Is(e, precious.ErrMoved) {
		return false, e
	}
	r.again(t.op.NextTry)
	r.e.o.Changed()
	return false, everybody
}

// dated adds since when the helpdesk has had the values of a conflict, and from whom,
// as far as the history tells that the cache has.
func (r *round) dated(ctx context.Context, ticket string, list []desk.Conflict) []desk.Conflict {
	c, err := r.e.o.Store.BaseConversation(ctx, ticket)
	if err != nil {
		return list // the values alone say enough to choose
	}
	list = slices.Clone(list)
	for i := range list {
		for _, e := range c.Events { // oldest first
			if e.Field == list[i].Field && e.To == list[i].Theirs {
				list[i].Since, list[i].By = e.At, e.By.Name
			}
		}
	}
	return list
}

// forget gives up an operation without asking.
func (r *round) forget(ctx context.Context, op *store.Entry) error {
	err := r.e.o.Store.Discard(ctx, op)
	if errors.Is(err, precious.ErrMoved) {
		return nil
	}
	return err
}

// everybody tells whether an error concerns all lanes.
func (r *round) everybody(code desk.Code, err error) error {
	switch code {
	case desk.CodeUnauthorized, desk.CodeUnreachable, desk.CodeThrottled, desk.CodeWrongServer, desk.CodeUntrusted:
		return err
	case desk.CodeInterrupted, desk.CodeUnavailable, desk.CodeInternal:
		r.lost++
		return nil
	}
	r.lost = 0
	return nil
}

func fieldOf(err error) desk.Field {
	var e *desk.Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}
