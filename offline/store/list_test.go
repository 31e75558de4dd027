package store_test

import (
	"strings"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/offline/store"
)

// shelf is a store with eight tickets, one of which has a reply that waits.
func shelf(t *testing.T) *store.Store {
	s := fresh(t)
	set := func(n int, f func(*desk.Ticket)) desk.Pulled {
		p := ticket(n)
		f(&p.Ticket)
		return p
	}
	page := desk.Page{
		Queues: []desk.Queue{{ID: "level1", Name: "One", Level: 1}, {ID: "level2", Name: "Two", Level: 2}},
		Tickets: []desk.Pulled{
			set(1, func(t *desk.Ticket) {}),
			set(2, func(t *desk.Ticket) { t.Assignee.ID = "claire" }),
			set(3, func(t *desk.Ticket) { t.Queue, t.Priority = "level2", 6 }),
			set(4, func(t *desk.Ticket) { t.Status, t.PendingFor = desk.StatusPending, desk.PendingUser }),
			set(5, func(t *desk.Ticket) { t.Status = desk.StatusResolved }),
			set(6, func(t *desk.Ticket) { t.Status, t.Kind = desk.StatusClosed, desk.KindRequest }),
			set(7, func(t *desk.Ticket) {
				t.Requester.ID, t.Watchers, t.Title = "jean", []desk.PersonRef{{ID: "amelie"}}, "Écran cassé"
			}),
			set(8, func(t *desk.Ticket) { t.Due = noon.Add(-time.Minute) }),
		},
	}
	must(t, s.SavePage(t.Context(), page, nil))
	must(t, s.Keep(t.Context(), reply(20, "2"), ""))
	return s
}

func TestAFilterPicksWhatItSays(t *testing.T) {
	t.Parallel()
	s := shelf(t)
	for _, c := range []struct {
		name string
		f    desk.Filter
		want string
	}{
		{"everything, newest first", desk.Filter{}, "2 1 3 4 5 6 7 8"},
		{"requester", desk.Filter{Requester: "jean"}, "7"},
		{"following", desk.Filter{Requester: "amelie", Following: true}, "2 1 3 4 5 6 7 8"},
		{"not following", desk.Filter{Requester: "amelie"}, "2 1 3 4 5 6 8"},
		{"assignee", desk.Filter{Assignee: "claire"}, "2"},
		{"unassigned", desk.Filter{Unassigned: true, Open: true}, "1 3 4 7 8"},
		{"queues", desk.Filter{Queues: []string{"level2", "level3"}}, "3"},
		{"level", desk.Filter{Level: 1, Kind: desk.KindRequest}, "6"},
		{"statuses", desk.Filter{Statuses: []desk.Status{desk.StatusResolved, desk.StatusClosed}}, "5 6"},
		{"pending", desk.Filter{PendingFor: desk.PendingUser}, "4"},
		{"priority", desk.Filter{Priority: 4}, "3"},
		{"late", desk.Filter{LateAt: noon}, "8"},
		{"letters", desk.Filter{Text: "ecran CASSÉ"}, "7"},
		{"number", desk.Filter{Text: "102"}, "2"},
		{"due first", desk.Filter{Order: desk.OrderDue}, "8 3 7 4 2 1 6 5"},
		{"window", desk.Filter{Limit: 2, Offset: 1}, "1 3"},
		{"nothing", desk.Filter{Assignee: "nobody", Text: "x"}, ""},
	} {
		rows, err := s.Tickets(t.Context(), c.f)
		must(t, err)
		var got []string
		for _, r := range rows {
			got = append(got, r.ID)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
		if c.f.Limit > 0 {
			continue
		}
		if n, err := s.Counts(t.Context(), []desk.Filter{c.f}); err != nil || n[0] != len(rows) {
			t.Errorf("%s: counted %v, %v", c.name, n, err)
		}
	}
}
