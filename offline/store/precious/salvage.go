package precious

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline/change"
	"relais/offline/store/row"
)

// kind is a table that is carried over.
type kind struct{ table, columns string }

// oldest is how many of them the first migration made.
const oldest = 3

// saved lists the precious tables, and the columns that are carried over.
var saved = []kind{
	{"operation", "row, key, verb, lane, state, live, gen, ticket, number, body, progress"},
	{"draft", "row, id, body, updated"},
	{"tick", "row, article, step"},
	{"unanswered", "row, fold, words, lang, count, last"},
}

// Salvage carries over each row that can be read, one by one, so that a damaged
// page costs no more than what was on it. It counts the operations and drafts that
// are here then, and may be repeated. It fails where the damaged file is not to
// blame: not all was carried over then that can be read.
func (s *Store) Salvage(ctx context.Context, from string) (operations, drafts int, err error) {
	const op = "repair"
	if err := s.carry(ctx, from, saved); err != nil {
		return 0, 0, row.Fail(op, err)
	}
	mended, err := borrowFirst(ctx, from)
	if err == nil {
		err = s.carry(ctx, mended, saved[:oldest]) // what it has again is not carried over again
		for _, tail := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(mended + tail)
		}
	}
	if err := excused(ctx, err); err != nil {
		return 0, 0, row.Fail(op, err)
	}
	err = s.db.Row(ctx, "SELECT (SELECT count(*) FROM operation), (SELECT count(*) FROM draft)", &operations, &drafts)
	return operations, drafts, row.Fail(op, err)
}

// excused drops an error that says no more than that something can't be read.
func excused(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if code := desk.CodeOf(row.Fail("repair", err)); code == desk.CodeDiskFull || code == desk.CodeReadOnly {
		return err
	}
	return nil
}

// carry carries over what can be read of one file.
func (s *Store) carry(ctx context.Context, from string, tables []kind) error {
	old, err := sqlite.Open(ctx, from, sqlite.Options{})
	if err != nil {
		return excused(ctx, err) // nothing in it can be read
	}
	defer func() { _ = old.Close() }()
	for _, t := range tables {
		var rows [][]any
		err := old.Read(ctx, func(tx *sql.Tx) error {
			return scan(ctx, tx, t.table, t.columns, func(values []any) {
				if fit(t.table, values) {
					rows = append(rows, values)
				}
			})
		})
		if err := excused(ctx, err); err != nil {
			return err
		}
		if err := s.insertRows(ctx, t.table, t.columns, rows); err != nil {
			return err
		}
	}
	return nil
}

// fit makes a row what the file may hold, and tells whether that was possible.
func fit(table string, values []any) bool {
	switch table {
	case "operation":
		doubt(values)
	case "draft":
		return loosen(values)
	}
	return true
}

// loosen takes out of a draft what can't be read, so that the words stay. Where
// nothing can be told apart any more, all of it is a text.
func loosen(values []any) bool {
	id, _ := values[1].(string)
	body, _ := values[2].(string)
	var d desk.Draft
	if json.Unmarshal([]byte(body), &d) == nil && !d.Empty() {
		return true
	}
	body = strings.Map(func(r rune) rune { return max(r, ' ') }, body) // nothing below is in JSON of one line
	var words struct {
		ID    string            `json:"id"`
		Texts map[string]string `json:"texts"`
	}
	if json.Unmarshal([]byte(body), &words) != nil || len(words.Texts) == 0 {
		words.ID, words.Texts = id, map[string]string{mainText(id): body}
	}
	raw, err := json.Marshal(desk.Draft{ID: words.ID, Texts: words.Texts})
	values[2] = string(raw)
	return err == nil && id != "" && body != ""
}

// mainText names the text of a draft in which most is written.
func mainText(draft string) string {
	sort, _, _ := strings.Cut(draft, "/")
	switch desk.Verb(sort) {
	case desk.VerbPend:
		return desk.TextMessage
	case desk.VerbEscalate:
		return desk.TextHappening
	case desk.VerbResolve:
		return desk.TextSolution
	case desk.VerbSendBack, desk.VerbClose, desk.VerbReopen:
		return desk.TextReason
	}
	if strings.HasPrefix(draft, desk.DraftEditor) {
		return desk.TextBody
	}
	return desk.TextWords
}

// blindSteps bounds how many rows in a row may fail before the rest is given up.
const blindSteps = 1_000

// scan reads the rows of a table in their order. Where one can't be read, it goes
// on behind it; the error is the last one that it met.
func scan(ctx context.Context, tx *sql.Tx, table, columns string, found func([]any)) (met error) {
	for last, failed := int64(0), 0; failed < blindSteps; last++ {
		before := last
		err := rowsAfter(ctx, tx, table, columns, &last, found)
		if err == nil {
			break
		}
		met = err
		if failed++; last != before {
			failed = 0
		}
	}
	return met
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
	_, err := change.Decode(desk.Verb(verb), []byte(body))
	if json.Unmarshal([]byte(text), &p) == nil && err == nil && p.Digest == digest(body) && (p.Own == "" || v[1] == string(p.Own)) {
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

// insertRows inserts what the file can hold and what does not contradict what is there.
func (s *Store) insertRows(ctx context.Context, table, columns string, rows [][]any) error {
	marks := strings.TrimSuffix(strings.Repeat("?, ", strings.Count(columns, ",")+1), ", ")
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		for _, values := range rows {
			_, err := tx.ExecContext(ctx, "INSERT INTO "+table+" ("+columns+") VALUES ("+marks+")", values...)
			if err != nil && !sqlite.Refused(err) {
				return err
			}
		}
		return nil
	})
}
