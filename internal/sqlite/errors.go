package sqlite

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What errors.Is finds in the errors of this package.
var (
	ErrNewer    = errors.New("written by a newer program")
	ErrDamaged  = errors.New("damaged")
	ErrDiskFull = errors.New("no room on the disk")
	ErrReadOnly = errors.New("can't be written")
	ErrFailing  = errors.New("the disk reports an error")
)

// known are all of them.
var known = []error{ErrNewer, ErrDamaged, ErrDiskFull, ErrReadOnly, ErrFailing}

// primary is the part of an SQLite result code that says the sort of error.
const primary = 0xff

// cause marks an error with the one of the package that fits, if any does.
func (db *DB) cause(err error) error {
	err = db.marked(err)
	if errors.Is(err, ErrDamaged) {
		db.damaged.Store(true)
	}
	return err
}

// Damaged tells whether any call has found damage since the file was opened.
func (db *DB) Damaged() bool { return db.damaged.Load() }

func (db *DB) marked(err error) error {
	if slices.ContainsFunc(known, func(k error) bool { return errors.Is(err, k) }) {
		return err
	}
	var e *driver.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		mark := markOf(e.Code())
		if code := e.Code() & primary; code == lib.SQLITE_IOERR || code == lib.SQLITE_CANTOPEN {
			mark = cmp.Or(db.probe(), mark)
		}
		if mark == nil && crooked(err) {
			mark = ErrDamaged
		}
		if mark != nil {
			return fmt.Errorf("%w: %w", mark, err)
		}
		return err
	case strings.HasPrefix(err.Error(), "sql: Scan error"): // a value that no statement of ours has written
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if mark := system(err); mark != nil {
		return fmt.Errorf("%w: %w", mark, err)
	}
	return err
}

// crooked tells whether a statement failed because the schema, or a value, is not what the migrations and statements
// made: they are tested.
func crooked(err error) bool {
	for _, sign := range []string{"no such table", "no such column", "no such index", "has no column", "malformed"} {
		if strings.Contains(err.Error(), sign) {
			return true
		}
	}
	return false
}

// Refused tells whether a statement failed because its table does not hold such a row.
func Refused(err error) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & primary
	return code == lib.SQLITE_CONSTRAINT || code == lib.SQLITE_MISMATCH || code == lib.SQLITE_TOOBIG
}

// system tells what an error of the system means.
func system(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return ErrDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.EIO):
		return ErrFailing
	}
	return nil
}

// probed is how many bytes are tried.
const probed = 64 << 10

// probe finds out what SQLite does not tell: whether the disk is full (or the person's share of it), or fails. It is nil
// when all is well.
func (db *DB) probe() error {
	f, err := os.CreateTemp(filepath.Dir(db.path), ".probe-*")
	if err == nil {
		_, err = f.Write(make([]byte, probed))
		err = errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
	}
	return system(err)
}

func markOf(code int) error {
	switch code & primary {
	case lib.SQLITE_FULL:
		return ErrDiskFull
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
		return ErrDamaged
	case lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM:
		return ErrReadOnly
	case lib.SQLITE_IOERR:
		return ErrFailing
	}
	return nil
}
