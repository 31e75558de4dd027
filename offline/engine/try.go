package engine

import (
	"cmp"
	"context"
	"errors"
	"io"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store"
)

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
	if err := t.outwait(ctx); err != nil {
		return nil, err
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
	}
	w.Keep = func(ctx context.Context, sent change.Sent) error {
		err := s.Update(ctx, t.op, func(e *store.Entry) {
			e.State, e.Sent, e.Sending = desk.StateSent, t.e.o.Now().UTC(), &sent
			e.Attempts++
		})
		if err == nil {
			t.unknown, t.sent = t.unknown && w.Sent != nil, true // the same once more tells nothing of the first time
			t.e.sentFor(t.op)
		}
		return err
	}
	if t.unknown && t.promise == desk.Keyed {
		w.Sent = t.op.Sending
	}
	switch o := t.op.Op.(type) {
	case *change.Ask:
		queue, _, err := t.queue(ctx, o)
		w.Queue = queue
		return w, err
	case change.Edit:
		w.TicketID = t.op.TicketRef()
		w.Read = func(ctx context.Context) (desk.Ticket, error) { return t.read(ctx, w.TicketID) }
		if w.Sent != nil {
			return w, nil // the same again, whatever became of the ticket
		}
		return w, t.ticket(ctx, w)
	case *change.SaveArticle:
		return w, t.article(ctx, w)
	case *change.Outcome:
		w.Article = t.op.ArticleRef()
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

// article finds out which article is edited, and in which version: one that was made
// here has got its id and its version since.
func (t *try) article(ctx context.Context, w *change.Way) (err error) {
	if t.op.Maker() {
		return nil
	}
	w.Article = t.op.ArticleRef()
	w.Version, err = t.version(ctx, t.op.Edits())
	return err
}

// version finds the version that stands for a key. Of what was given up nothing was
// made: it is the one that it would have overwritten. One that is not known is left as
// it is, and the helpdesk will tell.
func (t *try) version(ctx context.Context, v string) (string, error) {
	if !desk.Key(v).Valid() {
		return v, nil
	}
	made, err := t.e.o.Store.Entry(ctx, desk.Key(v))
	switch {
	case desk.CodeOf(err) == desk.CodeNotFound:
		return v, nil
	case err != nil:
		return v, err
	case made.State == desk.StateAccepted:
		return cmp.Or(made.Version, v), nil
	case made.State == desk.StateDiscarded:
		return t.version(ctx, made.Edits())
	}
	return v, change.ErrWaits
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
// has none yet, and keeps its key when it was given up.
func (t *try) resolve(ctx context.Context, ref string) (string, bool) {
	id, err := t.e.o.Store.Subject(ctx, ref)
	if err != nil {
		return ref, true // the helpdesk knows better
	}
	made, err := t.e.o.Store.Entry(ctx, desk.Key(id))
	return id, err != nil || made.State == desk.StateAccepted || made.State == desk.StateDiscarded
}
