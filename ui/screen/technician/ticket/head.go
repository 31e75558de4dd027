package ticket

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// head stands above a ticket: what it is, whose it is, and the actions that people
// use most.
type head struct {
	words *text.Words
	meta  *part.Text
	title *part.Text
	chip  *part.Chip
	who   *part.Text
	row   *fyne.Container
	root  fyne.CanvasObject
}

func newHead(w *text.Words, row *fyne.Container) *head {
	h := &head{
		words: w, meta: part.NewSmall("").Lines(2), title: part.NewSection("").Lines(3), who: part.NewSpans(), row: row,
		chip: part.NewChip(part.Neutral, theme.NoIcon, ""),
	}
	name := flow.Beside(14, theme.Scaled(210), flow.Stack(1, h.meta, h.title), h.chip)
	h.root = flow.Stack(0, flow.Inset(20, 13, flow.Stack(11, flow.Stack(4, name, h.who), row)), part.NewRule())
	return h
}

func (h *head) render(s work.TicketState) {
	w, t := h.words, s.View.Ticket
	h.meta.Set(look.Dots(look.Number(w, t.Number), w.Kind(t.Kind), s.Topic(t.Category), s.Queue(t.Queue).Name))
	h.title.Set(t.Title)
	tone, icon := look.Status(t.Status)
	h.chip.Set(tone, icon, w.Status(t.Status))
	small := func(words string) part.Span {
		return part.Span{Text: words, Size: theme.SizeSmall, Color: theme.ColorMuted}
	}
	spans := []part.Span{{Text: t.Requester.Name, Bold: true, Size: theme.SizeSmall}, small(" · " + look.Dots(t.Site, h.assignee(s)))}
	next, tone := h.next(s)
	if next != "" {
		spans = append(spans, small(" · "), part.Span{Text: next, Bold: tone != part.Neutral, Size: theme.SizeSmall, Color: tone.Ink()})
	}
	h.who.SetSpans(spans...)
}

func (h *head) assignee(s work.TicketState) string {
	switch a := s.View.Ticket.Assignee; {
	case a.Empty():
		return h.words.T("work.who.nobody")
	case a.ID == s.Me.ID:
		return h.words.T("work.who.you")
	default:
		return h.words.T("work.who.other", "Name", a.Name)
	}
}

// next says what comes next and when, in coral when it is late.
func (h *head) next(s work.TicketState) (string, part.Tone) {
	w, t := h.words, s.View.Ticket
	switch {
	case t.Status == desk.StatusPlanned && !t.PlannedAt.IsZero():
		return w.T("work.next.planned", "When", w.When(t.PlannedAt, s.Now)), part.Neutral
	case t.Status == desk.StatusPending && !t.PendingUntil.IsZero():
		return w.T("work.next.pending."+string(t.PendingFor)) + " " + w.T("work.next.until", "When", w.When(t.PendingUntil, s.Now)), part.Neutral
	case t.Status == desk.StatusPending:
		return w.T("work.next.pending." + string(t.PendingFor)), part.Neutral
	case t.Status == desk.StatusClosed:
		return w.Outcome(t.Outcome), part.Neutral
	}
	words, late := look.Left(w, t, s.Now)
	switch {
	case words == "":
		return "", part.Neutral
	case late:
		return w.T("work.next.late", "Span", w.For(s.Now.Sub(t.DueAt()))), part.Coral
	}
	return w.T("work.next.due", "Span", words), part.Neutral
}

// action is one thing that can be done to a ticket.
type action struct {
	verb  desk.Verb
	name  string // for journeys, and of the label
	quiet bool   // fewer people need it: small, in the second row
}

var actions = []action{
	{desk.VerbReply, "reply", false},
	{desk.VerbNote, "note", false},
	{desk.VerbTake, "take", false},
	{desk.VerbEscalate, "escalate", false},
	{desk.VerbResolve, "resolve", false},
	{desk.VerbReopen, "reopen", false},
	{desk.VerbSaveArticle, "article", false},
	{desk.VerbAssign, "assign", true},
	{desk.VerbPend, "pend", true},
	{desk.VerbPlan, "plan", true},
	{desk.VerbSendBack, "send-back", true},
	{desk.VerbMerge, "merge", true},
	{desk.VerbClose, "close", true},
}

// deeds are the buttons of what can be done. Those that don't apply are absent.
type deeds struct {
	words   *text.Words
	do      func(desk.Verb)
	buttons map[desk.Verb]*part.Button
	main    *part.Button    // answering, when nothing else is begun
	most    *fyne.Container // what people use most
	rest    *fyne.Container
	shown   []desk.Verb
	writing bool // whether the main button is among those shown
}

func newDeeds(w *text.Words, do func(desk.Verb)) *deeds {
	d := &deeds{words: w, do: do, buttons: map[desk.Verb]*part.Button{}, most: flow.Wrap(8), rest: flow.Wrap(0)}
	d.main = part.NewPrimary(w.T("work.do.reply"), func() { do(desk.VerbReply) }).Compact()
	return d
}

// render shows what applies: nothing while an action is filled in, and not the box
// that is open already.
func (d *deeds) render(s work.TicketState) {
	var shown []desk.Verb
	for _, a := range actions {
		if s.May[a.verb] && s.Panel == "" && desk.Verb(s.Open) != a.verb {
			shown = append(shown, a.verb)
		}
	}
	if b := d.buttons[desk.VerbEscalate]; b != nil {
		b.SetLabel(d.label(desk.VerbEscalate, s))
	}
	for _, b := range d.buttons {
		enable(b, !s.Sending)
	}
	enable(d.main, !s.Sending)
	if writing := s.Open != ""; !slices.Equal(shown, d.shown) || writing != d.writing {
		d.shown, d.writing = shown, writing
		d.arrange(s)
	}
}

func (d *deeds) arrange(s work.TicketState) {
	d.most.Objects, d.rest.Objects = nil, nil
	for _, a := range actions {
		if !slices.Contains(d.shown, a.verb) {
			continue
		}
		switch b := d.button(a, s); {
		case a.quiet:
			d.rest.Objects = append(d.rest.Objects, b)
		default:
			d.most.Objects = append(d.most.Objects, b)
		}
	}
	part.ShowIf(d.most, len(d.most.Objects) > 0)
	part.ShowIf(d.rest, len(d.rest.Objects) > 0)
}

// button makes the button of an action when it is shown for the first time.
func (d *deeds) button(a action, s work.TicketState) *part.Button {
	b := d.buttons[a.verb]
	switch {
	case a.verb == desk.VerbReply && s.Open == "":
		b = d.main
	case b != nil:
	case a.quiet:
		b = part.NewQuiet(d.label(a.verb, s), func() { d.do(a.verb) })
	default:
		b = part.NewSecondary(d.label(a.verb, s), func() { d.do(a.verb) }).Compact()
	}
	if b != d.main {
		d.buttons[a.verb] = b
	}
	return part.Name(b, "ticket."+a.name)
}

// label is what an action is called; escalating names where to.
func (d *deeds) label(v desk.Verb, s work.TicketState) string {
	for _, a := range actions {
		if a.verb == v && v == desk.VerbEscalate {
			return d.words.T("work.do.escalate", "Queue", d.towards(s.Next(1)))
		}
		if a.verb == v {
			return d.words.T("work.do." + a.name)
		}
	}
	return ""
}

// towards is where an escalation goes, as briefly as buttons need it.
func (d *deeds) towards(q desk.Queue) string {
	if q.Level > 0 {
		return d.words.T("work.do.level", "Level", q.Level)
	}
	return q.Name
}

// focus is the first button that is shown.
func (d *deeds) focus() fyne.Focusable {
	for _, c := range []*fyne.Container{d.most, d.rest} {
		if len(c.Objects) > 0 {
			return c.Objects[0].(fyne.Focusable) // a button
		}
	}
	return nil
}

func enable(b *part.Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
