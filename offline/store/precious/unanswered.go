package precious

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"relais/internal/desk"
	"relais/offline/store/row"
)

const (
	mostUnanswered = 200
	typing         = 2 * time.Minute // how long the same question may take to be typed
)

// CountUnanswered counts words that found nothing, once a day; fold is what makes
// them the same as others. What was typed on the way to them is forgotten, and the
// least recent beyond 200.
func (s *Store) CountUnanswered(ctx context.Context, fold string, u desk.Unanswered) error {
	return row.Fail("count unanswered", s.db.Write(ctx, func(tx *sql.Tx) error {
		day := u.Last.UTC().Truncate(24 * time.Hour)
		_, err := tx.ExecContext(ctx, `DELETE FROM unanswered WHERE count = 1 AND last >= ?2 AND fold <> ?1 AND substr(?1, 1, length(fold)) = fold`,
			fold, row.Milli(u.Last.Add(-typing)))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO unanswered (fold, words, lang, count, last) VALUES (?1, ?2, ?3, 1, ?4)
			ON CONFLICT (fold) DO UPDATE SET words = ?2, lang = ?3, count = count + (last < ?5), last = max(last, ?4)`,
			fold, u.Words, u.Lang, row.Milli(u.Last), row.Milli(day))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM unanswered WHERE row NOT IN (SELECT row FROM unanswered ORDER BY last DESC LIMIT ?)", mostUnanswered)
		return err
	}))
}

// Unanswered lists what found nothing, the most frequent first, then the newest.
func (s *Store) Unanswered(ctx context.Context, limit int) (list []desk.Unanswered, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT words, lang, count, last FROM unanswered ORDER BY count DESC, last DESC, fold LIMIT ?", limit)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var u desk.Unanswered
			var last int64
			if err := rows.Scan(&u.Words, &u.Lang, &u.Count, &last); err != nil {
				return err
			}
			u.Last = time.UnixMilli(last).UTC()
			list = append(list, u)
		}
		return errors.Join(rows.Err(), rows.Close())
	})
	return list, row.Fail("list unanswered", err)
}

// ForgetUnanswered forgets words; false when they were not there.
func (s *Store) ForgetUnanswered(ctx context.Context, fold string) (found bool, err error) {
	err = s.db.Write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "DELETE FROM unanswered WHERE fold = ?", fold)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		found = n > 0
		return err
	})
	return found, row.Fail("forget unanswered", err)
}
