package store_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
	"relais/offline/store"
)

// long is a ticket with a conversation in which everything is at least a second
// after what came before, unless it is at the same moment.
func long(t *rapid.T, n int) desk.Pulled {
	c := ticket(n)
	c.Messages = nil
	at := noon.Add(-24 * time.Hour)
	for i := range rapid.IntRange(0, 70).Draw(t, "things") {
		at = at.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "seconds")) * time.Second)
		if rapid.Bool().Draw(t, "said") {
			c.Messages = append(c.Messages, desk.Message{ID: fmt.Sprint(100 + i), TicketID: c.Ticket.ID, Body: fmt.Sprint("message ", i), Created: at})
		} else {
			c.Events = append(c.Events, desk.Event{ID: fmt.Sprint(100 + i), TicketID: c.Ticket.ID, At: at, Field: desk.FieldStatus})
		}
	}
	return c
}

func TestAFirstScreenIsTheBeginningAndTheEndOfAConversation(t *testing.T) {
	t.Parallel()
	s, ctx, n := fresh(t), t.Context(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		id := fmt.Sprint(n)
		must(rt, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{long(rt, n)}}, nil))
		waits := rapid.Bool().Draw(rt, "a reply waits")
		if waits {
			must(rt, s.Keep(ctx, reply(n, id), ""))
		}
		all, err := s.View(ctx, id)
		must(rt, err)
		first, err := s.Recent(ctx, id)
		must(rt, err)
		checkEnds(rt, all, first)
		if first.Earlier == 0 && !reflect.DeepEqual(first, all) {
			rt.Fatalf("nothing was left out, and it differs: %+v, not %+v", first, all)
		}
		if last := len(first.Messages); waits && (last == 0 || first.Messages[last-1].Body != "Said "+id || len(first.Pending) != 1) {
			rt.Fatalf("what waits is not on top: %+v", first)
		}
	})
}

// checkEnds checks that a page is another one without some of its middle.
func checkEnds(t failer, all, first desk.View) {
	t.Helper()
	if all.Earlier != 0 || first.Earlier != len(all.Messages)+len(all.Events)-len(first.Messages)-len(first.Events) {
		t.Fatalf("%d and %d are said to be left out", all.Earlier, first.Earlier)
	}
	if len(all.Messages) == 0 {
		return
	}
	if len(first.Messages) == 0 || !reflect.DeepEqual(first.Messages[0], all.Messages[0]) {
		t.Fatalf("the first message is missing")
	}
	tail := len(first.Messages) - 1
	if !reflect.DeepEqual(first.Messages[1:], all.Messages[len(all.Messages)-tail:]) && tail > 0 {
		t.Fatalf("these are not the last messages")
	}
	if n := len(first.Events); n > 0 && !reflect.DeepEqual(first.Events, all.Events[len(all.Events)-n:]) {
		t.Fatalf("these are not the last events")
	}
	if first.Earlier == 0 {
		return
	}
	var since time.Time // of what was left out, the newest
	for _, m := range all.Messages[1 : len(all.Messages)-tail] {
		since = m.Created
	}
	for _, e := range all.Events[:len(all.Events)-len(first.Events)] {
		if e.At.After(since) {
			since = e.At
		}
	}
	for _, m := range first.Messages[1:] {
		if m.Created.Before(since) {
			t.Fatalf("a message is shown that came before something that is not")
		}
	}
	for _, e := range first.Events {
		if e.At.Before(since) {
			t.Fatalf("a change is shown that came before something that is not")
		}
	}
}

func TestAFirstScreenSaysWhatAWholePageSaysOfATicketThatIsNotHere(t *testing.T) {
	t.Parallel()
	s := fresh(t)
	if _, err := s.Recent(t.Context(), "7"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("%v", err)
	}
	e := ask(1)
	must(t, s.Keep(t.Context(), e, ""))
	for name, read := range map[string]func(*store.Store) (desk.View, error){
		"all":   func(s *store.Store) (desk.View, error) { return s.View(t.Context(), string(e.Key)) },
		"first": func(s *store.Store) (desk.View, error) { return s.Recent(t.Context(), string(e.Key)) },
	} {
		if v, err := read(s); err != nil || v.Ticket.Title != "Asked 1" || len(v.Messages) != 1 || len(v.Pending) != 1 {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}
