package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestPendSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Pend{For: desk.PendingUser, Until: noon, Message: &desk.NewMessage{Body: "Which screen?"}})
	roundTrip(t, &change.Pend{For: desk.PendingVendor})
	refused(t, desk.CodeInvalid, &change.Pend{}, &change.Pend{For: desk.PendingPart, Message: &desk.NewMessage{}})
}

func TestPendSaysForWhatAndUntilWhen(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Pend{For: desk.PendingUser, Until: noon, Message: &desk.NewMessage{Body: "Which screen?"}}, open())
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "pending", desk.FieldPendingFor: "user", desk.FieldPendingUntil: "2026-11-21T12:00:00Z"})
	c = shown(t, &change.Pend{For: desk.PendingVendor}, c.Ticket)
	want(t, c.Ticket, desk.Patch{desk.FieldPendingFor: "vendor", desk.FieldPendingUntil: ""})
}
