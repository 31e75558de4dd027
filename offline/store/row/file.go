package row

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"relais/internal/sqlite"
)

// File says how a file is opened.
type File struct {
	Synchronous sqlite.Synchronous
	Schema      fs.FS  // its migrations are in the folder "schema"
	PageCache   int    // kB of it that the writer keeps in memory; 0: SQLite's default
	Texts       string // a query of all texts that have to be JSON, as body
	Small       bool   // so that each index can be compared with its table when it is looked through
}

// How says how a file is opened this time.
type How struct {
	Check  bool // look through all of it
	Single bool // with one connection, for programs that end soon
}

// Open opens a file.
func (f File) Open(ctx context.Context, path string, how How) (*sqlite.DB, error) {
	db, err := f.open(ctx, path, how.Single)
	if err == nil && how.Check {
		if err = f.check(ctx, db); err != nil {
			err = errors.Join(err, db.Close())
		}
	}
	if err != nil {
		return nil, Fail("open", err)
	}
	return db, nil
}

func (f File) open(ctx context.Context, path string, single bool) (*sqlite.DB, error) {
	migrations, err := fs.Sub(f.Schema, "schema")
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, path, sqlite.Options{Synchronous: f.Synchronous, Migrations: migrations, PageCache: f.PageCache, Single: single})
}

// check finds what SQLite finds, a schema that is not what it should be, and
// texts that are no JSON.
func (f File) check(ctx context.Context, db *sqlite.DB) error {
	look := db.Check
	if f.Small {
		look = db.Verify
	}
	if err := look(ctx); err != nil {
		return err
	}
	have, err := schema(ctx, db)
	if err != nil {
		return err
	}
	// Without room for a fresh file there is nothing to compare with.
	if want, err := f.fresh(ctx); err == nil && have != want {
		return fmt.Errorf("%w: its schema is another one", sqlite.ErrDamaged)
	}
	return db.Read(ctx, func(tx *sql.Tx) error {
		var bad int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM ("+f.Texts+") WHERE NOT json_valid(body)").Scan(&bad); err != nil {
			return err
		}
		if bad > 0 {
			return fmt.Errorf("%w: %d texts", sqlite.ErrDamaged, bad)
		}
		return nil
	})
}

// fresh is the schema of a new file.
func (f File) fresh(ctx context.Context) (string, error) {
	folder, err := os.MkdirTemp("", "relais-schema")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	db, err := f.open(ctx, filepath.Join(folder, "fresh.db"), true)
	if err != nil {
		return "", err
	}
	text, err := schema(ctx, db)
	return text, errors.Join(err, db.Close())
}

func schema(ctx context.Context, db *sqlite.DB) (text string, err error) {
	err = db.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(sql, ';'), '') FROM (SELECT sql FROM sqlite_schema ORDER BY name)").Scan(&text)
	})
	return text, err
}
