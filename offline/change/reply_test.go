package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestReplySurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Reply{Message: desk.NewMessage{Body: "Thanks"}})
	refused(t, desk.CodeInvalid, &change.Reply{}, &change.Reply{Message: desk.NewMessage{Body: "x", Internal: true}})
}

func TestAReplyOfTheRequesterOpensAPendingTicket(t *testing.T) {
	t.Parallel()
	pending := with(open(), desk.Patch{desk.FieldStatus: "pending", desk.FieldPendingFor: "user"})
	c := shownBy(t, amelie, &change.Reply{Message: desk.NewMessage{Body: "Here it is"}}, pending)
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "open", desk.FieldPendingFor: ""})
	c = shown(t, &change.Reply{Message: desk.NewMessage{Body: "Any news?"}}, pending)
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "pending", desk.FieldPendingFor: "user"})
	if len(c.Messages) != 1 || c.Messages[0].Internal || !c.Ticket.Updated.Equal(noon) {
		t.Errorf("got %+v", c)
	}
}
