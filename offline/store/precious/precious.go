// Package precious keeps what only this device has: drafts, operations with
// their receipts, ticked steps. Every commit is on disk when a method returns.
//
// Methods may be called from several goroutines and processes. Their errors are
// *desk.Error.
package precious

import (
	"context"
	"embed"

	"relais/internal/sqlite"
	"relais/offline/store/row"
)

//go:embed schema/*.sql
var schema embed.FS

var file = row.File{
	Synchronous: sqlite.Full, Schema: schema, Small: true,
	Texts: "SELECT body FROM draft UNION ALL SELECT body FROM operation WHERE live = 1 UNION ALL SELECT progress FROM operation",
}

// Store is the precious file.
type Store struct{ db *sqlite.DB }

// Open opens the file. CodeDamaged, CodeNewer, CodeReadOnly, CodeDiskFull.
func Open(ctx context.Context, path string, how row.How) (*Store, error) {
	db, err := file.Open(ctx, path, how)
	if err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// Damaged tells whether any call has found damage since the file was opened.
func (s *Store) Damaged() bool { return s.db.Damaged() }

// Verify looks through the whole file. CodeDamaged: it is repaired the next time
// that it is opened alone.
func (s *Store) Verify(ctx context.Context) error { return row.Fail("verify", s.db.Verify(ctx)) }

// Close closes the file. It may be called twice.
func (s *Store) Close() error { return s.db.Close() }
