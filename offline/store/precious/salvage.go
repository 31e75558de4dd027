package precious

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline/change"
	"relais/offline/store/row"
)

// saved lists the precious tables, and the columns that are carried over.
var saved = []struct{ table, columns string }{
	{"operation", "row, key, verb, lane, state, live, gen, ticket, number, body, progress"},
	{"draft", "row, id, body, updated"},
	{"tick", "row, article, step"},
	{"unanswered", "row, fold, words, lang, count, last"},
}

// Salvage carries over each row that can be read, one by one, so that a damaged
// page costs no more than what was on it. It counts operations and drafts.
func (s *Store) Salvage(ctx context.Context, from string) (operations, drafts int) {
	counts := map[string]int{}
	old, err := sqlite.Open(ctx, from, sqlite.Options{})
	if err != nil {
		return 0, 0 // nothing in it can be read
	}
	defer func() { _ = old.Close() }()
	if err := old.Read(ctx, func(tx *sql.Tx) error {
		_, err := row.Column[string](ctx, tx, "SELECT name FROM sqlite_schema")
		return err
	}); err != nil {
		return 0, 0
	}
	for _, t := range saved {
		err := old.Read(ctx, func(tx *sql.Tx) error {
			return scan(ctx, tx, t.table, t.columns, func(values []any) {
				switch body, _ := values[2].(string); {
				case t.table == "operation":
					doubt(values)
				case t.table == "draft" && !json.Valid([]byte(body)):
					return
				}
				if s.insertRow(ctx, t.table, t.columns, values) == nil {
					counts[t.table]++
				}
			})
		})
		if err != nil {
			break // the context ended
		}
	}
	return counts["operation"], counts["draft"]
}

// blindSteps bounds how many rows in a row may fail before the rest is given up.
const blindSteps = 10_000

// scan reads the rows of a table in their order. Where one can't be read, it goes
// on behind it.
func scan(ctx context.Context, tx *sql.Tx, table, columns string, found func([]any)) error {
	for last, failed := int64(0), 0; failed < blindSteps; last++ {
		before := last
		if rowsAfter(ctx, tx, table, columns, &last, found) == nil {
			break
		}
		if failed++; last != before {
			failed = 0
		}
	}
	return ctx.Err()
}

// rowsAfter reads until the end, or the first row that can't be read.
func rowsAfter(ctx context.Context, tx *sql.Tx, table, columns string, last *int64, found func([]any)) (err error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+columns+" FROM "+table+" WHERE row > ? ORDER BY row", *last)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		values := make([]any, strings.Count(columns, ",")+1)
		into := make([]any, len(values))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		*last, _ = values[0].(int64)
		found(values)
	}
	return rows.Err()
}

// doubt marks an operation whose content is not what was kept: a person has to
// look before it is sent. A content that is no JSON any more becomes a JSON text,
// or the file would count as damaged again.
func doubt(v []any) {
	verb, _ := v[2].(string)
	body, _ := v[9].(string)
	text, _ := v[10].(string)
	var p Progress
	sum := sha256.Sum256([]byte(body))
	_, err := change.Decode(desk.Verb(verb), []byte(body))
	if json.Unmarshal([]byte(text), &p) == nil && err == nil && p.Digest == hex.EncodeToString(sum[:]) {
		return
	}
	p.Code = desk.CodeDamaged
	if !json.Valid([]byte(body)) {
		if raw, err := json.Marshal(body); err == nil {
			v[9] = string(raw)
		}
	}
	if raw, err := json.Marshal(p); err == nil {
		v[4], v[10] = string(desk.StateAttention), string(raw)
	}
}

func (s *Store) insertRow(ctx context.Context, table, columns string, values []any) error {
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ("+marks+")", values...)
		return err
	})
}
