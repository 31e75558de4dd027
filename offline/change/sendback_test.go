package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestSendBackSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.SendBack{Queue: "level1", Reason: "Not ours"})
	refused(t, desk.CodeInvalid, &change.SendBack{Queue: "level1"}, &change.SendBack{Reason: "Not ours"})
}

func TestSendBackGivesTheReason(t *testing.T) {
	t.Parallel()
	o := &change.SendBack{Queue: "level1", Reason: "Not ours"}
	want(t, shown(t, o, with(open(), desk.Patch{desk.FieldQueue: "level2"})).Ticket, desk.Patch{desk.FieldQueue: "level1"})
	if o.Change().Reason != "Not ours" || o.Words() != "Not ours" || o.Files() != nil {
		t.Errorf("got %+v", o.Change())
	}
}
