package change

import (
	"context"

	"relais/internal/desk"
)

// Reopen takes work up again on a ticket that was done.
type Reopen struct {
	Reason string `json:"reason,omitempty"`
}

// Verb is the name of the type.
func (o *Reopen) Verb() desk.Verb { return desk.VerbReopen }

// Validate checks what was given.
func (o *Reopen) Validate() error {
	return tooLong(o, o.Reason)
}

// Change is what the helpdesk is asked for.
func (o *Reopen) Change() desk.Change {
	return desk.Change{Set: desk.Patch{desk.FieldStatus: string(desk.StatusOpen)}, Reason: o.Reason}
}

// Apply shows it.
func (o *Reopen) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Reopen) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Reopen) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Reopen) Fields() map[string]*string {
	return map[string]*string{desk.TextReason: &o.Reason}
}

// Files are its attachments.
func (o *Reopen) Files() []desk.Attachment { return filesOf(o.Change().Message) }
