package change

import (
	"context"
	"time"

	"relais/internal/desk"
)

// Reply is a public message.
type Reply struct {
	Message desk.NewMessage `json:"message"`
}

// Verb is the name of the type.
func (o *Reply) Verb() desk.Verb { return desk.VerbReply }

// Validate checks what was given.
func (o *Reply) Validate() error {
	if o.Message.Internal {
		return invalid(o, "", "a reply is public")
	}
	return checkMessage(o, o.Message)
}

// Change is what the helpdesk is asked for.
func (o *Reply) Change() desk.Change {
	return desk.Change{Message: &o.Message}
}

// Apply shows it. A requester's reply is what a pending ticket waits for: every
// helpdesk opens it by itself.
func (o *Reply) Apply(s *Scene) {
	if s.Ticket.Status == desk.StatusPending && s.By.ID == s.Ticket.Requester.ID {
		s.Ticket.Status = desk.StatusOpen
		s.Ticket.PendingFor, s.Ticket.PendingUntil = "", time.Time{}
	}
	show(s, o.Change())
}

// Push sends it.
func (o *Reply) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Reply) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Reply) Fields() map[string]*string {
	return map[string]*string{desk.TextWords: &o.Message.Body}
}

// Files are its attachments.
func (o *Reply) Files() []desk.Attachment { return filesOf(o.Change().Message) }
