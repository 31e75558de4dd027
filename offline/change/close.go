package change

import (
	"context"

	"relais/internal/desk"
)

// Close ends a ticket that is not solved.
type Close struct {
	Reason string `json:"reason"`
}

// Verb is the name of the type.
func (o *Close) Verb() desk.Verb { return desk.VerbClose }

// Validate checks what was given.
func (o *Close) Validate() error {
	if blank(o.Reason) {
		return invalid(o, "", "no reason")
	}
	return tooLong(o, o.Reason)
}

// Change is what the helpdesk is asked for.
func (o *Close) Change() desk.Change {
	return desk.Change{
		Set:    desk.Patch{desk.FieldStatus: string(desk.StatusClosed), desk.FieldOutcome: string(desk.OutcomeUnsolved)},
		Reason: o.Reason,
	}
}

// Apply shows it.
func (o *Close) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Close) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// Words are what was typed.
func (o *Close) Words() string { return wordsOf(o.Change()) }

// Fields are the texts that were typed.
func (o *Close) Fields() map[string]*string {
	return map[string]*string{desk.TextReason: &o.Reason}
}

// Files are its attachments.
func (o *Close) Files() []desk.Attachment { return filesOf(o.Change().Message) }
