package requests

import (
	"slices"

	"relais/internal/desk"
	"relais/ui/model"
)

// shown are the changes that mean something to who asked; the others are the
// helpdesk's own affair.
var shown = []desk.Field{desk.FieldAssignee, desk.FieldStatus, desk.FieldPlannedAt, desk.FieldMergedInto}

// entries is the conversation without what is internal.
func entries(v desk.View, me string) []model.Entry {
	return model.Timeline(v, me,
		func(m desk.Message) bool { return !m.Internal },
		func(e desk.Event) bool { return slices.Contains(shown, e.Field) && e.To != "" })
}
