package cache

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// View is a ticket page. ref is a number, an id, or the key of what was asked
// here. CodeNotFound.
func (s *Store) View(ctx context.Context, ref string) (desk.View, error) {
	return s.view(ctx, ref, everything)
}

// Recent is View with the first message and what came last; Earlier counts the
// rest.
func (s *Store) Recent(ctx context.Context, ref string) (desk.View, error) {
	return s.view(ctx, ref, ends)
}

// reading reads what was said and done in a ticket into a page.
type reading func(ctx context.Context, tx *sql.Tx, ask *asked, all talk, v *desk.View) error

func (s *Store) view(ctx context.Context, ref string, read reading) (v desk.View, err error) {
	const op = "read ticket"
	ask, err := s.ask(ctx)
	if err != nil {
		return v, row.Fail(op, err)
	}
	if !desk.Key(ref).Valid() { // mostly it is the id of a ticket that is here
		v, known, _, err := s.shown(ctx, ask, ref, read)
		if known || err != nil {
			return v, row.Fail(op, err)
		}
	}
	id, err := s.Subject(ctx, ref)
	if err != nil {
		return v, err
	}
	v, known, live, err := s.shown(ctx, ask, id, read)
	if err == nil && !known && !live {
		err = row.Missing(op, ref)
	}
	return v, row.Fail(op, err)
}

// shown is a ticket with what waits on top, and whether the helpdesk told of it and
// operations are live on it.
func (s *Store) shown(ctx context.Context, ask *asked, id string, read reading) (v desk.View, known, live bool, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		if known, err = ask.page(ctx, tx, id, read, &v); err != nil {
			return err
		}
		ops, err := s.waiting(ctx, tx, id)
		live = len(ops) > 0
		if err != nil || !live {
			return err
		}
		h, err := hello(ctx, tx)
		if err != nil {
			return err
		}
		if !known && ops[0].Verb != desk.VerbAsk {
			v.Ticket, v.Partial = absent(id, ops[0], h), true
		}
		v.Conversation = apply(v.Conversation, ops, h)
		v.Pending = precious.Pendings(ops)
		return nil
	})
	return v, known, live, err
}

// absent is a ticket that is no longer there, or not yet: what was done here stays in
// sight, and in the lists. An employee works on no requests but their own.
func absent(id string, first precious.Entry, h Hello) desk.Ticket {
	t := desk.Ticket{ID: id, Title: first.Title, Created: first.Kept, Updated: first.Kept}
	if me := h.Welcome.Me; !me.Role.Staff() {
		t.Requester = me.Ref()
	}
	return t
}

// waiting lists the operations on a ticket that the rows do not have. Rows were
// read before in the same transaction: what is no longer live has landed in them.
func (s *Store) waiting(ctx context.Context, tx *sql.Tx, id string) ([]precious.Entry, error) {
	live, err := s.operations.LiveOf(ctx, precious.TicketLane(id))
	if err != nil || len(live) == 0 {
		return nil, err
	}
	landed, err := row.Column[string](ctx, tx, "SELECT key FROM landed")
	return without(live, landed), err
}

func without(live []precious.Entry, landed []string) []precious.Entry {
	var list []precious.Entry
	for _, e := range live {
		if !slices.Contains(landed, string(e.Key)) {
			list = append(list, e)
		}
	}
	return list
}

// BaseConversation reads a conversation as the helpdesk said it last, without
// what waits here. CodeNotFound.
func (s *Store) BaseConversation(ctx context.Context, id string) (desk.Conversation, error) {
	const op = "read ticket"
	ask, err := s.ask(ctx)
	if err != nil {
		return desk.Conversation{}, row.Fail(op, err)
	}
	var v desk.View
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		known, err := ask.page(ctx, tx, id, everything, &v)
		if err == nil && !known {
			err = row.Missing(op, id)
		}
		return err
	})
	return v.Conversation, row.Fail(op, err)
}

// newest is how many messages, and how many changes, are enough at first.
const newest = 20

// The queries of a page. Messages and events come in the orders of their indexes.
const (
	askTicket = iota
	askMessages
	askEvents
	askSaid // the first message, then the newest ones backwards
	askDone // the newest events, backwards
	asks
)

var queries = [asks]string{
	askTicket: `SELECT body, partial, (SELECT count(*) FROM message WHERE ticket = ?1), (SELECT count(*) FROM event WHERE ticket = ?1)
		FROM ticket WHERE id = ?1`,
	askMessages: "SELECT body FROM message WHERE ticket = ? ORDER BY created, length(id), id",
	askEvents:   "SELECT body FROM event WHERE ticket = ? ORDER BY at, length(id), id",
	askSaid: `SELECT body FROM (SELECT body FROM message WHERE ticket = ?1 ORDER BY created, length(id), id LIMIT 1)
		UNION ALL SELECT body FROM (SELECT body FROM message WHERE ticket = ?1 ORDER BY created DESC, length(id) DESC, id DESC LIMIT ?2)`,
	askDone: "SELECT body FROM event WHERE ticket = ? ORDER BY at DESC, length(id) DESC, id DESC LIMIT ?",
}

// asked are the queries, prepared.
type asked [asks]*sql.Stmt

func (s *Store) ask(ctx context.Context) (*asked, error) {
	var a asked
	for i, query := range queries {
		var err error
		if a[i], err = s.db.Question(ctx, query); err != nil { //nolint:sqlclosecheck // it stays for the next time
			return nil, err
		}
	}
	return &a, nil
}

// talk is how much there is of a conversation.
type talk struct {
	ticket           string
	messages, events int
}

// page reads a ticket as the helpdesk said it last.
func (a *asked) page(ctx context.Context, tx *sql.Tx, id string, read reading, v *desk.View) (known bool, err error) {
	var raw []byte
	all := talk{ticket: id}
	statement := tx.StmtContext(ctx, a[askTicket]) //nolint:sqlclosecheck // it ends with the transaction
	err = statement.QueryRowContext(ctx, id).Scan(&raw, &v.Partial, &all.messages, &all.events)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = row.Decode(raw, &v.Ticket)
	}
	if err == nil {
		err = read(ctx, tx, a, all, v)
	}
	return err == nil, err
}

func everything(ctx context.Context, tx *sql.Tx, ask *asked, all talk, v *desk.View) (err error) {
	if v.Messages, err = row.Asked[desk.Message](ctx, tx, ask[askMessages], all.ticket); err != nil {
		return err
	}
	v.Events, err = row.Asked[desk.Event](ctx, tx, ask[askEvents], all.ticket)
	return err
}

// ends reads the first message, and the newest messages and changes back to the
// same moment.
func ends(ctx context.Context, tx *sql.Tx, ask *asked, all talk, v *desk.View) error {
	if all.messages <= newest && all.events <= newest {
		return everything(ctx, tx, ask, all, v)
	}
	said, err := row.Asked[desk.Message](ctx, tx, ask[askSaid], all.ticket, min(newest, max(all.messages-1, 0)))
	if err != nil {
		return err
	}
	done, err := row.Asked[desk.Event](ctx, tx, ask[askDone], all.ticket, newest)
	if err != nil {
		return err
	}
	var since time.Time // from here on nothing is missing
	if n := len(said); n < all.messages {
		since = said[n-1].Created
	}
	if n := len(done); n < all.events && done[n-1].At.After(since) {
		since = done[n-1].At
	}
	v.Messages = slices.Clone(said[:min(1, len(said))])
	for i := len(said) - 1; i > 0; i-- {
		if m := said[i]; !m.Created.Before(since) {
			v.Messages = append(v.Messages, m)
		}
	}
	for _, e := range slices.Backward(done) {
		if !e.At.Before(since) {
			v.Events = append(v.Events, e)
		}
	}
	v.Earlier = all.messages + all.events - len(v.Messages) - len(v.Events)
	return nil
}
