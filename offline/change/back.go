package change

import (
	"context"

	"relais/internal/desk"
)

// Back is the requester's "it's back", with their words.
type Back struct {
	Reason string `json:"reason,omitempty"`
}

// Verb is the name of the type.
func (o *Back) Verb() desk.Verb { return desk.VerbBack }

// Validate checks what was given.
func (o *Back) Validate() error {
	return tooLong(o, o.Reason)
}

// Change is what the helpdesk is asked for.
func (o *Back) Change() desk.Change {
	c := desk.Change{Set: desk.Patch{desk.FieldStatus: string(desk.StatusOpen)}}
	if !blank(o.Reason) {
		c.Message = &desk.NewMessage{Body: o.Reason}
	}
	return c
}

// Apply shows it.
func (o *Back) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it. Where a requester sets no status, the message opens the ticket.
func (o *Back) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	c := o.Change()
	if can := b.Capabilities(); !can.Settable(desk.FieldStatus) && c.Message != nil {
		c.Set = nil
	}
	return push(ctx, b, w, c)
}

// Words are what was typed.
func (o *Back) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Back) Fields() map[string]*string {
	return map[string]*string{desk.TextWords: &o.Reason}
}

// Files are its attachments.
func (o *Back) Files() []desk.Attachment { return filesOf(o.Change().Message) }
