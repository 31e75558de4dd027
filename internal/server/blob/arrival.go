package blob

import (
	"context"
	"database/sql"
	"errors"
	"hash"
	"io"

	"relais/internal/desk"
)

// arrival is bytes on their way in.
type arrival struct {
	s    *Store
	id   int64 // 0 until the first piece is kept
	size int64
	hash hash.Hash
}

// receive keeps the pieces as they come.
func (a *arrival) receive(ctx context.Context, r io.Reader, limit int64) error {
	piece := make([]byte, pieceSize)
	for n := 0; ; n++ {
		count, err := io.ReadFull(r, piece)
		if a.size += int64(count); a.size > limit {
			return desk.Errorf(desk.CodeTooLarge, "keep file", "more than %d bytes", limit)
		}
		if count > 0 {
			a.hash.Write(piece[:count])
			if err := a.s.db.Write(ctx, func(tx *sql.Tx) error { return a.keep(ctx, tx, n, piece[:count]) }); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil // the hash tells whether it is all
		case err != nil:
			return err
		}
	}
}

func (a *arrival) keep(ctx context.Context, tx *sql.Tx, n int, bytes []byte) error {
	if a.id == 0 {
		err := tx.QueryRowContext(ctx, "INSERT INTO blobs (sha256, size, created) VALUES ('', 0, ?) RETURNING id", a.s.now().UnixMilli()).Scan(&a.id)
		if err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO pieces (blob_id, n, bytes) VALUES (?, ?, ?)", a.id, n, bytes)
	return err
}

// finish gives the bytes their name, unless they were here before.
func (a *arrival) finish(ctx context.Context, tx *sql.Tx, person, sha string) error {
	var have int64
	err := tx.QueryRowContext(ctx, "SELECT id FROM blobs WHERE sha256 = ? AND sha256 <> ''", sha).Scan(&have)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err = tx.ExecContext(ctx, "UPDATE blobs SET sha256 = ?, size = ? WHERE id = ?", sha, a.size, a.id)
	case err == nil:
		err = drop(ctx, tx, a.id)
	}
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO uploads (sha256, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
		sha, person, a.s.now().UnixMilli())
	return err
}
