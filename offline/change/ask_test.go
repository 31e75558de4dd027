package change_test

import (
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestAskSurvivesJSON(t *testing.T) {
	t.Parallel()
	roundTrip(t, &change.Ask{Ticket: desk.NewTicket{
		Title: "No sound", Kind: desk.KindIncident, Impact: 2, Urgency: 3,
		Answers: &desk.Answers{Form: "hardware", Version: 1, Given: []desk.Answer{{Question: "since", Values: []string{"today"}}}},
		Message: desk.NewMessage{Body: "None", Attachments: []desk.Blob{{Attachment: desk.Attachment{Name: "a.png", Size: 3, SHA256: "ab"}}}},
	}})
}

func TestAskIsRefusedWithoutWhatATicketNeeds(t *testing.T) {
	t.Parallel()
	good := desk.NewTicket{Title: "No sound", Kind: desk.KindIncident, Message: desk.NewMessage{Body: "None"}}
	broken := func(f func(*desk.NewTicket)) change.Operation {
		n := good
		f(&n)
		return &change.Ask{Ticket: n}
	}
	refused(t, desk.CodeInvalid,
		broken(func(n *desk.NewTicket) { n.Title = "  " }),
		broken(func(n *desk.NewTicket) { n.Kind = "wish" }),
		broken(func(n *desk.NewTicket) { n.Impact = 6 }),
		broken(func(n *desk.NewTicket) { n.Urgency = -1 }),
		broken(func(n *desk.NewTicket) { n.Priority = 7 }),
		broken(func(n *desk.NewTicket) { n.Message.Body = "" }),
		broken(func(n *desk.NewTicket) { n.Message.Attachments = []desk.Blob{{}} }),
	)
	refused(t, desk.CodeTooLarge, broken(func(n *desk.NewTicket) { n.Message.Body = string(make([]byte, 2<<20)) + "." }))
}

func TestAskShowsATicketOfWhoAsked(t *testing.T) {
	t.Parallel()
	c := shownBy(t, amelie, &change.Ask{Ticket: desk.NewTicket{Title: "No sound", Kind: desk.KindIncident, Impact: 5, Urgency: 5, Message: desk.NewMessage{Body: "None"}}}, desk.Ticket{})
	if c.Ticket.Key != key || c.Ticket.ID != "" || c.Ticket.Requester != amelie || c.Ticket.Status != desk.StatusNew || c.Ticket.Priority != 5 {
		t.Errorf("got %+v", c.Ticket)
	}
	if len(c.Messages) != 1 || c.Messages[0].Author != amelie || c.Messages[0].Body != "None" || c.Messages[0].Key != key {
		t.Errorf("got %+v", c.Messages)
	}
}
