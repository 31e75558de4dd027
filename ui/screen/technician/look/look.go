// Package look says in words, tones and icons how a ticket reads, alike in lists
// and on its page.
package look

import (
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// Priority is the tone of a priority.
func Priority(p desk.Priority) (part.Tone, theme.IconName) {
	switch {
	case p >= desk.PriorityMajor:
		return part.Coral, theme.IconAlert
	case p >= 4:
		return part.Coral, theme.NoIcon
	case p == 3:
		return part.Amber, theme.NoIcon
	}
	return part.Neutral, theme.NoIcon
}

// Status is the look of a status; one that is not known is shown as it came.
func Status(s desk.Status) (part.Tone, theme.IconName) {
	switch s {
	case desk.StatusNew:
		return part.Primary, theme.IconInbox
	case desk.StatusOpen:
		return part.Blue, theme.IconProgress
	case desk.StatusPlanned:
		return part.Blue, theme.IconCalendar
	case desk.StatusPending:
		return part.Amber, theme.IconPause
	case desk.StatusResolved:
		return part.Green, theme.IconCheckCircle
	}
	return part.Neutral, theme.IconCheck
}

// Way says in words how far an operation is that the helpdesk does not have
// yet.
func Way(w *text.Words, s desk.OperationState) (words string, tone part.Tone, icon theme.IconName) {
	switch s {
	case desk.StateQueued:
		return w.T("work.way.queued"), part.Amber, theme.IconCloud
	case desk.StateSent:
		return w.T("work.way.sent"), part.Blue, theme.IconSend
	case desk.StateAttention:
		return w.T("work.way.attention"), part.Coral, theme.IconAlert
	}
	return "", part.Neutral, theme.NoIcon
}

// Left is the time until a ticket is due, in words; late tells that it has run
// out. It is empty for a ticket that is done.
func Left(w *text.Words, t desk.Ticket, now time.Time) (words string, late bool) {
	due := t.DueAt()
	if due.IsZero() {
		return "", false
	}
	d := due.Sub(now)
	return w.For(d), d < 0
}

// Number is how the number of a ticket reads; one that the helpdesk has not seen
// yet has none.
func Number(w *text.Words, n string) string {
	if n == "" {
		return w.T("work.unnumbered")
	}
	return w.T("work.number", "Number", n)
}

// Dots joins what is not empty.
func Dots(words ...string) string {
	some := words[:0:0]
	for _, w := range words {
		if w != "" {
			some = append(some, w)
		}
	}
	return strings.Join(some, " · ")
}

// Hidden says who can't read what is internal.
func Hidden(w *text.Words, s work.TicketState) string {
	return w.T("work.hidden", "Name", say.FirstName(s.View.Ticket.Requester.Name))
}

// Names finds the names of what the fields of a ticket point to.
func Names(w *text.Words, s work.TicketState) text.Names {
	return func(f desk.Field, id string) string {
		switch f {
		case desk.FieldQueue:
			return s.Queue(id).Name
		case desk.FieldAssignee:
			return s.Person(id)
		case desk.FieldCategory:
			return s.Topic(id)
		case desk.FieldMergedInto, desk.FieldParent:
			for _, l := range s.Linked {
				if l.Ref == id && l.Number != "" {
					return Number(w, l.Number)
				}
			}
		}
		return id
	}
}

// Same tells whether two slices are the very same, so that what shows them has
// nothing to do.
func Same[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
