package cache

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// Cursor is the place up to which changes were pulled; "" at the beginning.
// While sweeping, the end of the pull drops what it did not tell of.
func (s *Store) Cursor(ctx context.Context) (c desk.Cursor, sweeping bool, err error) {
	var on string
	err = s.db.Row(ctx, "SELECT "+metaValue(metaCursor)+", "+metaValue(metaSweeping), &c, &on)
	sweeping = on == "1"
	return c, sweeping, row.Fail("read cursor", err)
}

// Restart begins the pull from the start. What it does not tell of is dropped
// when it ends.
func (s *Store) Restart(ctx context.Context) error {
	return s.write(ctx, "restart pull", func(p *pen) error {
		mark, err := getNumber(ctx, p.tx, metaMark)
		if err != nil {
			return err
		}
		return errors.Join(setNumber(ctx, p.tx, metaMark, mark+1), setMeta(ctx, p.tx, metaSweeping, "1"), setMeta(ctx, p.tx, metaCursor, ""))
	})
}

// SavePage writes what a pull told, together with its cursor. The operations
// that it proves to be done have landed with it.
func (s *Store) SavePage(ctx context.Context, page desk.Page, landed []desk.Key) error {
	return s.write(ctx, "save page", func(p *pen) (err error) {
		if p.mark, err = getNumber(ctx, p.tx, metaMark); err != nil {
			return err
		}
		if err := p.conversations(page.Tickets...); err != nil {
			return err
		}
		for _, a := range page.Articles {
			if err := p.article(a); err != nil {
				return err
			}
		}
		for _, id := range page.GoneArticles {
			if err := p.exec("DELETE FROM article WHERE id = ?", id); err != nil {
				return err
			}
		}
		if err := errors.Join(p.flush(), p.gone(page.Gone...), p.queues(page.Queues), p.people(page.People), p.landed(landed...)); err != nil {
			return err
		}
		if !page.More {
			if err := p.sweep(); err != nil {
				return err
			}
		}
		return setMeta(ctx, p.tx, metaCursor, string(page.Next))
	})
}

// sweep drops what a pull from the start did not tell of.
func (p *pen) sweep() error {
	on, err := getMeta(p.ctx, p.tx, metaSweeping)
	if err != nil || on != "1" {
		return err
	}
	old, err := row.Column[string](p.ctx, p.tx, "SELECT id FROM ticket WHERE mark < ?", p.mark)
	if err != nil {
		return err
	}
	return errors.Join(p.gone(old...), p.exec("DELETE FROM article WHERE mark < ?", p.mark), setMeta(p.ctx, p.tx, metaSweeping, ""))
}

// SaveConversation writes a ticket that was read whole.
func (s *Store) SaveConversation(ctx context.Context, c desk.Conversation, landed ...desk.Key) error {
	return s.write(ctx, "save conversation", func(p *pen) error {
		return errors.Join(p.conversations(desk.Pulled{Conversation: c, Extent: desk.ExtentWhole}), p.landed(landed...))
	})
}

// SetWhole says that there is no more to know of a ticket's conversation.
func (s *Store) SetWhole(ctx context.Context, id string) error {
	return s.write(ctx, "save conversation", func(p *pen) error {
		return p.exec("UPDATE ticket SET partial = 0 WHERE id = ?", id)
	})
}

// DropTicket forgets a ticket that is no longer there for this person.
func (s *Store) DropTicket(ctx context.Context, id string, landed ...desk.Key) error {
	return s.write(ctx, "drop ticket", func(p *pen) error { return errors.Join(p.gone(id), p.landed(landed...)) })
}

// Land writes what an accepted operation made, unless that was done before: the
// cache may know better by now.
func (s *Store) Land(ctx context.Context, e *precious.Entry) error {
	return s.write(ctx, "land operation", func(p *pen) error {
		if known, err := landed(ctx, p.tx, e.Key); err != nil || known {
			return err
		}
		if id := e.TicketRef(); id != "" {
			p.touched = append(p.touched, id)
		}
		overtaken, err := p.overtaken(e)
		if err != nil {
			return err
		}
		if e.Result != nil && !overtaken {
			if err := p.result(*e.Result, e.Verb == desk.VerbAsk); err != nil {
				return err
			}
		}
		return p.landed(e.Key)
	})
}

// overtaken tells whether an answer that was given before tells of an article as it
// was before the one that is known.
func (p *pen) overtaken(e *precious.Entry) (bool, error) {
	if !e.Stale || e.Result == nil || e.Result.Article == nil {
		return false, nil
	}
	list, err := row.Bodies[desk.Article](p.ctx, p.tx, "SELECT body FROM article WHERE id = ?", e.Result.Article.ID)
	return len(list) > 0 && list[0].Updated.After(e.Result.Article.Updated), err
}

// Landed tells whether the result of an operation is in the cache.
func (s *Store) Landed(ctx context.Context, key desk.Key) (known bool, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		known, err = landed(ctx, tx, key)
		return err
	})
	return known, row.Fail("read landed", err)
}

func landed(ctx context.Context, tx *sql.Tx, key desk.Key) (known bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM landed WHERE key = ?)", string(key)).Scan(&known)
	return known, err
}

// FinishLanded ends the life of accepted operations that have landed, and forgets
// that they did.
func (s *Store) FinishLanded(ctx context.Context) error {
	var some bool
	if err := s.db.Row(ctx, "SELECT EXISTS (SELECT 1 FROM landed)", &some); err != nil || !some {
		return row.Fail("finish operations", err)
	}
	var landed []string
	err := s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		landed, err = row.Column[string](ctx, tx, "SELECT key FROM landed")
		return err
	})
	if err != nil || len(landed) == 0 {
		return row.Fail("finish operations", err)
	}
	if err := s.operations.Finish(ctx, landed); err != nil {
		return err
	}
	return s.write(ctx, "finish operations", func(p *pen) error {
		for _, key := range landed {
			if err := p.exec("DELETE FROM landed WHERE key = ?", key); err != nil {
				return err
			}
		}
		return nil
	})
}

// Partial lists tickets whose conversation has not come, newest first.
func (s *Store) Partial(ctx context.Context, limit int) (ids []string, err error) {
	var some bool
	if err := s.db.Row(ctx, "SELECT EXISTS (SELECT 1 FROM ticket WHERE partial = 1)", &some); err != nil || !some {
		return nil, row.Fail("list partial tickets", err)
	}
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		ids, err = row.Column[string](ctx, tx, "SELECT id FROM ticket WHERE partial = 1 ORDER BY updated DESC LIMIT ?", limit)
		return err
	})
	return ids, row.Fail("list partial tickets", err)
}

// Ticket reads a ticket with what waits here on top, and what its lane is called.
// ref is as for Subject. CodeNotFound.
func (s *Store) Ticket(ctx context.Context, ref string) (subject string, t desk.Ticket, err error) {
	const op = "read ticket"
	if err := s.upToDate(ctx); err != nil {
		return "", t, row.Fail(op, err)
	}
	if subject, err = s.Subject(ctx, ref); err != nil {
		return "", t, err
	}
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		list, err := row.Bodies[desk.Ticket](ctx, tx, "SELECT body FROM overlay WHERE id = ?1 UNION ALL SELECT body FROM ticket WHERE id = ?1 LIMIT 1", subject)
		if err == nil && len(list) == 0 {
			err = row.Missing(op, ref)
		}
		if err == nil {
			t = list[0]
		}
		return err
	})
	return subject, t, row.Fail(op, err)
}

// Base reads a ticket as the helpdesk said it last, without what waits here.
// CodeNotFound.
func (s *Store) Base(ctx context.Context, id string) (t desk.Ticket, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		t, err = ticket(ctx, tx, id)
		if errors.Is(err, sql.ErrNoRows) {
			return row.Missing("read ticket", id)
		}
		return err
	})
	return t, row.Fail("read ticket", err)
}

// Like lists the keys of tickets that begin or end with letters, newest first.
func (s *Store) Like(ctx context.Context, letters string, limit int) (keys []desk.Key, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		keys, err = row.Column[desk.Key](ctx, tx, `SELECT key FROM ticket WHERE key <> ''
			AND (substr(key, 1, length(?1)) = ?1 OR substr(key, -length(?1)) = ?1) ORDER BY updated DESC LIMIT ?2`, letters, limit)
		return err
	})
	return keys, row.Fail("find key", err)
}

// named is the query of a ticket by what people call it.
const named = `SELECT id FROM ticket WHERE id = ?1 UNION ALL SELECT id FROM ticket WHERE number = ?1
	UNION ALL SELECT id FROM ticket WHERE key = ?1 AND key <> '' LIMIT 1`

// Subject finds what a ticket's lane is called: by the key of what was asked
// here, by id, by number, or by a Key that the helpdesk knows. One that is not there
// because it was merged is the one that goes on. It answers an id,
// or the key while the ticket has none. CodeNotFound.
func (s *Store) Subject(ctx context.Context, ref string) (string, error) {
	const op = "find ticket"
	byKey := desk.Key(ref).Valid()
	if byKey {
		if e, err := s.operations.Entry(ctx, desk.Key(ref)); err == nil && e.TicketRef() != "" {
			return e.TicketRef(), nil
		}
	}
	var found string
	if err := s.db.Find(ctx, named, ref, &found); !errors.Is(err, sql.ErrNoRows) {
		return found, row.Fail(op, err)
	}
	live, err := s.operations.LiveOf(ctx, precious.TicketLane(ref))
	if err != nil {
		return "", err
	}
	if len(live) == 0 { // else what was done here stays in sight
		if id, err := s.goesOn(ctx, ref); err != nil || id != "" {
			return id, err
		}
	}
	if e, made, err := s.operations.Made(ctx, ref); err != nil || made {
		return e.Ticket, err
	}
	if len(live) == 0 {
		return "", row.Missing(op, ref)
	}
	return ref, nil
}

// goesOn finds the ticket whose history tells that another one was merged into it;
// "" when none does.
func (s *Store) goesOn(ctx context.Context, merged string) (string, error) {
	var found []string
	err := s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		found, err = row.Column[string](ctx, tx, `SELECT ticket FROM event
			WHERE json_extract(body, '$.field') = ?1 AND json_extract(body, '$.from') = ?2 LIMIT 1`, string(desk.FieldMergedInto), merged)
		return err
	})
	return strings.Join(found, ""), row.Fail("find ticket", err)
}
