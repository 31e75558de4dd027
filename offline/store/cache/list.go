package cache

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline/store/row"
)

const defaultLimit = 200

// Tickets lists the tickets that a filter picks, with what waits here on top.
func (s *Store) Tickets(ctx context.Context, f desk.Filter) (list []desk.Row, err error) {
	if err := s.fresh(ctx); err != nil {
		return nil, row.Fail("list tickets", err)
	}
	query, args := listing(f)
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			r, err := scanRow(rows)
			if err != nil {
				return err
			}
			list = append(list, r)
		}
		return rows.Err()
	})
	return list, row.Fail("list tickets", err)
}

// listing is the query of a list.
func listing(f desk.Filter) (string, []any) {
	where, args := conditions(f)
	order := "updated DESC, id DESC"
	if f.Order == desk.OrderDue {
		order = "due, priority DESC, created, id"
	}
	return picked("id, due, priority, created, updated, body", where) + " ORDER BY " + order + " LIMIT ? OFFSET ?",
		append(args, cmp.Or(f.Limit, defaultLimit), f.Offset)
}

func scanRow(rows *sql.Rows) (r desk.Row, err error) {
	var id, body string
	var skip int64
	if err := rows.Scan(&id, &skip, &skip, &skip, &skip, &body, &r.Waiting, &r.Attention); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(body), &r.Ticket); err != nil {
		return r, desk.Errorf(desk.CodeDamaged, "read ticket", "%w: %w", sqlite.ErrDamaged, err)
	}
	return r, nil
}

// Counts counts what each filter picks; limits and offsets don't count.
func (s *Store) Counts(ctx context.Context, filters []desk.Filter) ([]int, error) {
	if err := s.fresh(ctx); err != nil {
		return nil, row.Fail("count tickets", err)
	}
	counts := make([]int, len(filters))
	err := s.db.Read(ctx, func(tx *sql.Tx) error {
		for i, f := range filters {
			where, args := conditions(f)
			if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM ("+picked("id", where)+")", args...).Scan(&counts[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return counts, row.Fail("count tickets", err)
}

// picked selects from the cache but for tickets with operations, and from those.
// The arguments of the conditions are given once: they are numbered.
func picked(columns, where string) string {
	return "SELECT " + columns + ", 0 AS waiting, 0 AS attention FROM ticket WHERE id NOT IN (SELECT id FROM overlay)" + where +
		" UNION ALL SELECT " + columns + ", waiting, attention FROM overlay WHERE 1" + where
}

// conditions writes a filter as SQL that begins with AND. Every argument is used
// twice, so that it has a number.
func conditions(f desk.Filter) (string, []any) {
	var where strings.Builder
	var args []any
	and := func(holds bool, sql string, values ...any) {
		if !holds {
			return
		}
		for _, v := range values {
			args = append(args, v)
			sql = strings.Replace(sql, "$", "?"+strconv.Itoa(len(args)), 1)
		}
		where.WriteString(" AND (" + sql + ")")
	}
	and(f.Requester != "" && !f.Following, "requester = $", f.Requester)
	and(f.Requester != "" && f.Following, "requester = $ OR id IN (SELECT ticket FROM watcher WHERE person = $)", f.Requester, f.Requester)
	and(f.Assignee != "", "assignee = $", f.Assignee)
	and(f.Unassigned, "assignee = ''")
	and(len(f.Queues) > 0, "queue IN ("+places(len(f.Queues))+")", anys(f.Queues)...)
	and(f.Level != 0, "queue IN (SELECT id FROM queue WHERE level = $)", f.Level)
	and(len(f.Statuses) > 0, "status IN ("+places(len(f.Statuses))+")", anys(f.Statuses)...)
	and(f.Open, "done = 0")
	and(f.PendingFor != "", "pending_for = $", string(f.PendingFor))
	and(f.Kind != "", "kind = $", string(f.Kind))
	and(f.Priority != 0, "priority >= $", int(f.Priority))
	and(!f.LateAt.IsZero(), "done = 0 AND due < $", row.Milli(f.LateAt))
	and(f.Text != "", "instr(fold, $) > 0", Fold(f.Text))
	return where.String(), args
}

func places(n int) string { return strings.TrimSuffix(strings.Repeat("$, ", n), ", ") }

func anys[T ~string](list []T) []any {
	all := make([]any, len(list))
	for i, v := range list {
		all[i] = string(v)
	}
	return all
}
