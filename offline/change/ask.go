package change

import (
	"cmp"
	"context"

	"relais/internal/desk"
)

// Ask makes a ticket.
type Ask struct {
	Ticket desk.NewTicket `json:"ticket"`
}

// Verb is the name of the type.
func (o *Ask) Verb() desk.Verb { return desk.VerbAsk }

// Validate checks what was given.
func (o *Ask) Validate() error {
	t := o.Ticket
	switch {
	case blank(t.Title):
		return invalid(o, desk.FieldTitle, "no title")
	case !t.Kind.Valid():
		return invalid(o, desk.FieldKind, "unknown kind")
	case t.Impact != 0 && !t.Impact.Valid():
		return invalid(o, desk.FieldImpact, "not on the scale")
	case t.Urgency != 0 && !t.Urgency.Valid():
		return invalid(o, desk.FieldUrgency, "not on the scale")
	case t.Priority != 0 && !t.Priority.Valid():
		return invalid(o, desk.FieldPriority, "not on the scale")
	}
	return checkMessage(o, t.Message)
}

// Apply makes the ticket appear before the helpdesk has it.
func (o *Ask) Apply(s *Scene) {
	n := o.Ticket
	if s.Ticket.Key == "" {
		requester := n.Requester
		if requester.Empty() {
			requester = s.By
		}
		priority := n.Priority
		if priority == 0 {
			priority = s.Matrix.Priority(n.Impact, n.Urgency)
		}
		s.Ticket = desk.Ticket{
			Key: s.Key, Title: n.Title, Kind: n.Kind, Category: n.Category, Channel: n.Channel, Lang: n.Lang, Site: n.Site, Status: desk.StatusNew,
			Impact: n.Impact, Urgency: n.Urgency, Priority: priority, Queue: n.Queue, Requester: requester, Created: s.At, Updated: s.At,
			Answers: n.Answers,
		}
	}
	say(s, n.Message)
}

// Push sends it, and again to the same queue when nobody knows what became of it.
func (o *Ask) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	t := o.Ticket
	t.Message = *opened(&t.Message, w.Open)
	t.Queue = cmp.Or(t.Queue, w.Queue)
	if w.Sent != nil {
		t.Queue = w.Sent.Queue
	}
	if err := w.Keep(ctx, Sent{Queue: t.Queue}); err != nil {
		return Result{}, err
	}
	wrote, err := b.Create(ctx, w.Key, t)
	if err != nil {
		return Result{}, err
	}
	return Result{Ticket: &wrote.Ticket, Messages: wrote.Messages}, nil
}

// Words are what was typed.
func (o *Ask) Words() string { return paragraphs(o.Ticket.Title, o.Ticket.Message.Body) }

// Fields are the texts that were typed.
func (o *Ask) Fields() map[string]*string {
	return map[string]*string{desk.TextTitle: &o.Ticket.Title, desk.TextWords: &o.Ticket.Message.Body}
}

// Files are its attachments.
func (o *Ask) Files() []desk.Attachment { return filesOf(&o.Ticket.Message) }
