package server_test

import (
	"net/http"
	"testing"

	"relais/internal/desk"
	"relais/internal/restapi"
)

func TestATicketIsMadeReadAndAnswered(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, claire := b.as("amelie"), b.as("claire")

	made := amelie.create(desk.NewTicket{Title: "  No\x00 paper\t", Kind: desk.KindIncident, Impact: 2, Urgency: 4, Message: desk.NewMessage{Body: "It blinks"}})
	if got := made.Ticket; got.Number != "2001" || got.Title != "No paper" || got.Queue != "level1" || got.Priority != 3 || got.Status != desk.StatusNew {
		t.Fatalf("got %+v", got)
	}
	claire.update(made.Ticket.ID, "", desk.Change{Message: &desk.NewMessage{Body: "On my way"}})
	claire.update(made.Ticket.ID, "", desk.Change{Message: &desk.NewMessage{Body: "Again this printer", Internal: true}})

	for _, want := range []struct {
		who      *client
		messages int
	}{{amelie, 2}, {claire, 3}} {
		c := want.who.conversation(made.Ticket.ID)
		if len(c.Messages) != want.messages {
			t.Errorf("%s sees %d messages, want %d", want.who.name, len(c.Messages), want.messages)
		}
	}
	if code := b.as("oliver").fails(http.MethodGet, "/tickets/"+made.Ticket.ID, nil, nil); code != desk.CodeNotFound {
		t.Errorf("a stranger gets %s", code)
	}
	var page desk.Page
	amelie.gets(http.MethodGet, "/changes", nil, nil, &page)
	if len(page.Tickets) != 1 || len(page.Tickets[0].Messages) != 2 || page.More {
		t.Errorf("the feed says %+v", page)
	}
	var service restapi.Service
	amelie.gets(http.MethodGet, "", nil, nil, &service)
	if service.Service != restapi.ServiceName {
		t.Errorf("got %+v", service)
	}
}
