//go:build linux

package cost_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline"
)

// table is one of those that a first sync fills, with the rows that belong to a range of tickets.
type table struct {
	name    string
	columns []string
	where   string // with ?1 and ?2: after which ticket, and up to which, by the order in which they came
}

const ofTickets = "ticket IN (SELECT id FROM ticket WHERE rowid > ?1 AND rowid <= ?2)"

var tables = []table{
	{"ticket", []string{
		"id", "number", "key", "status", "done", "kind", "priority", "queue", "requester", "assignee", "pending_for", "due", "created", "updated", "fold",
		"body", "partial", "mark", "rev",
	}, "rowid > ?1 AND rowid <= ?2"},
	{"watcher", []string{"person", "ticket"}, ofTickets},
	{"message", []string{"ticket", "id", "created", "body"}, ofTickets},
	{"event", []string{"ticket", "id", "at", "body"}, ofTickets},
	{"person", []string{"id", "staff", "fold", "body"}, "?1 = 0 AND ?2 > 0"},
	{"queue", []string{"id", "level", "body"}, "?1 = 0 AND ?2 > 0"},
}

// rowsAtOnce is how many rows a statement of the baseline inserts.
const rowsAtOnce = 100

// bareSync is the baseline of a first sync: it downloads pages, decodes them and inserts the rows that a home has of them,
// one transaction a page. To read these rows is not counted.
func (h *helpdesk) bareSync(home string, paths []string) (took time.Duration, err error) {
	ctx := context.Background()
	from, err := sqlite.Open(ctx, file(home, "cache.db"), sqlite.Options{Synchronous: sqlite.Normal})
	if err != nil {
		return 0, err
	}
	defer from.Close()
	to, err := h.emptyCache(ctx)
	if err != nil {
		return 0, err
	}
	defer to.Close()
	last := 0
	for _, path := range paths {
		began := time.Now()
		raw, err := h.get(path)
		if err != nil {
			return 0, err
		}
		var page desk.Page
		if err := json.Unmarshal(raw, &page); err != nil {
			return 0, err
		}
		took += time.Since(began)
		rows, err := rowsOf(ctx, from, last, last+len(page.Tickets))
		if err != nil {
			return 0, err
		}
		last += len(page.Tickets)
		began = time.Now()
		if err := insert(ctx, to, rows); err != nil {
			return 0, err
		}
		took += time.Since(began)
	}
	if last != large {
		return 0, fmt.Errorf("the baseline has %d tickets", last)
	}
	return took, nil
}

// emptyCache makes a cache of its own.
func (h *helpdesk) emptyCache(ctx context.Context) (*sqlite.DB, error) {
	home := h.b.TempDir()
	d, err := offline.Open(ctx, offline.Options{Home: home, Account: accountID})
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		return nil, err
	}
	return sqlite.Open(ctx, file(home, "cache.db"), sqlite.Options{Synchronous: sqlite.Normal})
}

// rowsOf reads the rows of some tickets, by table.
func rowsOf(ctx context.Context, db *sqlite.DB, after, upTo int) (map[string][]any, error) {
	all := map[string][]any{}
	err := db.Read(ctx, func(tx *sql.Tx) error {
		for _, t := range tables {
			var err error
			if all[t.name], err = values(ctx, tx, t, after, upTo); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

func values(ctx context.Context, tx *sql.Tx, t table, after, upTo int) (list []any, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(t.columns, ", ")+" FROM "+t.name+" WHERE "+t.where, after, upTo)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		at := len(list)
		list = append(list, make([]any, len(t.columns))...)
		into := make([]any, len(t.columns))
		for i := range into {
			into[i] = &list[at+i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

// insert writes rows, many with each statement.
func insert(ctx context.Context, db *sqlite.DB, rows map[string][]any) error {
	return db.Write(ctx, func(tx *sql.Tx) error {
		for _, t := range tables {
			values := rows[t.name]
			whole := rowsAtOnce * len(t.columns)
			for ; len(values) >= whole; values = values[whole:] {
				if _, err := tx.ExecContext(ctx, t.insert(rowsAtOnce), values[:whole]...); err != nil {
					return err
				}
			}
			if len(values) == 0 {
				continue
			}
			if _, err := tx.ExecContext(ctx, t.insert(len(values)/len(t.columns)), values...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t table) insert(rows int) string {
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", len(t.columns)), ", ") + ")"
	return "INSERT INTO " + t.name + " (" + strings.Join(t.columns, ", ") + ") VALUES " + strings.TrimSuffix(strings.Repeat(one+", ", rows), ", ")
}
