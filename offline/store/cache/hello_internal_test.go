package cache

import (
	"context"
	"database/sql"
	"testing"

	"relais/internal/desk"
)

func execute(ctx context.Context, s *Store, query string) error {
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query)
		return err
	})
}

func TestAHelloAndWhatItShowsAnewAreKeptTogether(t *testing.T) {
	t.Parallel()
	s, ctx := openEmpty(t), t.Context()
	solve(t, s)
	mine := desk.Filter{Requester: "amelie"}
	if rows, err := s.Tickets(ctx, mine); err != nil || len(rows) != 0 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	h := Hello{Welcome: desk.Welcome{Me: desk.Person{ID: "amelie", Name: "Amélie"}}}
	must(t, execute(ctx, s, "CREATE TRIGGER stuck BEFORE DELETE ON overlay BEGIN SELECT RAISE(ABORT, 'stuck'); END"))
	if err := s.SetHello(ctx, h); err == nil {
		t.Fatal("nothing failed")
	}
	if got, err := s.Hello(ctx); err != nil || got.Says(h) {
		t.Fatalf("hello %+v, %v", got, err)
	}
	must(t, execute(ctx, s, "DROP TRIGGER stuck"))
	must(t, s.SetHello(ctx, h))
	if rows, err := s.Tickets(ctx, mine); err != nil || len(rows) != 1 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
}
