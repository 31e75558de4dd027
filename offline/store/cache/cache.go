// Package cache keeps what the helpdesk can give again, and shows it with what
// waits on the device applied on top.
//
// Tickets with live operations are computed into the overlay, a pure function of
// the rows and the operations. Every change of an operation raises a generation;
// a reader that meets an overlay of an older generation brings it up to date
// first. A transaction of the cache may read the precious file, never the other
// way round.
//
// Methods may be called from several goroutines and processes. Their errors are
// *desk.Error.
package cache

import (
	"context"
	"embed"

	"relais/internal/sqlite"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

//go:embed schema/*.sql
var schema embed.FS

var file = row.File{
	Synchronous: sqlite.Normal, Schema: schema,
	PageCache: 8_000, // what is new in an account of 100,000 tickets, with its part of each index
	Texts: `SELECT body FROM ticket UNION ALL SELECT body FROM message UNION ALL SELECT body FROM event UNION ALL SELECT body FROM article
		UNION ALL SELECT body FROM queue UNION ALL SELECT body FROM person UNION ALL SELECT value FROM meta WHERE name IN ('welcome', 'state')`,
}

// Store is the cache file.
type Store struct {
	db         *sqlite.DB
	operations *precious.Store
}

// Open opens the file. CodeDamaged, CodeNewer, CodeReadOnly, CodeDiskFull.
func Open(ctx context.Context, path string, operations *precious.Store, how row.How) (*Store, error) {
	db, err := file.Open(ctx, path, how)
	if err != nil {
		return nil, err
	}
	return &Store{db: db, operations: operations}, nil
}

// Damaged tells whether any call has found damage since the file was opened.
func (s *Store) Damaged() bool { return s.db.Damaged() }

// Close closes the file. It may be called twice.
func (s *Store) Close() error { return s.db.Close() }
