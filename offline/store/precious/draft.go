package precious

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// SaveDraft keeps a draft in the place of the earlier one with its ID.
func (s *Store) SaveDraft(ctx context.Context, d desk.Draft) error {
	return row.Fail("save draft", s.db.Write(ctx, func(tx *sql.Tx) error { return saveDraft(ctx, tx, d) }))
}

func saveDraft(ctx context.Context, tx *sql.Tx, d desk.Draft) error {
	raw, err := json.Marshal(d)
	if err != nil {
		return err
	}
	id, err := draftID(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO draft (id, body, updated) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated = excluded.updated`, id, string(raw), row.Milli(d.Updated))
	return err
}

// draftID names a draft on a ticket that was made here by the ticket's key, so
// that it is found again when the ticket has got its number.
func draftID(ctx context.Context, tx *sql.Tx, id string) (string, error) {
	sort, ref, found := strings.Cut(id, "/")
	if !found {
		return id, nil
	}
	var key string
	if desk.Key(ref).Valid() { // something may have taken its place
		err := tx.QueryRowContext(ctx, "SELECT substr(lane, instr(lane, '/') + 1) FROM operation WHERE key = ? AND state = 'discarded'", ref).Scan(&key)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", err
		}
		if key != "" {
			id, ref = strings.TrimSuffix(id, ref)+key, key
		}
	}
	err := tx.QueryRowContext(ctx, "SELECT key FROM operation "+made, ref).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	return sort + "/" + key, err
}

// Draft reads a draft; false when there is none.
func (s *Store) Draft(ctx context.Context, id string) (d desk.Draft, found bool, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		stored, err := draftID(ctx, tx, id)
		if err != nil {
			return err
		}
		var raw string
		err = tx.QueryRowContext(ctx, "SELECT body FROM draft WHERE id = ?", stored).Scan(&raw)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return errors.Join(err, json.Unmarshal([]byte(raw), &d))
	})
	d.ID = id
	return d, found, row.Fail("read draft", err)
}

// Drafts lists all drafts, the one that was written last first.
func (s *Store) Drafts(ctx context.Context) (list []desk.Draft, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		list, err = row.Bodies[desk.Draft](ctx, tx, "SELECT body FROM draft ORDER BY updated DESC, row DESC")
		return err
	})
	return list, row.Fail("read drafts", err)
}

// DropDraft forgets a draft, if there is one.
func (s *Store) DropDraft(ctx context.Context, id string) error {
	return row.Fail("drop draft", s.db.Write(ctx, func(tx *sql.Tx) error {
		if err := dropDraft(ctx, tx, id); err != nil {
			return err
		}
		// What is written there next is another request, or article.
		_, err := tx.ExecContext(ctx, `UPDATE operation SET progress = json_remove(progress, '$.draft'), gen = (SELECT max(gen) + 1 FROM operation)
			WHERE live = 1 AND state = 'attention' AND progress ->> '$.draft' = ? AND lane LIKE '%/' || key`, id)
		return err
	}))
}

func dropDraft(ctx context.Context, tx *sql.Tx, id string) error {
	stored, err := draftID(ctx, tx, id)
	if err != nil {
		return err
	}
	return dropStored(ctx, tx, stored)
}

func dropStored(ctx context.Context, tx *sql.Tx, stored string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM draft WHERE id = ?", stored)
	return err
}

// Ticks lists the ticked steps of an article, in order.
func (s *Store) Ticks(ctx context.Context, article string) (steps []int, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		steps, err = row.Column[int](ctx, tx, "SELECT step FROM tick WHERE article = ? ORDER BY step", article)
		return err
	})
	return steps, row.Fail("read ticks", err)
}

// Tick ticks a step of an article, or takes the tick away.
func (s *Store) Tick(ctx context.Context, article string, step int, done bool) error {
	statement := "DELETE FROM tick WHERE article = ? AND step = ?"
	if done {
		statement = "INSERT INTO tick (article, step) VALUES (?, ?) ON CONFLICT DO NOTHING"
	}
	return row.Fail("tick", s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, statement, article, step)
		return err
	}))
}
