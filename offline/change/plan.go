package change

import (
	"context"
	"time"

	"relais/internal/desk"
)

// Plan sets a date for the work.
type Plan struct {
	At time.Time `json:"at"`
}

// Verb is the name of the type.
func (o *Plan) Verb() desk.Verb { return desk.VerbPlan }

// Validate checks what was given.
func (o *Plan) Validate() error {
	if o.At.IsZero() {
		return invalid(o, desk.FieldPlannedAt, "no date")
	}
	return nil
}

// Change is what the helpdesk is asked for.
func (o *Plan) Change() desk.Change {
	return desk.Change{Set: desk.Patch{
		desk.FieldStatus:    string(desk.StatusPlanned),
		desk.FieldPlannedAt: desk.FormatTime(o.At),
	}}
}

// Apply shows it.
func (o *Plan) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Plan) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}
