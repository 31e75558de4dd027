package model_test

import (
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

func TestWhatWasDoneInOneMomentStandsInTheOrderOfItsSense(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	amelie, claire := desk.PersonRef{ID: "amelie"}, desk.PersonRef{ID: "claire"}
	v := desk.View{Conversation: desk.Conversation{
		Ticket: desk.Ticket{Requester: amelie},
		Messages: []desk.Message{
			{ID: "asks", Author: amelie, Created: at},
			{ID: "answers", Author: claire, Created: at},
		},
		Events: []desk.Event{
			{ID: "waits", Field: desk.FieldStatus, By: claire, At: at},
			{ID: "takes", Field: desk.FieldAssignee, To: "claire", By: claire, At: at},
			{ID: "opens", Field: desk.FieldQueue, By: claire, At: at.Add(-time.Second)},
		},
	}}
	var got []string
	for _, e := range model.Timeline(v, "claire", func(desk.Message) bool { return true }, func(desk.Event) bool { return true }) {
		if e.Message != nil {
			got = append(got, e.Message.ID)
		} else {
			got = append(got, e.Event.ID)
		}
	}
	if want := []string{"opens", "asks", "takes", "answers", "waits"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
