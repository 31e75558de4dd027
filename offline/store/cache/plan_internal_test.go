package cache

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// plan is how SQLite means to answer a list.
func plan(ctx context.Context, s *Store, f desk.Filter) (lines []string, err error) {
	query, args := listing(f)
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var skip int
			var line string
			if err := rows.Scan(&skip, &skip, &skip, &line); err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return rows.Err()
	})
	return lines, err
}

func TestNoListReadsTheWholeTable(t *testing.T) {
	t.Parallel()
	p, err := precious.Open(t.Context(), filepath.Join(t.TempDir(), "precious.db"), row.How{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "cache.db"), p, row.How{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for name, f := range map[string]desk.Filter{
		"newest": {}, "mine": {Requester: "amelie"}, "to do": {Assignee: "claire", Open: true, Order: desk.OrderDue},
		"queue": {Queues: []string{"level1"}, Open: true, Order: desk.OrderDue}, "next due": {Open: true, Order: desk.OrderDue},
		"late": {LateAt: time.Unix(0, 0)}, "status": {Statuses: []desk.Status{desk.StatusOpen}},
	} {
		lines, err := plan(t.Context(), s, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if line == "SCAN ticket" {
				t.Errorf("%s:\n%s", name, strings.Join(lines, "\n"))
			}
		}
	}
}
