package precious

import (
	"context"
	"database/sql"
	"encoding/json"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// Handed is what one file received of another.
type Handed struct {
	Operations []Entry
	Drafts     []desk.Draft
	ticks      []tick
}

type tick struct {
	Article string `json:"article"`
	Step    int    `json:"step"`
}

// Receive takes over the live operations, the drafts and the ticks of another
// file, in one transaction. What has arrived before is left as it is; of two
// drafts with one id both are kept.
func (s *Store) Receive(ctx context.Context, from *Store) (h Handed, err error) {
	const op = "adopt"
	err = from.db.Read(ctx, func(tx *sql.Tx) (err error) {
		if h.Operations, err = entries(ctx, tx, "WHERE live = 1 ORDER BY row"); err != nil {
			return err
		}
		if h.Drafts, err = row.Bodies[desk.Draft](ctx, tx, "SELECT body FROM draft ORDER BY row"); err != nil {
			return err
		}
		h.ticks, err = row.Bodies[tick](ctx, tx, "SELECT json_object('article', article, 'step', step) FROM tick")
		return err
	})
	if err != nil {
		return h, row.Fail(op, err)
	}
	into, err := s.db.Statement(ctx, insertion)
	if err != nil {
		return h, row.Fail(op, err)
	}
	return h, row.Fail(op, s.db.Write(ctx, func(tx *sql.Tx) error {
		for i := range h.Operations {
			if err := receive(ctx, tx, tx.StmtContext(ctx, into), &h.Operations[i]); err != nil {
				return err
			}
		}
		for _, d := range h.Drafts {
			if err := receiveDraft(ctx, tx, d); err != nil {
				return err
			}
		}
		for _, t := range h.ticks {
			if _, err := tx.ExecContext(ctx, "INSERT INTO tick (article, step) VALUES (?, ?) ON CONFLICT DO NOTHING", t.Article, t.Step); err != nil {
				return err
			}
		}
		return nil
	}))
}

func receive(ctx context.Context, tx *sql.Tx, into *sql.Stmt, e *Entry) error {
	var known bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM operation WHERE key = ?)", string(e.Key)).Scan(&known); err != nil || known {
		return err
	}
	return insert(ctx, into, e)
}

// receiveDraft keeps a draft beside one with the same id and other content.
func receiveDraft(ctx context.Context, tx *sql.Tx, d desk.Draft) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	for id := d.ID; ; id += "+" {
		have, err := row.Column[string](ctx, tx, "SELECT body FROM draft WHERE id = ?", id)
		if err != nil {
			return err
		}
		if len(have) == 0 {
			_, err := tx.ExecContext(ctx, "INSERT INTO draft (id, body, updated) VALUES (?, ?, ?)", id, string(raw), row.Milli(d.Updated))
			return err
		}
		if have[0] == string(raw) {
			return nil
		}
	}
}

// Drop removes what another file has received. What was written since stays.
func (s *Store) Drop(ctx context.Context, h Handed) error {
	return row.Fail("adopt", s.db.Write(ctx, func(tx *sql.Tx) error {
		for _, e := range h.Operations {
			if _, err := tx.ExecContext(ctx, "DELETE FROM operation WHERE key = ?", string(e.Key)); err != nil {
				return err
			}
		}
		for _, d := range h.Drafts {
			if _, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE id = ? AND updated = ?", d.ID, row.Milli(d.Updated)); err != nil {
				return err
			}
		}
		for _, t := range h.ticks {
			if _, err := tx.ExecContext(ctx, "DELETE FROM tick WHERE article = ? AND step = ?", t.Article, t.Step); err != nil {
				return err
			}
		}
		return nil
	}))
}
