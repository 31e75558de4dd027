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
)

// saved lists the precious tables, and the columns that are carried over.
var saved = []struct{ table, columns string }{
	{"operation", "row, key, verb, lane, state, live, gen, ticket, number, body, progress"},
	{"draft", "row, id, body, updated"},
	{"tick", "row, article, step"},
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
	for _, t := range saved {
		for row := range lastRow(ctx, old, t.table) {
			values, err := readRow(ctx, old, t.table, t.columns, row+1)
			if err != nil || values == nil {
				continue
			}
			if t.table == "operation" {
				doubt(values)
			}
			if s.insertRow(ctx, t.table, t.columns, values) == nil {
				counts[t.table]++
			}
		}
	}
	return counts["operation"], counts["draft"]
}

// blindRows is how far to look where a table does not tell its last row.
const blindRows = 10_000

func lastRow(ctx context.Context, db *sqlite.DB, table string) int64 {
	last := int64(0)
	err := db.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT coalesce(max(row), 0) FROM "+table).Scan(&last)
	})
	if err != nil {
		return blindRows
	}
	return last
}

func readRow(ctx context.Context, db *sqlite.DB, table, columns string, row int64) ([]any, error) {
	values := make([]any, strings.Count(columns, ",")+1)
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	err := db.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT "+columns+" FROM "+table+" WHERE row = ?", row).Scan(into...)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return values, err
}

// doubt marks an operation whose content is not what was kept: a person has to
// look before it is sent.
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
