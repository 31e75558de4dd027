package offline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestWhatTheHelpdeskCanNotDigestIsInNobodysWay(t *testing.T) {
	t.Parallel()
	poison := false
	w := newWorld(t, memory.Options{Before: func(_ context.Context, method string) error {
		if poison && strings.HasPrefix(method, "update") {
			return &desk.Error{Code: desk.CodeInternal, Op: method}
		}
		return nil
	}})
	asker, tech := w.device(t, memory.Requester), w.device(t, memory.Technician1)
	const many = 7
	for n := range many + 1 {
		_, err := asker.Ask(t.Context(), request(fmt.Sprint("Request ", n)), "")
		must(t, err)
	}
	w.sync(asker)
	w.sync(tech)
	_, err := tech.Take(t.Context(), fmt.Sprint(many+1))
	must(t, err)
	w.sync(tech)
	poison = true
	var said []desk.Key
	for n := range many {
		r, err := asker.Reply(t.Context(), fmt.Sprint(n+1), says("can't be digested"), "")
		must(t, err)
		said = append(said, r.Key)
	}
	fine, err := asker.Ask(t.Context(), request("Fine"), "")
	must(t, err)
	w.sync(asker)
	for range many {
		w.clock.Advance(time.Hour)
		w.sync(asker)
	}
	if r, err := asker.Receipt(t.Context(), fine.Key); err != nil || r.State != desk.StateAccepted {
		t.Errorf("the fine one is %s, %v", r.State, err)
	}
	if v, err := asker.Ticket(t.Context(), fmt.Sprint(many+1)); err != nil || v.Ticket.Assignee.ID != memory.Technician1 {
		t.Errorf("nothing was pulled: %+v, %v", v.Ticket.Assignee, err)
	}
	list, err := asker.Outbox(t.Context())
	must(t, err)
	for _, p := range list {
		if p.Attempts == 0 {
			t.Errorf("%s was never tried", p.Key.Short())
		}
	}
	poison = false
	for range many {
		w.sync(asker)
	}
	for _, key := range said {
		if r, err := asker.Receipt(t.Context(), key); err != nil || r.State != desk.StateAccepted {
			t.Errorf("%s is %s, %v", key.Short(), r.State, err)
		}
	}
}
