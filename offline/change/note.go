package change

import (
	"context"

	"relais/internal/desk"
)

// Note is an internal message, for staff only.
type Note struct {
	Message desk.NewMessage `json:"message"`
}

// Verb is the name of the type.
func (o *Note) Verb() desk.Verb { return desk.VerbNote }

// Validate checks what was given.
func (o *Note) Validate() error {
	if !o.Message.Internal {
		return invalid(o, "", "a note is internal")
	}
	return checkMessage(o, o.Message)
}

// Change is what the helpdesk is asked for.
func (o *Note) Change() desk.Change {
	return desk.Change{Message: &o.Message}
}

// Apply shows it.
func (o *Note) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Note) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Note) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Note) Fields() map[string]*string {
	return map[string]*string{desk.TextWords: &o.Message.Body}
}

// Files are its attachments.
func (o *Note) Files() []desk.Attachment { return filesOf(o.Change().Message) }
