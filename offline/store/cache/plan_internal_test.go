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

// plan is how SQLite means to answer a query.
func plan(ctx context.Context, s *Store, query string, args ...any) (lines []string, err error) {
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

func openEmpty(t *testing.T) *Store {
	t.Helper()
	p, err := precious.Open(t.Context(), filepath.Join(t.TempDir(), "precious.db"), row.How{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "cache.db"), p, row.How{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestAPageReadsOnlyWhatItShowsAndSortsNothing(t *testing.T) {
	t.Parallel()
	s := openEmpty(t)
	for _, query := range queries {
		lines, err := plan(t.Context(), s, query, "1", newest)
		if err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(lines, "\n"); strings.Contains(all, "SCAN message") || strings.Contains(all, "SCAN event") || strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", query, all)
		}
	}
}

func TestNewsReadOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	lines, err := plan(t.Context(), openEmpty(t), solvedSince, 1, "[]", 1)
	if all := strings.Join(lines, "\n"); err != nil || strings.Contains(all, "ticket_due") || strings.Contains(all, "SCAN ticket") {
		t.Errorf("%v:\n%s", err, all)
	}
}

func TestNoListReadsTheWholeTable(t *testing.T) {
	t.Parallel()
	s := openEmpty(t)
	for name, f := range map[string]desk.Filter{
		"newest": {}, "mine": {Requester: "amelie"}, "to do": {Assignee: "claire", Open: true, Order: desk.OrderDue},
		"queue": {Queues: []string{"level1"}, Open: true, Order: desk.OrderDue}, "next due": {Open: true, Order: desk.OrderDue},
		"late": {LateAt: time.Unix(0, 0)}, "status": {Statuses: []desk.Status{desk.StatusOpen}},
	} {
		query, args := listing(f)
		lines, err := plan(t.Context(), s, query, args...)
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
