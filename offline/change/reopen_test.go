package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestReopenSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Reopen{Reason: "Seen again"})
	roundTrip(t, &change.Reopen{})
}

func TestReopenForgetsTheOutcome(t *testing.T) {
	t.Parallel()
	done := with(open(), desk.Patch{desk.FieldStatus: "closed", desk.FieldOutcome: "solved"})
	done.Closed = noon
	c := shown(t, &change.Reopen{}, done)
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "open", desk.FieldOutcome: ""})
	if !c.Ticket.Closed.IsZero() {
		t.Errorf("closed %v", c.Ticket.Closed)
	}
}
