package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestResolveSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Resolve{Sheet: desk.Sheet{Solution: "A new cable", Hypotheses: []desk.Hypothesis{{Text: "Cable", Confirmed: true}}}, Reply: "It works again"})
	refused(t, desk.CodeInvalid, &change.Resolve{Reply: "Done"})
}

func TestTheSheetIsInternalWithoutAReply(t *testing.T) {
	t.Parallel()
	o := &change.Resolve{Sheet: desk.Sheet{Solution: "A new cable"}}
	c := shown(t, o, open())
	want(t, c.Ticket, desk.Patch{desk.FieldStatus: "resolved", desk.FieldOutcome: "solved"})
	if !c.Messages[0].Internal || !c.Ticket.Resolved.Equal(noon) || c.Messages[0].Sheet.Solution != "A new cable" {
		t.Errorf("got %+v", c)
	}
	o.Reply = "It works again"
	if c = shown(t, o, open()); c.Messages[0].Internal || c.Messages[0].Body != "It works again" {
		t.Errorf("got %+v", c.Messages)
	}
}
