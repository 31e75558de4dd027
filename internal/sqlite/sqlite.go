// Package sqlite opens the project's SQLite files in one way: WAL, one writer,
// a few readers, numbered migrations, and errors that can be told apart.
//
// Times in SQL are INTEGER milliseconds since 1970 (UTC): the driver's own text
// form for times does not survive comparison.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the driver
)

// Synchronous says when a commit counts as kept.
type Synchronous string

// The two ways that Relais uses.
const (
	Full   Synchronous = "FULL"   // a commit survives power loss, where the disk honours fsync
	Normal Synchronous = "NORMAL" // a commit survives a crash of the program, not of the machine
)

// Options say how a file is opened.
type Options struct {
	Synchronous Synchronous // default Full
	Migrations  fs.FS       // files NNNN_name.sql, numbered from 0001 without a gap
	ReadConns   int         // default 2
	PageCache   int         // kB of the file that the writer keeps in memory, with a log that may grow to 16 MB; default 2,000 and 4 MB
	Single      bool        // one connection reads and writes: opened faster, for programs that end soon
}

// DB is one open file. All methods may be called from several goroutines.
type DB struct {
	path    string
	writer  *sql.DB
	readers *sql.DB

	mu    sync.Mutex
	asked map[string]*sql.Stmt // by Row, on the readers
	told  map[string]*sql.Stmt // by Statement, on the writer

	damaged atomic.Bool
}

// Open opens the file, makes it when it is missing, and brings its schema up to
// date. ErrNewer, ErrDamaged, ErrDiskFull, ErrReadOnly and ErrFailing can be told
// apart with errors.Is; nothing stays open after an error.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	if o.Synchronous == "" {
		o.Synchronous = Full
	}
	if o.ReadConns == 0 {
		o.ReadConns = 2
	}
	db := &DB{path: path}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), db.cause(err))
	}
	if err := db.open(ctx, o); err != nil {
		_ = db.Close()
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), db.cause(err))
	}
	return db, nil
}

func (db *DB) open(ctx context.Context, o Options) (err error) {
	if db.writer, err = sql.Open("sqlite", dsn(db.path, o, false)); err != nil {
		return err
	}
	db.writer.SetMaxOpenConns(1)
	if o.Single {
		db.readers = db.writer
		return db.migrate(ctx, o.Migrations)
	}
	if db.readers, err = sql.Open("sqlite", dsn(db.path, o, true)); err != nil {
		return err
	}
	db.readers.SetMaxOpenConns(o.ReadConns)
	db.readers.SetMaxIdleConns(o.ReadConns)
	return db.migrate(ctx, o.Migrations)
}

// create makes an empty file that only its owner may read; SQLite gives the
// files beside it (-wal, -shm) the same mode.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func dsn(path string, o Options, readOnly bool) string {
	q := url.Values{
		"_busy_timeout": {"5000"},
		"_foreign_keys": {"1"},
		"_defensive":    {"1"},
	}
	if readOnly {
		q.Set("_query_only", "1")
	} else {
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", string(o.Synchronous))
		q.Set("_txlock", "immediate")
		q.Set("_pragma", "journal_size_limit(16777216)")
		if o.PageCache > 0 {
			q.Add("_pragma", fmt.Sprintf("cache_size(-%d)", o.PageCache))
			q.Add("_pragma", "wal_autocheckpoint(4000)") // a page that changes again and again is folded in once
		}
	}
	p := filepath.ToSlash(path)
	if runtime.GOOS == "windows" && !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}
	if !strings.HasPrefix(p, "/") {
		u.Path, u.Opaque = "", (&url.URL{Path: p}).EscapedPath()
	}
	return u.String()
}

// Write runs f in a transaction that holds the write lock from its beginning,
// and commits when f returns nil. After an error nothing of it is in the file,
// unless the error is ErrFailing: then it may turn up when the file is opened the
// next time.
func (db *DB) Write(ctx context.Context, f func(*sql.Tx) error) error {
	return db.run(ctx, db.writer, f)
}

// Read runs f on one consistent state of the file. Writes inside fail, unless
// there is a Single connection; reads inside may wait for ever.
func (db *DB) Read(ctx context.Context, f func(*sql.Tx) error) error {
	return db.run(ctx, db.readers, f)
}

// Row reads the one row of a query, outside of any transaction: it must not be
// called inside of Write or Read. The statement is prepared once, which makes it the
// way to ask what is asked again and again. sql.ErrNoRows when there is no row.
func (db *DB) Row(ctx context.Context, query string, into ...any) error {
	return db.row(ctx, query, nil, into)
}

// Find is Row for a query that has one argument.
func (db *DB) Find(ctx context.Context, query string, arg any, into ...any) error {
	return db.row(ctx, query, []any{arg}, into)
}

func (db *DB) row(ctx context.Context, query string, args, into []any) error {
	statement, err := db.prepared(ctx, db.readers, &db.asked, query) //nolint:sqlclosecheck // it stays for the next time, and ends with the pool
	if err != nil {
		return db.cause(err)
	}
	return db.cause(statement.QueryRowContext(ctx, args...).Scan(into...))
}

// Statement prepares a statement once, for what is written again and again: inside
// of Write, tx.StmtContext runs it. It is to be asked for before, and the
// statement is not to be closed.
func (db *DB) Statement(ctx context.Context, query string) (*sql.Stmt, error) {
	statement, err := db.prepared(ctx, db.writer, &db.told, query)
	return statement, db.cause(err)
}

// Question is Statement for what is read again and again: inside of Read,
// tx.StmtContext runs it.
func (db *DB) Question(ctx context.Context, query string) (*sql.Stmt, error) {
	statement, err := db.prepared(ctx, db.readers, &db.asked, query)
	return statement, db.cause(err)
}

func (db *DB) prepared(ctx context.Context, pool *sql.DB, known *map[string]*sql.Stmt, query string) (*sql.Stmt, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if statement, ok := (*known)[query]; ok {
		return statement, nil
	}
	statement, err := pool.PrepareContext(ctx, query) //nolint:sqlclosecheck // as above
	if err != nil {
		return nil, err
	}
	if *known == nil {
		*known = map[string]*sql.Stmt{}
	}
	(*known)[query] = statement
	return statement, nil
}

func (db *DB) run(ctx context.Context, pool *sql.DB, f func(*sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return db.cause(err)
	}
	if err := f(tx); err != nil {
		_ = tx.Rollback()
		return db.cause(err)
	}
	if err := tx.Commit(); err != nil {
		return db.withdraw(ctx, err)
	}
	return nil
}

// withdraw takes back a transaction whose commit failed. Its last write may have
// reached the log before the disk refused to say so, and who reads the log the
// next time would find it whole. The next write to the log goes over its
// beginning, so one is made that changes nothing.
func (db *DB) withdraw(ctx context.Context, failed error) error {
	failed = db.cause(failed)
	if !slices.ContainsFunc(known, func(k error) bool { return errors.Is(failed, k) }) {
		return failed
	}
	ctx = context.WithoutCancel(ctx)
	c, err := db.writer.Conn(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w, %w", ErrFailing, failed, err)
	}
	defer func() { _ = c.Close() }()
	_, _ = c.ExecContext(ctx, "ROLLBACK") // SQLite may have done so
	var number int
	if err = c.QueryRowContext(ctx, "PRAGMA user_version").Scan(&number); err == nil {
		_, err = c.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(number))
	}
	if err != nil {
		return fmt.Errorf("%w: %w, %w", ErrFailing, failed, err)
	}
	return failed
}

// Check looks through the whole file; ErrDamaged when it is.
func (db *DB) Check(ctx context.Context) error { return db.check(ctx, "quick_check") }

// Verify is Check that also compares each index with its table, which takes
// several times as long.
func (db *DB) Verify(ctx context.Context) error { return db.check(ctx, "integrity_check") }

func (db *DB) check(ctx context.Context, how string) error {
	var first string
	err := db.readers.QueryRowContext(ctx, "PRAGMA "+how+"(1)").Scan(&first)
	if err == nil && first != "ok" {
		err = fmt.Errorf("%w: %s", ErrDamaged, first)
	}
	if err != nil {
		return fmt.Errorf("check %s: %w", filepath.Base(db.path), db.cause(err))
	}
	return nil
}

// Backup writes a copy of the file as it is now, while others go on writing. The
// copy must not exist yet; it is on disk when Backup returns, or not at all.
func (db *DB) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("back up to %s: %w", path, fs.ErrExist)
	}
	temp := path + ".part"
	if err := errors.Join(removeIfThere(temp), create(temp)); err != nil {
		return fmt.Errorf("back up to %s: %w", path, db.cause(err))
	}
	_, err := db.writer.ExecContext(ctx, "VACUUM INTO ?", temp)
	if err == nil {
		err = moveSynced(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp)
		return fmt.Errorf("back up to %s: %w", path, db.cause(err))
	}
	return nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// moveSynced makes the content durable before the name appears.
func moveSynced(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil || runtime.GOOS == "windows" {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Close waits for running transactions and closes the file. It may be called
// twice.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.readers, db.writer} {
		if pool != nil { // closing twice the only one is fine
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
