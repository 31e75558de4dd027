package change

import (
	"context"

	"relais/internal/desk"
)

// Merge declares a ticket to be the same matter as another one, which goes on.
type Merge struct {
	Into string `json:"into"` // id, or the key of a ticket that was made here
}

// Verb is the name of the type.
func (o *Merge) Verb() desk.Verb { return desk.VerbMerge }

// Validate checks what was given.
func (o *Merge) Validate() error {
	if blank(o.Into) {
		return invalid(o, desk.FieldMergedInto, "no ticket")
	}
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Merge) Change() desk.Change {
	return desk.Change{Set: desk.Patch{desk.FieldMergedInto: o.Into}}
}

// Apply shows it; the helpdesk closes what was merged.
func (o *Merge) Apply(s *Scene) {
	show(s, o.Change())
	if !s.Drop {
		s.Ticket.Status, s.Ticket.Closed = desk.StatusClosed, s.At
	}
}

// Push sends it, once the other ticket is known to the helpdesk.
func (o *Merge) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	id, ok := w.Resolve(o.Into)
	if !ok {
		return Result{}, ErrWaits
	}
	if desk.Key(id).Valid() {
		return Result{}, &desk.Error{Code: desk.CodeNotFound, Op: string(o.Verb()), Subject: o.Into, Field: desk.FieldMergedInto}
	}
	return push(ctx, b, w, desk.Change{Set: desk.Patch{desk.FieldMergedInto: id}})
}
