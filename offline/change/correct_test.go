package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestCorrectSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Correct{Set: desk.Patch{desk.FieldImpact: "5", desk.FieldKind: "request"}})
	for _, set := range []desk.Patch{
		nil, {desk.FieldStatus: "closed"}, {desk.FieldImpact: "9"}, {desk.FieldImpact: "high"}, {desk.FieldKind: "wish"}, {desk.FieldTitle: " "}, {"colour": "blue"},
	} {
		refused(t, desk.CodeInvalid, &change.Correct{Set: set})
	}
}

func TestCorrectFollowsTheMatrixUnlessThePriorityIsSetByHand(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Correct{Set: desk.Patch{desk.FieldImpact: "5", desk.FieldUrgency: "5"}}, open())
	want(t, c.Ticket, desk.Patch{desk.FieldPriority: "5"})
	c = shown(t, &change.Correct{Set: desk.Patch{desk.FieldImpact: "5", desk.FieldPriority: "6"}}, open())
	want(t, c.Ticket, desk.Patch{desk.FieldPriority: "6"})
}
