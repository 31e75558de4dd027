package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestCloseSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Close{Reason: "No answer for a month"})
	refused(t, desk.CodeInvalid, &change.Close{})
}

func TestCloseIsUnsolved(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Close{Reason: "No answer"}, open())
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "closed", desk.FieldOutcome: "unsolved"})
	if !c.Ticket.Closed.Equal(noon) || len(c.Messages) != 0 {
		t.Errorf("got %+v", c)
	}
}
