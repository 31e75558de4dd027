package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestBackSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Back{Reason: "It beeps again"})
	roundTrip(t, &change.Back{})
}

func TestBackSaysItInTheRequestersWords(t *testing.T) {
	t.Parallel()
	resolved := with(open(), desk.Patch{desk.FieldStatus: "resolved"})
	c := shownBy(t, amelie, &change.Back{Reason: "It beeps again"}, resolved)
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "open"})
	if len(c.Messages) != 1 || c.Messages[0].Internal {
		t.Errorf("got %+v", c.Messages)
	}
	if c = shownBy(t, amelie, &change.Back{}, resolved); len(c.Messages) != 0 {
		t.Errorf("got %+v", c.Messages)
	}
}

func TestBackIsNoConflictWhenTheTicketWasClosedMeanwhile(t *testing.T) {
	t.Parallel()
	resolved, closed := with(open(), desk.Patch{desk.FieldStatus: "resolved"}), with(open(), desk.Patch{desk.FieldStatus: "closed"})
	h, o := &helpdesk{now: closed}, &change.Back{}
	w := h.way(resolved, o)
	w.Ticket = closed
	if _, err := o.Push(t.Context(), h, w); err != nil || len(h.changes) != 1 || h.changes[0].Set[desk.FieldStatus] != "open" {
		t.Fatalf("sent %+v, %v", h.changes, err)
	}
}

func TestBackIsAMessageWhereARequesterSetsNoStatus(t *testing.T) {
	t.Parallel()
	resolved := with(open(), desk.Patch{desk.FieldStatus: "resolved"})
	h, o := &helpdesk{now: resolved, can: desk.Capabilities{Kind: "rt"}}, &change.Back{Reason: "It beeps again"}
	if _, err := o.Push(t.Context(), h, h.way(resolved, o)); err != nil {
		t.Fatal(err)
	}
	if len(h.changes) != 1 || len(h.changes[0].Set) != 0 || h.changes[0].Message == nil || h.changes[0].Message.Body != "It beeps again" {
		t.Errorf("sent %+v", h.changes)
	}
}
