package work

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
)

// The fields of the actions that are filled in. What is typed in them is a draft
// like any other.
const (
	FieldTo         = desk.TextTo
	FieldReason     = desk.TextReason
	FieldFor        = desk.TextFor
	FieldUntil      = desk.TextUntil
	FieldAt         = desk.TextAt
	FieldMessage    = desk.TextMessage
	FieldHappening  = desk.TextHappening
	FieldTried      = desk.TextTried
	FieldHypothesis = desk.TextHypothesis
	FieldContext    = desk.TextContext
	FieldCheck      = desk.TextCheck
	FieldAnalysis   = desk.TextAnalysis
	FieldSolution   = desk.TextSolution
	FieldWorkaround = desk.TextWorkaround
	FieldTested     = desk.TextTested
	FieldCause      = desk.TextCause
	FieldConfirmed  = desk.TextConfirmed
)

// needed lists the fields that an action can't do without.
var needed = map[desk.Verb][]string{
	desk.VerbAssign:   {FieldTo},
	desk.VerbPend:     {FieldFor},
	desk.VerbPlan:     {FieldAt},
	desk.VerbEscalate: {FieldTo, FieldHappening, FieldTried},
	desk.VerbSendBack: {FieldTo, FieldReason},
	desk.VerbResolve:  {FieldSolution},
	desk.VerbClose:    {FieldReason},
	desk.VerbReopen:   {FieldReason},
	desk.VerbMerge:    {FieldTo},
}

// drafted are the actions with words worth keeping.
var drafted = []desk.Verb{desk.VerbPend, desk.VerbEscalate, desk.VerbSendBack, desk.VerbResolve, desk.VerbClose, desk.VerbReopen}

func (t *Ticket) panelDraft(v desk.Verb) string { return string(v) + "/" + t.ref }

// Begin opens an action to be filled in, with what was typed last time, else with
// what the ticket already tells. Where nothing is to be filled in, use the
// action's own method.
func (t *Ticket) Begin(v desk.Verb) {
	t.change(func(s *TicketState) {
		s.Panel, s.Open, s.Missing, s.Code = v, "", nil, ""
		s.Fields, s.seen = prefill(v, *s), s.View.Ticket
		delete(t.touched, t.panelDraft(v))
	})
	if v == desk.VerbMerge {
		t.FindTickets("")
	}
	if slices.Contains(drafted, v) {
		t.tasks.Latest("panel", 0, func(ctx context.Context) { t.loadPanel(ctx, v) })
	}
}

// loadPanel fills in what was typed last time, else what all of the conversation
// tells, where not all of it was read yet.
func (t *Ticket) loadPanel(ctx context.Context, v desk.Verb) {
	d, found, err := t.desk.Draft(ctx, t.panelDraft(v))
	part := t.State().View.Earlier > 0
	if part && !found {
		t.whole.Store(true)
		t.load(ctx)
	}
	if err != nil || !found && !part || ctx.Err() != nil {
		return
	}
	t.change(func(s *TicketState) {
		switch {
		case s.Panel != v || t.touched[t.panelDraft(v)]:
		case found:
			s.Fields = maps.Clone(d.Texts)
		default:
			s.Fields, s.seen = prefill(v, *s), s.View.Ticket
		}
	})
}

// Cancel closes the action; what was typed is kept for the next time.
func (t *Ticket) Cancel() {
	t.change(func(s *TicketState) { s.Panel, s.Missing = "", nil })
}

// Fill takes one field of the action as it is typed or picked.
func (t *Ticket) Fill(field, value string) {
	t.mu.Lock()
	s := &t.state
	if s.Panel == "" || s.Fields[field] == value {
		t.mu.Unlock()
		return
	}
	v := s.Panel
	s.Fields = maps.Clone(s.Fields)
	s.Fields[field] = value
	if v == desk.VerbCorrect {
		derive(s, desk.Field(field))
	}
	s.Missing = slices.DeleteFunc(slices.Clone(s.Missing), func(m string) bool { return m == field })
	t.touched[t.panelDraft(v)] = true
	d := desk.Draft{ID: t.panelDraft(v), Texts: s.Fields, Updated: t.now()}
	t.mu.Unlock()
	if slices.Contains(drafted, v) {
		t.keep.Keep(d)
	}
	t.Emit()
}

// pause is how long letters may still come before tickets are looked for.
const pause = 40 * time.Millisecond

// FindTickets looks for tickets to merge into, by letters of title or number.
func (t *Ticket) FindTickets(letters string) {
	t.tasks.Latest("merge", pause, func(ctx context.Context) {
		rows, err := t.desk.Tickets(ctx, desk.Filter{Text: letters, Open: true, Limit: 20})
		if err != nil || ctx.Err() != nil {
			return
		}
		t.change(func(s *TicketState) {
			s.Merge = slices.DeleteFunc(rows, func(r desk.Row) bool { return r.ID == s.View.Ticket.ID || r.ID == "" })
		})
	})
}

// prefill begins an action with what the ticket already tells.
func prefill(v desk.Verb, s TicketState) map[string]string {
	switch v {
	case desk.VerbEscalate:
		return card(s)
	case desk.VerbSendBack:
		return map[string]string{FieldTo: s.Next(-1).ID}
	case desk.VerbPend:
		return map[string]string{FieldFor: string(desk.PendingUser)}
	case desk.VerbResolve:
		return sheet(s)
	case desk.VerbCorrect:
		fields := map[string]string{}
		for _, f := range corrected {
			fields[string(f)] = s.View.Ticket.Get(f)
		}
		return fields
	}
	return map[string]string{}
}

// corrected are the fields that were derived and that a technician may correct.
var corrected = []desk.Field{desk.FieldKind, desk.FieldCategory, desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority}

// derive gives the priority that follows from a corrected impact or urgency. One
// that is picked afterwards holds, and major is left to people.
func derive(s *TicketState, corrected desk.Field) {
	next := s.View.Ticket
	if corrected != desk.FieldImpact && corrected != desk.FieldUrgency || s.Fields[string(desk.FieldPriority)] == majorText {
		return
	}
	for _, f := range []desk.Field{desk.FieldImpact, desk.FieldUrgency} {
		if next.Set(f, s.Fields[string(f)]) != nil {
			return
		}
	}
	next.Priority = s.Matrix.Priority(next.Impact, next.Urgency)
	s.Fields[string(desk.FieldPriority)] = next.Get(desk.FieldPriority)
}

// majorText is the priority that only a person sets, in the text form of fields.
var majorText = desk.Ticket{Priority: desk.PriorityMajor}.Get(desk.FieldPriority)

// card fills the hand-over card from what was said and done.
func card(s TicketState) map[string]string {
	f := map[string]string{FieldTo: s.Next(1).ID}
	title := s.View.Ticket.Title
	f[FieldHappening] = title
	var tried, context []string
	for i, m := range s.View.Messages {
		switch {
		case i > 0 || m.Body == "":
		case begins(m.Body, title):
			f[FieldHappening] = m.Body
		default:
			f[FieldHappening] += "\n" + m.Body
		}
		for _, step := range m.Tried {
			tried = append(tried, "- "+step.Text)
		}
		if m.Internal && m.HandOver == nil && m.Sheet == nil {
			tried = append(tried, "- "+strings.ReplaceAll(m.Body, "\n", "\n  "))
		}
	}
	for _, l := range s.Answers {
		context = append(context, "- "+l.Question+" "+l.Answer)
	}
	f[FieldTried] = strings.Join(tried, "\n")
	f[FieldContext] = strings.Join(context, "\n")
	return f
}

// begins tells whether a title is only the beginning of what was said, with a
// capital and the spaces of a title.
func begins(said, title string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	return strings.HasPrefix(plain(said), plain(strings.TrimRight(title, "….")))
}

// sheet begins the resolution with the hypothesis of the last hand-over card.
func sheet(s TicketState) map[string]string {
	f := map[string]string{}
	for _, m := range s.View.Messages {
		if m.HandOver != nil && m.HandOver.Hypothesis != "" {
			f[FieldHypothesis] = m.HandOver.Hypothesis
		}
	}
	return f
}

// missing lists the fields that the action still needs.
func missing(v desk.Verb, fields map[string]string) []string {
	var list []string
	for _, f := range needed[v] {
		if strings.TrimSpace(fields[f]) == "" {
			list = append(list, f)
		}
	}
	// nobody does anything about what they were not told
	if v == desk.VerbPend && fields[FieldFor] == string(desk.PendingUser) && strings.TrimSpace(fields[FieldMessage]) == "" {
		list = append(list, FieldMessage)
	}
	return list
}

// when reads a time field; the zero time when it is empty or no time.
func when(fields map[string]string, name string) time.Time {
	at, err := desk.ParseTime(fields[name])
	if err != nil {
		return time.Time{}
	}
	return at
}
