package change

import (
	"context"
	"maps"
	"slices"

	"relais/internal/desk"
)

// Correct sets fields that were derived from answers, or found wrong.
type Correct struct {
	Set desk.Patch `json:"set"`
}

// Verb is the name of the type.
func (o *Correct) Verb() desk.Verb { return desk.VerbCorrect }

// Validate checks what was given.
func (o *Correct) Validate() error {
	if len(o.Set) == 0 {
		return invalid(o, "", "nothing to correct")
	}
	var t desk.Ticket
	for _, f := range o.Set.Fields() {
		if !slices.Contains(correctable, f) {
			return invalid(o, f, "not to be corrected like this")
		}
		if err := t.Set(f, o.Set[f]); err != nil {
			return err
		}
	}
	return o.checkValues(t)
}

// Change is what the helpdesk is asked for.
func (o *Correct) Change() desk.Change {
	return desk.Change{Set: maps.Clone(o.Set)}
}

// Apply shows it.
func (o *Correct) Apply(s *Scene) { show(s, o.Change()) }

// Push sends it.
func (o *Correct) Push(ctx context.Context, b desk.Backend, w *Way) (Result, error) {
	return push(ctx, b, w, o.Change())
}

// correctable are the fields that are no move of their own.
var correctable = []desk.Field{
	desk.FieldTitle, desk.FieldKind, desk.FieldCategory, desk.FieldDue, desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldParent,
}

func (o *Correct) checkValues(t desk.Ticket) error {
	ok := map[desk.Field]bool{
		desk.FieldTitle:    !blank(t.Title),
		desk.FieldKind:     t.Kind.Valid(),
		desk.FieldImpact:   t.Impact.Valid(),
		desk.FieldUrgency:  t.Urgency.Valid(),
		desk.FieldPriority: t.Priority.Valid(),
	}
	for _, f := range o.Set.Fields() {
		if good, checked := ok[f]; checked && !good {
			return invalid(o, f, "not a value of this field")
		}
	}
	return nil
}
