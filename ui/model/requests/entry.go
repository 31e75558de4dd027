package requests

import (
	"slices"

	"relais/internal/desk"
	"relais/ui/model"
)

// shown are the changes that mean something to who asked; the others are the
// helpdesk's own affair.
var shown = []desk.Field{desk.FieldAssignee, desk.FieldStatus, desk.FieldPlannedAt, desk.FieldMergedInto}

// atFirst is how many messages make a first screen.
const atFirst = 8

// enough tells whether the end of a long conversation makes a first screen for who
// asked: enough that is meant for them, and what the helpdesk waits for.
func enough(v desk.View, me string) bool {
	if v.Earlier == 0 {
		return true
	}
	shown := 0
	v.Messages = v.Messages[min(1, len(v.Messages)):]
	for _, m := range v.Messages {
		if !m.Internal {
			shown++
		}
	}
	a := asked(v, me, nil)
	return shown >= atFirst && (a == nil || a.ID != "")
}

// entries is the conversation without what is internal.
func entries(v desk.View, me string) []model.Entry {
	return model.Timeline(v, me,
		func(m desk.Message) bool { return !m.Internal },
		func(e desk.Event) bool { return slices.Contains(shown, e.Field) && e.To != "" })
}
