package requests

import (
	"slices"
	"time"

	"relais/internal/desk"
)

// Entry is one line of a conversation: a message or an event.
type Entry struct {
	Message *desk.Message
	Event   *desk.Event
	Mine    bool                // the person at this computer wrote it
	State   desk.OperationState // of a message that is still on its way; "" once the helpdesk has it
}

// shown are the changes that mean something to who asked; the others are the
// helpdesk's own affair.
var shown = []desk.Field{desk.FieldAssignee, desk.FieldStatus, desk.FieldPlannedAt, desk.FieldMergedInto}

// entries puts messages and events into one line of time, oldest first. What
// waits on this computer comes last.
func entries(v desk.View, me string) []Entry {
	waiting := map[desk.Key]desk.OperationState{}
	for _, p := range v.Pending {
		waiting[p.Key] = p.State
	}
	list := make([]Entry, 0, len(v.Messages)+len(v.Events))
	for i := range v.Messages {
		if m := &v.Messages[i]; !m.Internal {
			list = append(list, Entry{Message: m, Mine: m.Author.ID == me, State: waiting[m.Key]})
		}
	}
	for i := range v.Events {
		if e := &v.Events[i]; slices.Contains(shown, e.Field) && e.To != "" {
			list = append(list, Entry{Event: e, Mine: e.By.ID == me})
		}
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		switch aWaits, bWaits := a.State != "", b.State != ""; {
		case aWaits && !bWaits:
			return 1
		case bWaits && !aWaits:
			return -1
		}
		return a.At().Compare(b.At())
	})
	return list
}

// At is when the entry was made.
func (e Entry) At() time.Time {
	if e.Message != nil {
		return e.Message.Created
	}
	return e.Event.At
}
