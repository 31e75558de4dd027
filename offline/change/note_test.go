package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestNoteSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Note{Message: desk.NewMessage{Body: "Ask Léo", Internal: true}})
	refused(t, desk.CodeInvalid, &change.Note{Message: desk.NewMessage{Body: "public"}})
}

func TestANoteIsInternal(t *testing.T) {
	t.Parallel()
	c := shown(t, &change.Note{Message: desk.NewMessage{Body: "Ask Léo", Internal: true}}, open())
	if len(c.Messages) != 1 || !c.Messages[0].Internal {
		t.Errorf("got %+v", c.Messages)
	}
}
