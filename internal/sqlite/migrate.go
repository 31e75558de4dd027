package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strconv"
)

// migrate brings the schema to the newest number. The number lives in the file's
// user_version, which SQLite commits together with the statements: a program
// killed in the middle of a migration leaves the schema before it.
//
// The number is read on a connection of the readers: where there is nothing to do,
// which is nearly always, the writer's is not made before somebody writes.
func (db *DB) migrate(ctx context.Context, files fs.FS) error {
	if files == nil {
		return nil
	}
	list, err := fs.Glob(files, "[0-9][0-9][0-9][0-9]_*.sql")
	if err != nil {
		return err
	}
	var have int
	if err := db.readers.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have > len(list) {
		return fmt.Errorf("%w: schema %d, this program knows %d", ErrNewer, have, len(list))
	}
	for i := have; i < len(list); i++ {
		if n, err := strconv.Atoi(list[i][:4]); err != nil || n != i+1 {
			return fmt.Errorf("migration %s: want number %04d", list[i], i+1)
		}
		statements, err := fs.ReadFile(files, list[i])
		if err != nil {
			return err
		}
		if err := db.step(ctx, i+1, string(statements)); err != nil {
			return fmt.Errorf("migration %s: %w", list[i], err)
		}
	}
	return nil
}

// step runs one migration, unless another process did so since we looked.
func (db *DB) step(ctx context.Context, number int, statements string) error {
	return db.run(ctx, db.writer, func(tx *sql.Tx) error {
		var have int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
			return err
		}
		if have >= number {
			return nil
		}
		if _, err := tx.ExecContext(ctx, statements); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(number))
		return err
	})
}
