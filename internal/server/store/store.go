// Package store keeps the server's data in one SQLite file, one Go file for each
// table. It knows what the rows mean and in which order they changed; who may do
// what is decided above it.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"relais/internal/desk"
	"relais/internal/sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is the open file. Its methods may be called from several goroutines, and
// by several processes on the same file.
type Store struct {
	db      *sqlite.DB
	now     func() time.Time
	keyLife time.Duration
}

// Open opens the file, makes it when it is missing, and gives it an epoch when it
// has none. What a key did is known for keyLife: 0 for as long as what it made,
// below 0 for no time at all. The errors of package sqlite can be told apart with
// errors.Is.
func Open(ctx context.Context, path string, now func() time.Time, keyLife time.Duration) (*Store, error) {
	numbered, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := sqlite.Open(ctx, path, sqlite.Options{Synchronous: "FULL", Migrations: numbered, ReadConns: 4})
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, now: now, keyLife: keyLife}
	err = s.Write(ctx, func(tx *Tx) error {
		return tx.exec("UPDATE state SET epoch = ? WHERE epoch = ''", rand.Text())
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// DB is the file, for packages with tables of their own.
func (s *Store) DB() *sqlite.DB { return s.db }

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Renew gives the file a new epoch: every cursor given so far is too old.
func (s *Store) Renew(ctx context.Context) error {
	return s.Write(ctx, func(tx *Tx) error {
		return tx.exec("UPDATE state SET epoch = ?", rand.Text())
	})
}

// Backup writes a copy of everything to a new file while the server goes on. The
// copy has no epoch, so that it gets a new one each time it is put to use and no
// client goes on from a cursor of the time between.
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up to %s: %w", path, fs.ErrExist)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	made := path + ".new"
	if err := os.Remove(made); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := s.db.Backup(ctx, made); err != nil {
		return err
	}
	if err := forget(ctx, made); err != nil {
		return errors.Join(err, os.Remove(made))
	}
	return os.Rename(made, path)
}

func forget(ctx context.Context, path string) error {
	db, err := sqlite.Open(ctx, path, sqlite.Options{Synchronous: "FULL"})
	if err != nil {
		return err
	}
	err = db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE state SET epoch = ''")
		return err
	})
	return errors.Join(err, db.Close())
}

// Tx is one transaction: a consistent state to read, or a change that happens as
// a whole. It lives inside the function that Read or Write calls.
type Tx struct {
	ctx context.Context // of the call that the transaction belongs to
	sql querier
	// Now is the time of the transaction, in whole milliseconds.
	Now time.Time

	forgotten int64 // what keys did up to this time is not known any more
}

// querier is what the store needs of a *sql.Tx.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Read runs f on one state of the data.
func (s *Store) Read(ctx context.Context, f func(*Tx) error) error {
	return s.db.Read(ctx, func(tx *sql.Tx) error { return f(s.tx(ctx, tx)) })
}

// Write runs f and keeps what it did if it returns nil. Writes happen one after
// the other.
func (s *Store) Write(ctx context.Context, f func(*Tx) error) error {
	return s.db.Write(ctx, func(tx *sql.Tx) error { return f(s.tx(ctx, tx)) })
}

func (s *Store) tx(ctx context.Context, tx *sql.Tx) *Tx {
	t := &Tx{ctx: ctx, sql: tx, Now: s.now().UTC().Truncate(time.Millisecond)}
	if s.keyLife != 0 {
		t.forgotten = millis(t.Now.Add(-max(s.keyLife, 0)))
	}
	return t
}

// State tells the epoch and the seq of the last change.
func (tx *Tx) State() (epoch string, seq int64, err error) {
	err = tx.row("SELECT epoch, seq FROM state").Scan(&epoch, &seq)
	return epoch, seq, err
}

// NextSeq gives the next place in the order of changes.
func (tx *Tx) NextSeq() (seq int64, err error) {
	err = tx.row("UPDATE state SET seq = seq + 1 RETURNING seq").Scan(&seq)
	return seq, err
}

func (tx *Tx) exec(query string, args ...any) error {
	_, err := tx.sql.ExecContext(tx.ctx, query, args...)
	return err
}

func (tx *Tx) row(query string, args ...any) *sql.Row {
	return tx.sql.QueryRowContext(tx.ctx, query, args...)
}

// scanner is a row that can be read, alone or among others.
type scanner interface{ Scan(dest ...any) error }

// list reads all rows of a query.
func list[T any](tx *Tx, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.sql.QueryContext(tx.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

func scanInt(row scanner) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}

func scanText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}

// missing turns "no rows" into the desk's not-found.
func missing(err error, what, id string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return &desk.Error{Code: desk.CodeNotFound, Op: "read " + what, Subject: id}
	}
	return err
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// encode writes a value as JSON, and "" for one that is not there.
func encode[T any](v *T) (string, error) {
	if v == nil {
		return "", nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}

func decode[T any](text string) (*T, error) {
	if text == "" {
		return nil, nil
	}
	v := new(T)
	return v, json.Unmarshal([]byte(text), v)
}

// idList writes ids for json_each.
func idList[T any](ids []T) (string, error) {
	text, err := json.Marshal(ids)
	return string(text), err
}

// null writes "" as NULL, for columns that refer to another table.
func null(id string) any {
	if id == "" {
		return nil
	}
	return id
}
