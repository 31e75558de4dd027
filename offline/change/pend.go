package change

import (
	"context"
	"time"

	"relais/internal/desk"
)

// Pend makes a ticket wait for something, with a message or without.
type Pend struct {
	For     desk.PendingFor  `json:"for"`
	Until   time.Time        `json:"until,omitzero"`
	Message *desk.NewMessage `json:"message,omitempty"`
}

// Verb is the name of the type.
func (o *Pend) Verb() desk.Verb { return desk.VerbPend }

// Validate checks what was given.
func (o *Pend) Validate() error {
	if !o.For.Valid() {
		return invalid(o, desk.FieldPendingFor, "waits for something unknown")
	}
	if o.Message != nil {
		return checkMessage(o, *o.Message)
	}
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Pend) Change() desk.Change {
	return desk.Change{Message: o.Message, Set: desk.Patch{
		desk.FieldStatus:       string(desk.StatusPending),
		desk.FieldPendingFor:   string(o.For),
		desk.FieldPendingUntil: desk.FormatTime(o.Until),
	}}
}

// Apply shows it.
func (o *Pend) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Pend) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Pend) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Pend) Fields() map[string]*string {
	if o.Message == nil {
		return nil
	}
	return map[string]*string{desk.TextMessage: &o.Message.Body}
}

// Files are its attachments.
func (o *Pend) Files() []desk.Attachment { return filesOf(o.Change().Message) }
