// Package blob keeps the bytes of attachments, in pieces, in the same file as all
// else: a backup has them, and they come and go with a commit.
package blob

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"relais/internal/desk"
	"relais/internal/sqlite"
)

// pieceSize is how many bytes one row holds. A piece is the most of a file that
// is ever in memory.
const pieceSize = 1 << 20

// Store keeps bytes. Its methods may be called from several goroutines.
type Store struct {
	db  *sqlite.DB
	now func() time.Time
}

// New makes a store on a file whose schema package store keeps.
func New(db *sqlite.DB, now func() time.Time) *Store { return &Store{db: db, now: now} }

// Put keeps bytes that a person brings, under their SHA-256 in lower-case hex.
// Every piece is its own transaction, so that a slow sender holds nobody up.
// CodeTooLarge; CodeInvalid when there are none or they have another hash. The
// errors of the reader come back as they are.
func (s *Store) Put(ctx context.Context, person, sha string, r io.Reader, limit int64) error {
	a := arrival{s: s, hash: sha256.New()}
	err := a.receive(ctx, r, limit)
	if err == nil && a.size == 0 {
		err = desk.Errorf(desk.CodeInvalid, "keep file", "there is nothing in it")
	}
	if err == nil && hex.EncodeToString(a.hash.Sum(nil)) != sha {
		err = desk.Errorf(desk.CodeInvalid, "keep file", "its bytes have another SHA-256")
	}
	if err == nil {
		err = s.db.Write(ctx, func(tx *sql.Tx) error { return a.finish(ctx, tx, person, sha) })
	}
	if err != nil && a.id != 0 {
		last := context.WithoutCancel(ctx)
		err = errors.Join(err, s.db.Write(last, func(tx *sql.Tx) error { return drop(last, tx, a.id) }))
	}
	return err
}

// Drop forgets bytes that came before a time and belong to no message.
func (s *Store) Drop(ctx context.Context, before time.Time) error {
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM uploads WHERE at < ?", before.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM blobs WHERE created < ? AND (sha256 = '' OR
			NOT EXISTS (SELECT 1 FROM attachments a WHERE a.sha256 = blobs.sha256) AND
			NOT EXISTS (SELECT 1 FROM uploads u WHERE u.sha256 = blobs.sha256))`, before.UnixMilli())
		return err
	})
}

func drop(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM blobs WHERE id = ?", id)
	return err
}

// Open finds bytes by their SHA-256, to be read while the context lasts.
// CodeNotFound.
func (s *Store) Open(ctx context.Context, sha string) (*Reader, error) {
	r := &Reader{s: s, ctx: ctx, n: -1}
	err := s.db.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT id, size FROM blobs WHERE sha256 = ? AND sha256 <> ''", sha).Scan(&r.id, &r.size)
	})
	return r, missing(err)
}

func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &desk.Error{Code: desk.CodeNotFound, Op: "read file"}
	}
	return err
}
