package precious

import (
	"context"
	"database/sql"
	"errors"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// TakeBack puts the words of an operation that was refused into the draft that they
// came from, behind what is there. The operation stays until something is sent from
// that draft: that takes its place. Taken back once more, it is the draft as it is by
// now, if there is still one. beside is another draft that goes with it, unless it is
// empty. ErrMoved when the operation was changed since it was read.
func (s *Store) TakeBack(ctx context.Context, e *Entry, d, beside desk.Draft) (desk.Draft, error) {
	err := s.db.Write(ctx, func(tx *sql.Tx) error {
		if err := unmoved(ctx, tx, e); err != nil {
			return err
		}
		stored, have, err := draftOf(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		if e.Draft == stored && !have.Empty() {
			have.ID = d.ID
			d = have
			return nil
		}
		id, updated := d.ID, d.Updated
		d = have.With(d)
		d.ID, d.Updated = id, updated
		if err := saveBehind(ctx, tx, beside); err != nil {
			return err
		}
		next := *e
		next.Draft = stored
		if err := errors.Join(saveDraft(ctx, tx, d), write(ctx, tx, &next)); err != nil {
			return err
		}
		*e = next
		return nil
	})
	if errors.Is(err, ErrMoved) {
		return d, err
	}
	return d, row.Fail("take back", err)
}

// draftOf reads a draft, and the id that it is stored under; an empty one when there is none.
func draftOf(ctx context.Context, tx *sql.Tx, id string) (stored string, d desk.Draft, err error) {
	if stored, err = draftID(ctx, tx, id); err != nil {
		return stored, d, err
	}
	have, err := row.Bodies[desk.Draft](ctx, tx, "SELECT body FROM draft WHERE id = ?", stored)
	if len(have) > 0 {
		d = have[0]
	}
	return stored, d, err
}

// saveBehind puts a draft that is not empty behind the one with its ID.
func saveBehind(ctx context.Context, tx *sql.Tx, d desk.Draft) error {
	if d.Empty() {
		return nil
	}
	_, have, err := draftOf(ctx, tx, d.ID)
	if err != nil {
		return err
	}
	next := have.With(d)
	next.ID, next.Updated = d.ID, d.Updated
	return saveDraft(ctx, tx, next)
}

// Replace keeps an operation in the place of one that was refused, in one
// transaction. ErrMoved when that was changed since it was read.
func (s *Store) Replace(ctx context.Context, e, old *Entry) error {
	err := s.keep(ctx, e, func(tx *sql.Tx) error {
		if err := unmoved(ctx, tx, old); err != nil {
			return err
		}
		return supersede(ctx, tx, old, e)
	})
	if errors.Is(err, ErrMoved) {
		return ErrMoved
	}
	return err
}

// supersede gives up an operation for another one. What waited behind it waits
// behind the other one, in the same order.
func supersede(ctx context.Context, tx *sql.Tx, old, by *Entry) error {
	lane := old.Lane
	if old.Maker() {
		lane = by.Lane
		if _, err := tx.ExecContext(ctx, "UPDATE draft SET id = replace(id, ?1, ?2) WHERE id LIKE '%/' || ?1", string(old.Key), string(by.Key)); err != nil {
			return err
		}
	}
	if err := inherit(ctx, tx, old, by); err != nil {
		return err
	}
	behind, err := row.Column[string](ctx, tx, "SELECT key FROM operation WHERE live = 1 AND lane = ?1 AND key <> ?2 AND row > (SELECT row FROM operation WHERE key = ?3) ORDER BY row",
		old.Lane, string(by.Key), string(old.Key))
	if err != nil {
		return err
	}
	for _, key := range behind {
		if _, err := tx.ExecContext(ctx, `UPDATE operation SET lane = ?1, row = (SELECT max(row) + 1 FROM operation), gen = (SELECT max(gen) + 1 FROM operation),
			progress = iif(coalesce(progress ->> '$.version', body ->> '$.article.version') = ?3, json_set(progress, '$.version', ?4), progress)
			WHERE key = ?2`, lane, key, string(old.Key), string(by.Key)); err != nil {
			return err
		}
	}
	given := *old
	given.Lane, given.State, given.Live = lane, desk.StateDiscarded, false // who knows the old key finds what goes on
	return write(ctx, tx, &given)
}

// inherit lets an operation be compared with what the one was compared with that it
// takes the place of: who sends it sees that one as if it were done.
func inherit(ctx context.Context, tx *sql.Tx, old, by *Entry) error {
	for f, v := range old.Base {
		if _, sets := by.Base[f]; sets {
			by.Base[f] = v
		}
	}
	return write(ctx, tx, by)
}

// unmoved fails with ErrMoved when an operation was changed since it was read.
func unmoved(ctx context.Context, tx *sql.Tx, e *Entry) error {
	var gen int64
	err := tx.QueryRowContext(ctx, "SELECT gen FROM operation WHERE key = ?", string(e.Key)).Scan(&gen)
	if err == nil && gen != e.gen {
		err = ErrMoved
	}
	return err
}
