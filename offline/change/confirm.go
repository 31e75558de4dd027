package change

import (
	"context"

	"relais/internal/desk"
)

// Confirm is the requester's "it's solved".
type Confirm struct {
}

// Verb is the name of the type.
func (o *Confirm) Verb() desk.Verb { return desk.VerbConfirm }

// Validate checks what was given.
func (o *Confirm) Validate() error {
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Confirm) Change() desk.Change {
	return desk.Change{Set: desk.Patch{
		desk.FieldStatus:  string(desk.StatusClosed),
		desk.FieldOutcome: string(desk.OutcomeSolved),
	}}
}

// Apply shows it.
func (o *Confirm) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Confirm) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}
