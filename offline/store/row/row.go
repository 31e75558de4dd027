// Package row holds what the two files of the store share: opening and checking,
// reading columns, the form of times, and the codes of errors.
package row

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"time"

	"relais/internal/desk"
	"relais/internal/sqlite"
)

// Column reads one column.
func Column[T any](ctx context.Context, tx *sql.Tx, query string, args ...any) (list []T, err error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// Bodies reads one column of JSON. CodeDamaged when it is none.
func Bodies[T any](ctx context.Context, tx *sql.Tx, query string, args ...any) ([]T, error) {
	raw, err := Column[[]byte](ctx, tx, query, args...)
	if err != nil {
		return nil, err
	}
	list := make([]T, len(raw))
	for i := range raw {
		if err := Decode(raw[i], &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Decode reads JSON that the store wrote. CodeDamaged when it is none.
func Decode(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return desk.Errorf(desk.CodeDamaged, "read row", "%w: %w", sqlite.ErrDamaged, err)
	}
	return nil
}

// Fail gives an error of a file its code.
func Fail(op string, err error) error {
	var e *desk.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	code := desk.CodeOf(err)
	for _, m := range []struct {
		err  error
		code desk.Code
	}{
		{sqlite.ErrNewer, desk.CodeNewer}, {sqlite.ErrDamaged, desk.CodeDamaged}, {sqlite.ErrDiskFull, desk.CodeDiskFull},
		{sqlite.ErrReadOnly, desk.CodeReadOnly}, {sqlite.ErrFailing, desk.CodeDiskFailing}, {syscall.EIO, desk.CodeDiskFailing}, {fs.ErrPermission, desk.CodeReadOnly}, {syscall.EROFS, desk.CodeReadOnly},
		{syscall.ENOTDIR, desk.CodeReadOnly}, {syscall.ENOSPC, desk.CodeDiskFull}, {syscall.EDQUOT, desk.CodeDiskFull}, {syscall.EFBIG, desk.CodeDiskFull},
	} {
		if errors.Is(err, m.err) {
			code = m.code
		}
	}
	return &desk.Error{Code: code, Op: op, Err: err}
}

// Missing says that something is not on this device.
func Missing(op, subject string) error {
	return &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: subject, Err: fmt.Errorf("not on this device")}
}

// Milli is a time as SQL keeps it; 0 for the zero time.
func Milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
