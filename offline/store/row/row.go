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
	return bodies[T](tx.QueryContext(ctx, query, args...))
}

// Asked is Bodies for a query that was prepared.
func Asked[T any](ctx context.Context, tx *sql.Tx, query *sql.Stmt, args ...any) ([]T, error) {
	statement := tx.StmtContext(ctx, query) //nolint:sqlclosecheck // it ends with the transaction
	return bodies[T](statement.QueryContext(ctx, args...))
}

// bodies decodes all rows as one list, which takes much less than one by one.
func bodies[T any](rows *sql.Rows, err error) (list []T, _ error) {
	if err != nil {
		return nil, err
	}
	raw, n, err := joined(rows)
	if err := errors.Join(err, rows.Close()); err != nil {
		return nil, err
	}
	if err := Decode(raw, &list); err != nil {
		return nil, err
	}
	if len(list) != n {
		return nil, desk.Errorf(desk.CodeDamaged, "read rows", "%w: %d values in %d rows", sqlite.ErrDamaged, len(list), n)
	}
	return list, nil
}

// joined makes one JSON list of a column of JSON.
func joined(rows *sql.Rows) (raw []byte, n int, err error) {
	raw = append(raw, '[')
	for ; rows.Next(); n++ {
		var body sql.RawBytes
		if err := rows.Scan(&body); err != nil {
			return nil, 0, err
		}
		if n > 0 {
			raw = append(raw, ',')
		}
		raw = append(raw, body...)
	}
	return append(raw, ']'), n, rows.Err()
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
