package ticket

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// why is the card that says how the priority came about, and what the requester
// answered.
type why struct {
	words   *text.Words
	state   work.TicketState
	line    *part.Text
	ask     *part.Button
	correct *part.Button
	reasons *fyne.Container
	answers *fyne.Container
	facts   *fyne.Container
	rule    fyne.CanvasObject
	open    bool
	root    *part.Card
}

func newWhy(w *text.Words, correct func()) *why {
	y := &why{
		words: w, line: part.NewSpans(), reasons: flow.Stack(3), facts: flow.Wrap(6), rule: part.NewRule(),
		answers: flow.Stack(4),
	}
	y.ask = part.Name(part.NewQuiet("", y.toggle), "ticket.why")
	y.correct = part.Name(part.NewQuiet(w.T("work.correct"), correct).Icon(theme.IconPencil), "ticket.correct")
	head := flow.Beside(10, theme.Scaled(230), y.line, flow.InsetSides(0, -6, -10, -6, flow.Line(0, y.ask, y.correct)))
	for _, o := range []fyne.CanvasObject{y.rule, y.answers, y.facts} {
		part.ShowIf(o, false) // until there is something in them
	}
	y.root = part.NewCard(flow.Stack(11, head, y.reasons, y.rule, y.answers, y.facts))
	return y
}

func (y *why) toggle() {
	y.open = !y.open
	y.explain()
	part.Relay(y.root)
}

func (y *why) render(s work.TicketState) {
	before, t := y.state, s.View.Ticket
	y.state = s
	y.line.SetSpans(
		part.Span{Text: y.words.Priority(t.Priority), Bold: true},
		part.Span{Text: "  " + y.because(s), Color: theme.ColorMuted, Size: theme.SizeSmall},
	)
	y.explain()
	part.ShowIf(y.correct, s.May[desk.VerbCorrect] && s.Panel == "")
	if slices.Equal(before.Answers, s.Answers) && before.View.Ticket.Answers == t.Answers {
		return
	}
	y.answers.Objects = nil
	for _, l := range s.Answers {
		y.answers.Add(part.NewSpans(part.Span{Text: l.Question + "  ", Color: theme.ColorMuted, Size: theme.SizeSmall}, part.Span{Text: l.Answer}))
	}
	y.renderFacts(t)
	part.ShowIf(y.answers, len(y.answers.Objects) > 0)
	part.ShowIf(y.facts, len(y.facts.Objects) > 0)
	part.ShowIf(y.rule, y.answers.Visible() || y.facts.Visible())
}

// renderFacts shows what the program found out about the computer, and what the
// helpdesk says in words that are only to be read.
func (y *why) renderFacts(t desk.Ticket) {
	y.facts.Objects = nil
	if t.Answers != nil {
		for _, f := range t.Answers.Facts {
			tone, icon := part.Neutral, theme.NoIcon
			if f.Unusual {
				tone, icon = part.Amber, theme.IconExclamation
			}
			y.facts.Add(part.NewChip(tone, icon, f.Value))
		}
	}
	for _, f := range desk.Patch(readOnly(t)).Fields() {
		y.facts.Add(part.NewChip(part.Neutral, theme.IconLock, y.words.T("work.readonly", "Field", y.words.Field(f), "Value", t.ReadOnly[string(f)])))
	}
}

func readOnly(t desk.Ticket) map[desk.Field]string {
	list := make(map[desk.Field]string, len(t.ReadOnly))
	for f, v := range t.ReadOnly {
		list[desk.Field(f)] = v
	}
	return list
}

// because is impact and urgency with the words behind them.
func (y *why) because(s work.TicketState) string {
	w, t := y.words, s.View.Ticket
	if t.Priority == desk.PriorityMajor {
		return w.T("work.because.major")
	}
	quote := func(f desk.Field) string {
		if r, known := s.Reason(f); known {
			return " " + w.T("work.because.answer", "Answer", r.Answer)
		}
		return ""
	}
	return w.T("work.because", "Impact", strings.ToLower(w.Impact(t.Impact)), "ImpactWhy", quote(desk.FieldImpact),
		"Urgency", strings.ToLower(w.Urgency(t.Urgency)), "UrgencyWhy", quote(desk.FieldUrgency))
}

// explain shows, when the reader asked for it, which answer gave which field.
func (y *why) explain() {
	key := "work.why"
	if y.open {
		key = "work.why.hide"
	}
	y.ask.SetLabel(y.words.T(key))
	part.ShowIf(y.reasons, y.open)
	if !y.open {
		return
	}
	y.reasons.Objects = nil
	s := y.state
	for _, f := range []desk.Field{desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldCategory, desk.FieldKind} {
		y.reasons.Add(part.NewSmall(y.reason(s, f)).Readable())
	}
}

// reason is one sentence on where the value of a field comes from.
func (y *why) reason(s work.TicketState, f desk.Field) string {
	w := y.words
	value := w.Value(f, s.View.Ticket.Get(f), s.Now, look.Names(w, s))
	args := []any{"Field", w.Field(f), "Value", value}
	if f == desk.FieldPriority {
		if t := s.View.Ticket; t.Priority == s.Matrix.Priority(t.Impact, t.Urgency) {
			return w.T("work.reason.matrix", args...)
		}
		return w.T("work.reason.hand", args...)
	}
	if r, known := s.Reason(f); known {
		return w.T("work.reason.answer", append(args, "Question", r.Question, "Answer", r.Answer)...)
	}
	for _, r := range s.Reasons {
		if r.Field == f {
			return w.T("work.reason.form", args...)
		}
	}
	return w.T("work.reason.hand", args...)
}
