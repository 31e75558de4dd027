package change

import (
	"context"

	"relais/internal/desk"
)

// Assign gives a ticket to somebody, or to nobody.
type Assign struct {
	To desk.PersonRef `json:"to,omitzero"` // empty: to nobody
}

// Verb is the name of the type.
func (o *Assign) Verb() desk.Verb { return desk.VerbAssign }

// Validate checks what was given.
func (o *Assign) Validate() error {
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Assign) Change() desk.Change {
	return desk.Change{Set: desk.Patch{desk.FieldAssignee: o.To.ID}}
}

// Apply shows it.
func (o *Assign) Apply(s *Scene) {
	show(s, o.Change())
	nameAssignee(s, o.To)
}

// Push sends it.
func (o *Assign) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// nameAssignee adds the name that a field does not carry.
func nameAssignee(s *Scene, p desk.PersonRef) {
	if s.Ticket.Assignee.ID == p.ID {
		s.Ticket.Assignee.Name = p.Name
	}
}
