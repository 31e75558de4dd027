package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/row"
)

// pen writes rows of the cache within one transaction.
type pen struct {
	ctx      context.Context
	tx       *sql.Tx
	rev      int64
	mark     int64 // 0 unless a pull tells
	prepared map[string]*sql.Stmt
	touched  []string // ids of tickets
}

// write runs f in a transaction of the cache, and brings the overlay up to date
// in the same one.
func (s *Store) write(ctx context.Context, op string, f func(*pen) error) error {
	return row.Fail(op, s.db.Write(ctx, func(tx *sql.Tx) (err error) {
		p := &pen{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}}
		defer func() {
			for _, st := range p.prepared {
				err = errors.Join(err, st.Close())
			}
		}()
		if p.rev, err = getNumber(ctx, tx, metaRev); err != nil {
			return err
		}
		p.rev++
		if err := f(p); err != nil {
			return err
		}
		if err := setNumber(ctx, tx, metaRev, p.rev); err != nil {
			return err
		}
		return s.refresh(ctx, tx, p.touched)
	}))
}

func (p *pen) exec(query string, args ...any) error {
	st, ok := p.prepared[query]
	if !ok {
		var err error
		if st, err = p.tx.PrepareContext(p.ctx, query); err != nil {
			return err
		}
		p.prepared[query] = st
	}
	_, err := st.ExecContext(p.ctx, args...)
	return err
}

// far is the due date of what is done.
const far = int64(1) << 62

// listed are the columns that lists need, in the order of listedValues.
const listed = "id, number, key, status, done, kind, priority, queue, requester, assignee, pending_for, due, created, updated, fold, body"

func listedValues(id string, t desk.Ticket) ([]any, error) {
	raw, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	due := far
	if at := t.DueAt(); !at.IsZero() {
		due = row.Milli(at)
	}
	return []any{
		id, t.Number, string(t.Key), string(t.Status), t.Status.Done(), string(t.Kind), int(t.Priority), t.Queue, t.Requester.ID, t.Assignee.ID,
		string(t.PendingFor), due, row.Milli(t.Created), row.Milli(t.Updated), Fold(t.Title + " " + t.Number), string(raw),
	}, nil
}

// Fold makes letters comparable: lower case, without accents.
func Fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// whole says whether the cache has all of a conversation.
type whole int

const (
	wholeYes whole = iota
	wholeNo
	wholeAsBefore // and no, for a ticket that was not known
)

func (p *pen) ticket(t desk.Ticket, w whole) error {
	p.touched = append(p.touched, t.ID)
	if w == wholeAsBefore {
		err := p.tx.QueryRowContext(p.ctx, "SELECT partial FROM ticket WHERE id = ?", t.ID).Scan(&w)
		if errors.Is(err, sql.ErrNoRows) {
			w = wholeNo
		} else if err != nil {
			return err
		}
	}
	values, err := listedValues(t.ID, t)
	if err != nil {
		return err
	}
	if err := p.exec(`INSERT INTO ticket (`+listed+`, partial, mark, rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET number = excluded.number, key = excluded.key, status = excluded.status, done = excluded.done, kind = excluded.kind,
		priority = excluded.priority, queue = excluded.queue, requester = excluded.requester, assignee = excluded.assignee,
		pending_for = excluded.pending_for, due = excluded.due, created = excluded.created, updated = excluded.updated, fold = excluded.fold,
		body = excluded.body, partial = excluded.partial, mark = max(mark, excluded.mark), rev = excluded.rev`,
		append(values, int(w), p.mark, p.rev)...); err != nil {
		return err
	}
	if err := p.exec("DELETE FROM watcher WHERE ticket = ?", t.ID); err != nil {
		return err
	}
	for _, who := range t.Watchers {
		if err := p.exec("INSERT INTO watcher (person, ticket) VALUES (?, ?) ON CONFLICT DO NOTHING", who.ID, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// conversation writes a ticket with what was said; a whole one replaces what was
// known.
func (p *pen) conversation(c desk.Conversation, e desk.Extent) error {
	w := map[desk.Extent]whole{desk.ExtentWhole: wholeYes, desk.ExtentNew: wholeAsBefore}
	state, ok := w[e]
	if !ok {
		state = wholeNo
	}
	id := c.Ticket.ID
	if err := p.ticket(c.Ticket, state); err != nil {
		return err
	}
	if e == desk.ExtentWhole {
		if err := errors.Join(p.exec("DELETE FROM message WHERE ticket = ?", id), p.exec("DELETE FROM event WHERE ticket = ?", id)); err != nil {
			return err
		}
	}
	if err := p.messages(id, c.Messages); err != nil {
		return err
	}
	for _, ev := range c.Events {
		raw, err := json.Marshal(ev)
		if err != nil {
			return err
		}
		if err := p.exec("INSERT OR REPLACE INTO event (ticket, id, at, body) VALUES (?, ?, ?, ?)", id, ev.ID, row.Milli(ev.At), string(raw)); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) messages(ticket string, list []desk.Message) error {
	for _, m := range list {
		raw, err := json.Marshal(m)
		if err != nil {
			return err
		}
		if err := p.exec("INSERT OR REPLACE INTO message (ticket, id, created, body) VALUES (?, ?, ?, ?)", ticket, m.ID, row.Milli(m.Created), string(raw)); err != nil {
			return err
		}
	}
	return nil
}

// result writes what an operation made.
func (p *pen) result(r change.Result, made bool) error {
	if r.Article != nil {
		return p.article(*r.Article)
	}
	if r.Ticket == nil {
		return nil
	}
	w := wholeAsBefore
	if made {
		w = wholeYes
	}
	if err := p.ticket(*r.Ticket, w); err != nil {
		return err
	}
	return p.messages(r.Ticket.ID, r.Messages)
}

func (p *pen) article(a desk.Article) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return p.exec(`INSERT INTO article (id, lang, body, mark, rev) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET lang = excluded.lang, body = excluded.body, mark = max(mark, excluded.mark), rev = excluded.rev`,
		a.ID, a.Lang, string(raw), p.mark, p.rev)
}

// gone drops tickets.
func (p *pen) gone(ids ...string) error {
	for _, id := range ids {
		p.touched = append(p.touched, id)
		if err := p.exec("DELETE FROM ticket WHERE id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) landed(keys ...desk.Key) error {
	for _, k := range keys {
		if err := p.exec("INSERT INTO landed (key) VALUES (?) ON CONFLICT DO NOTHING", string(k)); err != nil {
			return err
		}
	}
	return nil
}
