package change_test

import (
	"testing"

	"relais/offline/change"
)

func TestAssignSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Assign{To: claire})
	roundTrip(t, &change.Assign{})
}

func TestAssignNamesTheAssignee(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Assign{To: claire}, open())
	if c.Ticket.Assignee != claire {
		t.Errorf("got %+v", c.Ticket.Assignee)
	}
	if c = shown(t, &change.Assign{}, c.Ticket); !c.Ticket.Assignee.Empty() || c.Ticket.Assignee.Name != "" {
		t.Errorf("got %+v", c.Ticket.Assignee)
	}
}
