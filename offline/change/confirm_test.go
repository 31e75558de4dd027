package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestConfirmSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Confirm{})
}

func TestConfirmCloses(t *testing.T) {
	t.Parallel()
	c := shownBy(t, amelie, &change.Confirm{}, with(open(), desk.Patch{desk.FieldStatus: "resolved", desk.FieldOutcome: "solved"}))
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "closed", desk.FieldOutcome: "solved"})
}
