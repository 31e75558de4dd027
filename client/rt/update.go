package rt

import (
	"context"
	"net/http"
	"strconv"

	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/client/transport"
	"relais/internal/desk"
)

// Update changes fields, adds a message, or both, and reads the ticket back.
// Parts that an earlier call with the same Key left behind are not said again.
func (b *Backend) Update(ctx context.Context, key desk.Key, ticketID, ifVersion string, c desk.Change) (desk.Written, error) {
	const op = "update ticket"
	if !key.Valid() {
		return desk.Written{}, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: desk.ErrKey}
	}
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Written{}, err
	}
	r, err := b.read(ctx, op, ticketID)
	if err != nil {
		return desk.Written{}, err
	}
	if err := b.meet(ctx, s, r.People()...); err != nil {
		return desk.Written{}, err
	}
	if ifVersion != "" && len(c.Set) > 0 && ifVersion != r.Version {
		return desk.Written{}, &desk.Error{Code: desk.CodeConflict, Op: op, Subject: ticketID}
	}
	before := b.frame(s).Fold(r)
	p, err := b.plan(ctx, s, r, before.Ticket, key, c)
	if err != nil {
		return desk.Written{}, err
	}
	b.learn(s, r)
	w := &update{Backend: b, s: s, id: before.Ticket.ID, queue: r.Ticket.Queue.ID, key: key, plan: p, done: b.frame(s).Done(r, key)}
	if err := w.write(ctx, r.Version); err != nil {
		return desk.Written{}, err
	}
	return w.compare(ctx)
}

// update is one update under way.
type update struct {
	*Backend
	*plan
	s     *site
	id    string
	queue wire.ID // where it is said
	key   desk.Key
	done  thread.Done
	said  string // id of the last message
	last  desk.Conversation
}

const opUpdate = "update ticket"

func (u *update) write(ctx context.Context, version string) error {
	if !u.late {
		if err := u.change(ctx, version); err != nil {
			return err
		}
	}
	for _, l := range []struct {
		letter *letter
		how    string
		done   bool
	}{{u.note, "comment", u.done.Half}, {u.comment, "comment", u.done.Message}, {u.public, "correspond", u.done.Message}} {
		if l.letter == nil || l.done {
			continue
		}
		if err := u.say(ctx, l.how, *l.letter); err != nil {
			return err
		}
	}
	if u.late {
		if err := u.change(ctx, ""); err != nil {
			return err
		}
	}
	if u.merge == "" {
		return nil
	}
	return u.putTicket(ctx, map[string]any{"MergeInto": wire.ID(u.merge).Int()}, "")
}

// change puts all columns, and then tries other names for the status until one is
// taken.
func (u *update) change(ctx context.Context, version string) error {
	if len(u.put) == 0 {
		return nil
	}
	if err := u.putTicket(ctx, u.put, version); err != nil {
		return err
	}
	for i, status := range u.tries {
		if i > 0 {
			if err := u.putTicket(ctx, map[string]any{"Status": status}, ""); err != nil {
				return err
			}
		}
		if len(u.tries) == 1 {
			return nil // compared at the end
		}
		r, err := u.read(ctx, opUpdate, u.id)
		if err != nil {
			return afterWrite(opUpdate, u.id, err)
		}
		if r.Ticket.Status == status {
			u.mu.Lock()
			defer u.mu.Unlock()
			outcome := u.next.Outcome
			if outcome == "" && u.next.Status == desk.StatusClosed {
				outcome = desk.OutcomeUnsolved
			}
			u.works[u.s.lifecycles[u.next.Queue]+"/"+string(u.next.Status)+"/"+string(outcome)] = status
			return nil
		}
	}
	return nil
}

// putTicket changes columns. The answer is 200 whatever became of it.
func (u *update) putTicket(ctx context.Context, body map[string]any, version string) error {
	k := transport.Call{
		Op: opUpdate, Subject: u.id, Method: http.MethodPut, Path: "/ticket/{id}", Params: map[string]string{"id": u.id}, Body: body,
	}
	if version != "" {
		k.Header = http.Header{"If-Match": {strconv.Quote(version)}}
	}
	_, err := u.http.Do(ctx, k)
	return err
}

// say posts a message. Only the status and the Location of the answer count: its
// text may be in no encoding at all, or make the server hang up after it kept the
// message.
func (u *update) say(ctx context.Context, how string, l letter) error {
	l.mark = !u.keepsKeys(u.queue)
	if u.s.message != "" {
		l.fields["TxnCustomFields"] = map[string]string{u.s.message: string(u.key)}
	}
	made, err := u.send(ctx, transport.Call{
		Op: opUpdate, Subject: u.id, Path: "/ticket/{id}/" + how, Params: map[string]string{"id": u.id},
	}, l)
	if desk.CodeOf(err) == desk.CodeInvalid {
		// The ticket is there and the message is one: 400 is how a missing right is told.
		return &desk.Error{Code: desk.CodeForbidden, Op: opUpdate, Subject: u.id, Err: err}
	}
	if !l.record.Note {
		u.said = made
	}
	return err
}

// compare reads the ticket back, and tells which change was not made.
func (u *update) compare(ctx context.Context) (desk.Written, error) {
	c, r, err := u.conversation(ctx, opUpdate, u.id)
	if code := desk.CodeOf(err); u.put["Queue"] != nil && (code == desk.CodeForbidden || code == desk.CodeNotFound) {
		return desk.Written{Ticket: u.next}, nil // it is where this person sees nothing, and was seen before: it was moved
	}
	if err != nil {
		return desk.Written{}, afterWrite(opUpdate, u.id, err)
	}
	u.last = c
	u.learnKept(r)
	refused := func(f desk.Field) (desk.Written, error) {
		return desk.Written{}, &desk.Error{Code: desk.CodeRefused, Op: opUpdate, Subject: u.id, Field: f}
	}
	if u.merge != "" {
		if c.Ticket.ID != u.merge {
			return refused(desk.FieldMergedInto)
		}
		return written(c, u.key), nil
	}
	for _, f := range u.set.Fields() {
		if !u.holds(f) {
			return refused(f)
		}
	}
	w := u.written()
	for _, l := range []*letter{u.comment, u.public} {
		if l != nil && (len(w.Messages) != 1 || !sameFiles(w.Messages[0].Attachments, l.blobs)) {
			return refused("")
		}
	}
	return w, nil
}

// holds tells whether a field has its new value, or had it for a moment before
// somebody else changed it again.
func (u *update) holds(f desk.Field) bool {
	want := u.next.Get(f)
	if u.last.Ticket.Get(f) == want {
		return true
	}
	for _, e := range u.last.Events {
		if e.Field == f && e.To == want && e.By.ID == u.s.me.ID && !e.At.Before(u.next.Updated) {
			return true
		}
	}
	return false
}

// learnKept remembers whether the custom field of what was said just now kept its
// Key.
func (u *update) learnKept(r thread.Reading) {
	for _, t := range r.History {
		if string(t.ID) == u.said && u.s.message != "" {
			u.mu.Lock()
			u.keeps[u.queue] = t.Fields.Get(u.s.message) == string(u.key)
			u.mu.Unlock()
		}
	}
}

// written finds the message by its Key, or where the custom field did not keep
// the Key any more, by its place.
func (u *update) written() desk.Written {
	w := written(u.last, u.key)
	if len(w.Messages) > 0 {
		return w
	}
	for _, m := range u.last.Messages {
		if m.ID == u.said {
			m.Key = u.key
			w.Messages = append(w.Messages, m)
		}
	}
	return w
}
