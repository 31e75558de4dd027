package cache

import (
	"context"
	"database/sql"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// Learned lists what the helpdesk learned about articles, those of which nothing
// is known left out: ID and Learned are all that is read.
func (s *Store) Learned(ctx context.Context) (list []desk.Article, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Article](ctx, tx, `SELECT json_object('id', id, 'learned', json_extract(body, '$.learned')) FROM article
			WHERE instr(body, '"learned":[') > 0 AND json_extract(body, '$.learned') IS NOT NULL`)
		return err
	})
	return list, row.Fail("read lessons", err)
}

// Merged lists the tickets that were merged into another one.
func (s *Store) Merged(ctx context.Context) (list []desk.Ticket, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = row.Bodies[desk.Ticket](ctx, tx, `SELECT body FROM ticket WHERE done = 1 AND instr(body, '"mergedInto":"') > 0`)
		return err
	})
	return list, row.Fail("read merged tickets", err)
}
