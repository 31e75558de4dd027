package cache

import (
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/precious"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const firstKey = "01900000-0000-7000-8000-000000000001"

// solve asks for something here and solves it, which makes two operations.
func solve(t *testing.T, s *Store) {
	t.Helper()
	for i, op := range []change.Operation{
		&change.Ask{Ticket: desk.NewTicket{Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "Please"}}},
		&change.Resolve{Sheet: desk.Sheet{Solution: "A cable"}},
	} {
		e := precious.Entry{Key: desk.Key(firstKey[:len(firstKey)-1] + string(rune('1'+i))), Lane: precious.TicketLane(firstKey), Op: op}
		e.Kept = noon.Add(time.Duration(i) * time.Second)
		must(t, s.operations.Keep(t.Context(), &e, ""))
	}
}

func TestWhatIsSolvedWhileNewsAreReadIsToldTheNextTime(t *testing.T) {
	t.Parallel()
	s, ctx := openEmpty(t), t.Context()
	must(t, s.SetHello(ctx, Hello{Welcome: desk.Welcome{Me: desk.Person{ID: "claire", Role: desk.RoleTechnician}}}))
	n, err := s.News(ctx, Moment{}, 10)
	must(t, err)
	solve(t, s) // after the overlay was made
	n, err = s.news(ctx, n.Now, 10)
	if err != nil || len(n.Tickets) != 0 {
		t.Fatalf("news %+v, %v", n, err)
	}
	if n, err = s.News(ctx, n.Now, 10); err != nil || !slices.Equal(n.Tickets, []string{firstKey}) {
		t.Fatalf("news %+v, %v", n, err)
	}
	at := n.Now
	must(t, s.ForgetOverlay(ctx)) // once more
	if n, err = s.news(ctx, at, 10); err != nil || n.Now != at {
		t.Fatalf("news %+v, %v", n, err)
	}
}
