package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestEscalateSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Escalate{Queue: "level2", Card: desk.HandOver{Happening: "No sound", Check: "The dock"}})
	refused(t, desk.CodeInvalid, &change.Escalate{Queue: "level2"}, &change.Escalate{Card: desk.HandOver{Tried: "all"}})
}

func TestEscalateHandsOverWithAnInternalCard(t *testing.T) {
	t.Parallel()
	o := &change.Escalate{Queue: "level2", Card: desk.HandOver{Happening: "No sound", Check: "The dock"}}
	c := shown(t, o, with(open(), desk.Patch{desk.FieldAssignee: "p2"}))
	want(t, c.Ticket, desk.Patch{desk.FieldQueue: "level2", desk.FieldAssignee: ""})
	if len(c.Messages) != 1 || !c.Messages[0].Internal || c.Messages[0].HandOver.Check != "The dock" {
		t.Errorf("got %+v", c.Messages)
	}
	if o.Words() != "No sound\n\nThe dock" {
		t.Errorf("words %q", o.Words())
	}
}
