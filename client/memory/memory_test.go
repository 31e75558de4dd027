package memory_test

import (
	"context"
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestConversationsShowWhatEverybodyWroteInOrder(t *testing.T) {
	t.Parallel()
	d := memory.New(memory.Options{})
	for i, title := range []string{"first", "second", "third"} {
		key := desk.Key("01890000-0000-7000-8000-00000000000" + string(rune('0'+i)))
		if _, err := d.Open(memory.Requester).Create(context.Background(), key, desk.NewTicket{
			Title: title, Kind: desk.KindIncident, Message: desk.NewMessage{Body: "It does not work."},
		}); err != nil {
			t.Fatal(err)
		}
	}
	d.Vanish("2")
	all := d.Conversations()
	if len(all) != 2 || all[0].Ticket.Title != "first" || all[1].Ticket.Title != "third" {
		t.Errorf("got %+v", all)
	}
}
