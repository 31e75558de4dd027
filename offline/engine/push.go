package engine

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/precious"
)

// lostAnswers in a row mean that it is the helpdesk that does not answer, and
// not one operation that it can't digest.
const lostAnswers = 3

// push delivers what waits, lane by lane. It fails only for what concerns all
// lanes.
func (r *round) push(ctx context.Context) error {
	live, err := r.e.o.Store.Live(ctx)
	if err != nil {
		return err
	}
	r.lost, r.soon = 0, time.Time{}
	var lanes []string
	for _, op := range live {
		if !slices.Contains(lanes, op.Lane) {
			lanes = append(lanes, op.Lane)
		}
	}
	for _, lane := range lanes {
		if err := r.lane(ctx, lane); err != nil {
			return err
		}
	}
	return nil
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
	if r.why == reasonPerson || !r.e.o.Now().Before(op.NextTry) {
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
	if err := r.settle(ctx, op, result, stale); err != nil {
		return err
	}
	return r.passing(r.land(ctx, op))
}

// settle keeps what the helpdesk answered.
func (r *round) settle(ctx context.Context, op *store.Entry, result change.Result, stale bool) error {
	r.result.Pushed++
	return r.e.o.Store.Update(ctx, op, func(e *store.Entry) {
		e.State, e.Accepted, e.Result, e.Stale = desk.StateAccepted, r.e.o.Now(), &result, stale
		e.Code, e.Field, e.Clash, e.NextTry, e.Sending = "", "", nil, time.Time{}, nil
		if t := result.Ticket; t != nil {
			e.Number = t.Number
			if e.Verb == desk.VerbAsk {
				e.Ticket, e.Lane = t.ID, precious.TicketLane(t.ID)
			}
		}
		if a := result.Article; a != nil {
			e.Lane = precious.ArticleLane(a.ID)
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
	if t.op.Verb == desk.VerbOutcome && (code.Permanent() || unknown && t.promise != desk.Keyed) {
		return true, r.forget(ctx, t.op) // a count that nobody misses; never twice
	}
	_, isEdit := t.op.Op.(change.Edit)
	everybody := r.everybody(code, err)
	e := r.e.o.Store.Update(ctx, t.op, func(e *store.Entry) {
		e.Code, e.Field = code, fieldOf(err)
		e.NextTry = time.Time{}
		switch {
		case clash != nil:
			e.State, e.Clash = desk.StateAttention, clash.Conflicts
		case code.Permanent(), code == desk.CodeConflict && !isEdit, unknown && t.promise == desk.BestEffort:
			e.State = desk.StateAttention
		case unknown:
			e.State = desk.StateSent
		default:
			e.State = desk.StateQueued
		}
		if e.State != desk.StateAttention && everybody == nil {
			e.NextTry = r.e.o.Now().Add(jitter(e.Attempts, retryCap, r.e.o.Random()))
		}
	})
	if e != nil && !errors.Is(e, precious.ErrMoved) {
		return false, e
	}
	r.again(t.op.NextTry)
	r.e.o.Changed()
	return false, everybody
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
		if r.lost++; r.lost >= lostAnswers {
			return err
		}
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

// errLater says that an operation has to wait.
var errLater = errors.New("later")

// try is one attempt to deliver an operation.
type try struct {
	*round
	op      *store.Entry
	promise desk.Promise
	unknown bool // an earlier attempt may have been done
	sent    bool // this one may have been
	stale   bool // the answer may have been given before
}

func (t *try) push(ctx context.Context) (change.Result, error) {
	if t.op.Op == nil {
		return change.Result{}, &desk.Error{Code: desk.CodeInvalid, Op: string(t.op.Verb), Err: errors.New("it can't be read")}
	}
	var repeatable bool
	t.promise, repeatable = change.PromiseFor(t.op.Op, t.can)
	if repeatable && t.promise != desk.Keyed {
		t.promise = desk.Findable // the fields themselves tell
	}
	if t.unknown && !repeatable && t.promise != desk.Keyed {
		if found, err := t.find(ctx); err != nil || found != nil {
			return valueOf(found), err
		}
	}
	way, err := t.way(ctx)
	if err != nil {
		return change.Result{}, err
	}
	if t.unknown && repeatable && t.promise != desk.Keyed {
		if way.Ticket, err = way.Read(ctx); err != nil {
			return change.Result{}, err
		}
	}
	if err := t.files(); err != nil {
		return change.Result{}, err
	}
	return t.op.Op.Push(ctx, t.b, way)
}

func valueOf(r *change.Result) change.Result {
	if r == nil {
		return change.Result{}
	}
	return *r
}

// find looks for what an attempt with an unknown outcome may have done. Nothing
// and no error: it was not done, and may be sent.
func (t *try) find(ctx context.Context) (*change.Result, error) {
	const op = "find"
	if t.promise != desk.Findable {
		return nil, &desk.Error{Code: desk.CodeInterrupted, Op: op, Subject: string(t.op.Key)}
	}
	if due := t.op.Sent.Add(t.can.Grace); t.e.o.Now().Before(due) {
		t.again(due)
		return nil, errLater
	}
	w, err := t.b.Find(ctx, t.op.Key)
	switch desk.CodeOf(err) {
	case "":
		return &change.Result{Ticket: &w.Ticket, Messages: w.Messages}, nil
	case desk.CodeNotFound:
		t.unknown, t.stale = false, false
		return nil, nil
	case desk.CodeUnsupported:
		t.promise = desk.BestEffort
		return nil, &desk.Error{Code: desk.CodeInterrupted, Op: op, Subject: string(t.op.Key), Err: err}
	}
	return nil, err
}

// files checks that all attachments are still there.
func (t *try) files() error {
	w, ok := t.op.Op.(change.Written)
	if !ok {
		return nil
	}
	for _, a := range w.Files() {
		if _, ok := t.e.o.Store.Attached(a); !ok {
			return &desk.Error{Code: desk.CodeVanished, Op: string(t.op.Verb), Subject: a.Name}
		}
	}
	return nil
}

// way gathers what the operation needs.
func (t *try) way(ctx context.Context) (*change.Way, error) {
	s := t.e.o.Store
	w := &change.Way{
		Key: t.op.Key, Base: t.op.Base, Drop: t.op.Drop,
		Open:    func(a desk.Attachment) (io.ReadCloser, error) { return s.OpenAttached(a) },
		Resolve: func(ref string) (string, bool) { return t.resolve(ctx, ref) },
		Keep: func(ctx context.Context, sent change.Sent) error {
			err := s.Update(ctx, t.op, func(e *store.Entry) {
				e.State, e.Sent, e.Sending = desk.StateSent, t.e.o.Now(), &sent
				e.Attempts++
			})
			if err == nil {
				t.unknown, t.sent = false, true
			}
			return err
		},
	}
	if t.unknown && t.promise == desk.Keyed {
		w.Sent = t.op.Sending
	}
	switch t.op.Op.(type) {
	case change.Edit:
		w.TicketID = t.op.TicketRef()
		w.Read = func(ctx context.Context) (desk.Ticket, error) { return t.read(ctx, w.TicketID) }
		if w.Sent != nil {
			return w, nil // the same again, whatever became of the ticket
		}
		return w, t.ticket(ctx, w)
	case *change.SaveArticle:
		return w, t.article(ctx, w)
	}
	return w, nil
}

// ticket is what the helpdesk said last of the ticket, or of the one that it was
// merged into, when the person agreed to go on there.
func (t *try) ticket(ctx context.Context, w *change.Way) (err error) {
	w.Ticket, err = t.e.o.Store.Base(ctx, cmp.Or(w.Base[desk.FieldMergedInto], w.TicketID))
	if desk.CodeOf(err) == desk.CodeNotFound {
		w.Ticket, err = w.Read(ctx)
	}
	return err
}

// article finds out which article is edited: one that was made here has got an
// id since, and its version is the one that the helpdesk gave last.
func (t *try) article(ctx context.Context, w *change.Way) error {
	id := t.op.Lane[len(precious.ArticleLane("")):]
	if id == string(t.op.Key) {
		return nil
	}
	w.Article, w.Version = id, t.op.Version
	if desk.Key(t.op.Op.(*change.SaveArticle).Article.ID).Valid() && w.Version == "" {
		known, err := t.e.o.Store.BaseArticle(ctx, id)
		w.Version = known.Version
		return err
	}
	return nil
}

// read asks for a ticket as it is now, and lets the cache have it.
func (t *try) read(ctx context.Context, id string) (desk.Ticket, error) {
	t.sent = false // a ticket is read before anything is sent, or after a refusal
	c, err := t.b.Conversation(ctx, id)
	if err != nil {
		return desk.Ticket{}, err
	}
	return c.Ticket, t.e.o.Store.SaveConversation(ctx, c)
}

// resolve finds the id of a ticket. One that was made here and is not accepted
// has none.
func (t *try) resolve(ctx context.Context, ref string) (string, bool) {
	id, err := t.e.o.Store.Subject(ctx, ref)
	if err != nil {
		return ref, true // the helpdesk knows better
	}
	made, err := t.e.o.Store.Entry(ctx, desk.Key(id))
	return id, err != nil || made.State == desk.StateAccepted
}
