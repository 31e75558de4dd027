package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestTakeSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Take{By: claire, Open: true})
	refused(t, desk.CodeInvalid, &change.Take{})
}

func TestTakingANewTicketOpensIt(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Take{By: claire, Open: true}, with(open(), desk.Patch{desk.FieldStatus: "new"}))
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "open", desk.FieldAssignee: "p2"})
	if c.Ticket.Assignee != claire {
		t.Errorf("got %+v", c.Ticket.Assignee)
	}
	c = shown(t, &change.Take{By: claire}, with(open(), desk.Patch{desk.FieldStatus: "pending"}))
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "pending", desk.FieldAssignee: "p2"})
}
