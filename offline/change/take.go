package change

import (
	"context"

	"relais/internal/desk"
)

// Take gives a ticket to the technician who acts.
type Take struct {
	By   desk.PersonRef `json:"by"`
	Open bool           `json:"open,omitempty"` // it was new: work begins
}

// Verb is the name of the type.
func (o *Take) Verb() desk.Verb { return desk.VerbTake }

// Validate checks what was given.
func (o *Take) Validate() error {
	if o.By.Empty() {
		return invalid(o, desk.FieldAssignee, "nobody is signed in")
	}
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Take) Change() desk.Change {
	set := desk.Patch{desk.FieldAssignee: o.By.ID}
	if o.Open {
		set[desk.FieldStatus] = string(desk.StatusOpen)
	}
	return desk.Change{Set: set}
}

// Apply shows it.
func (o *Take) Apply(s *Scene) {
	show(s, o.Change())
	nameAssignee(s, o.By)
}

// Push sends it.
func (o *Take) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}
