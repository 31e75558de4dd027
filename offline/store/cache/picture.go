package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// pictures keeps the pictures of an article, and no others. One without content was
// told before.
func (p *pen) pictures(a desk.Article) error {
	names := make([]string, len(a.Pictures))
	for i, one := range a.Pictures {
		names[i] = one.Name
	}
	raw, err := json.Marshal(names)
	if err != nil {
		return err
	}
	if err := p.exec("DELETE FROM picture WHERE article = ? AND name NOT IN (SELECT value FROM json_each(?))", a.ID, string(raw)); err != nil {
		return err
	}
	for _, one := range a.Pictures {
		if len(one.Content) == 0 {
			continue
		}
		if err := p.exec("INSERT OR REPLACE INTO picture (article, name, content) VALUES (?, ?, ?)", a.ID, one.Name, one.Content); err != nil {
			return err
		}
	}
	return nil
}

// illustrated is an article with the contents of its pictures.
func (s *Store) illustrated(ctx context.Context, a desk.Article) (desk.Article, error) {
	if len(a.Pictures) == 0 {
		return a, nil
	}
	known := desk.Article{}
	err := s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		rows, err := tx.QueryContext(ctx, "SELECT name, content FROM picture WHERE article = ?", a.ID)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			var p desk.Picture
			if err := rows.Scan(&p.Name, &p.Content); err != nil {
				return err
			}
			known.Pictures = append(known.Pictures, p)
		}
		return rows.Err()
	})
	return a.Complete(known), row.Fail("read pictures", err)
}
