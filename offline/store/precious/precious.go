// Package precious keeps what only this device has: drafts, operations with
// their receipts, ticked steps. Every commit is on disk when a method returns.
//
// Methods may be called from several goroutines and processes. Their errors are
// *desk.Error.
package precious

import (
	"context"
	"embed"
	"errors"
	"io/fs"

	"relais/internal/sqlite"
	"relais/offline/store/row"
)

//go:embed schema/*.sql
var schema embed.FS

// Store is the precious file.
type Store struct{ db *sqlite.DB }

// Open opens the file, and looks through all of it when check is set.
// CodeDamaged, CodeNewer, CodeReadOnly, CodeDiskFull.
func Open(ctx context.Context, path string, check bool) (*Store, error) {
	migrations, err := fs.Sub(schema, "schema")
	if err != nil {
		return nil, row.Fail("open", err)
	}
	db, err := sqlite.Open(ctx, path, sqlite.Options{Synchronous: sqlite.Full, Migrations: migrations})
	if err != nil {
		return nil, row.Fail("open", err)
	}
	if check {
		if err := db.Check(ctx); err != nil {
			return nil, row.Fail("open", errors.Join(err, db.Close()))
		}
	}
	return &Store{db: db}, nil
}

// Close closes the file. It may be called twice.
func (s *Store) Close() error { return s.db.Close() }
