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
	touched  []string        // ids of tickets
	known    map[string]bool // tickets that were written, and whether they were there before
	batches  batches
}

// write runs f in a transaction of the cache, and brings the overlay up to date
// in the same one.
func (s *Store) write(ctx context.Context, op string, f func(*pen) error) error {
	return row.Fail(op, s.db.Write(ctx, func(tx *sql.Tx) (err error) {
		p := &pen{ctx: ctx, tx: tx, prepared: map[string]*sql.Stmt{}, known: map[string]bool{}, batches: newBatches()}
		defer func() {
			for _, st := range p.prepared {
				err = errors.Join(err, st.Close())
			}
		}()
		if p.rev, err = getNumber(ctx, tx, metaRev); err != nil {
			return err
		}
		p.rev++
		if err := errors.Join(f(p), p.flush()); err != nil {
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

// listed are the columns that lists need, in the order of listedValues: texts and
// 64-bit integers, as SQLite gives them back.
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
	done := int64(0)
	if t.Status.Done() {
		done = 1
	}
	return []any{
		id, t.Number, string(t.Key), string(t.Status), done, string(t.Kind), int64(t.Priority), t.Queue, t.Requester.ID, t.Assignee.ID,
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
	if err := p.tickets(state{*r.Ticket, w}); err != nil {
		return err
	}
	return p.messages(r.Ticket.ID, r.Messages)
}

func (p *pen) article(a desk.Article) error {
	raw, err := json.Marshal(a.Named())
	if err != nil {
		return err
	}
	err = p.exec(`INSERT INTO article (id, lang, body, mark, rev) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET lang = excluded.lang, body = excluded.body, mark = max(mark, excluded.mark), rev = excluded.rev`,
		a.ID, a.Lang, string(raw), p.mark, p.rev)
	if err != nil {
		return err
	}
	return p.pictures(a)
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
