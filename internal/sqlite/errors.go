package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
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
)

// primary is the part of an SQLite result code that says the sort of error.
const primary = 0xff

// cause marks an error with the one of the package that fits, if any does.
func cause(err error) error {
	for _, known := range []error{ErrNewer, ErrDamaged, ErrDiskFull, ErrReadOnly} {
		if errors.Is(err, known) {
			return err
		}
	}
	var e *driver.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		if mark := markOf(e.Code()); mark != nil {
			return fmt.Errorf("%w: %w", mark, err)
		}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	}
	return err
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
		if code == lib.SQLITE_IOERR_WRITE || code == lib.SQLITE_IOERR_TRUNCATE {
			return ErrDiskFull
		}
	}
	return nil
}
