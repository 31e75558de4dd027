package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestPlanSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Plan{At: noon})
	refused(t, desk.CodeInvalid, &change.Plan{})
}

func TestPlanEndsWaiting(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Plan{At: noon}, with(open(), desk.Patch{desk.FieldStatus: "pending", desk.FieldPendingFor: "part"}))
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "planned", desk.FieldPlannedAt: "2026-11-21T12:00:00Z", desk.FieldPendingFor: ""})
}
