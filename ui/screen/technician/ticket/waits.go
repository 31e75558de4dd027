package ticket

import (
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// waits shows what can't leave until a person has decided: two values for one
// field, or something that the helpdesk did not take.
type waits struct {
	words  *text.Words
	settle func(desk.Key, desk.Settle)
	edit   func(desk.Pending)
	stack  *fyne.Container
	shown  []desk.Pending
}

func newWaits(w *text.Words, settle func(desk.Key, desk.Settle), edit func(desk.Pending)) *waits {
	return &waits{words: w, settle: settle, edit: edit, stack: flow.Stack(12)}
}

func (c *waits) render(s work.TicketState) {
	if look.Same(c.shown, s.View.Pending) && c.stack.Visible() == (len(c.stack.Objects) > 0) {
		return
	}
	c.shown, c.stack.Objects = s.View.Pending, nil
	for _, p := range s.View.Pending {
		if p.State == desk.StateAttention {
			c.stack.Add(c.card(p, s, len(c.stack.Objects)))
		}
	}
	part.ShowIf(c.stack, len(c.stack.Objects) > 0)
}

// card asks about one operation. The first has the plain names, such as
// "conflict.mine", the others a number more.
func (c *waits) card(p desk.Pending, s work.TicketState, at int) fyne.CanvasObject {
	name := "conflict."
	if at > 0 {
		name += strconv.Itoa(at) + "."
	}
	if len(p.Conflicts) > 0 {
		return c.conflict(p, s, name)
	}
	return c.refused(p, name)
}

func (c *waits) conflict(p desk.Pending, s work.TicketState, name string) fyne.CanvasObject {
	w := c.words
	content := flow.Stack(12, flow.Stack(3, c.title(w.T("work.conflict", "Verb", w.Verb(p.Verb))), part.NewLead(w.T("work.conflict.words"))))
	mine, theirs := w.T("work.conflict.mine"), w.T("work.conflict.keep")
	for _, f := range p.Conflicts {
		yours, other := w.Value(f.Field, f.Mine, s.Now, look.Names(w, s)), w.Value(f.Field, f.Theirs, s.Now, look.Names(w, s))
		chosen, since := w.Sides(p.Kept, f, s.Now)
		content.Add(flow.Grid(theme.Scaled(190), 2, 14,
			side(look.Dots(w.Field(f.Field), w.T("work.conflict.yours"), chosen), yours),
			side(look.Dots(w.Field(f.Field), w.T("work.conflict.theirs"), since), other),
		))
		if len(p.Conflicts) == 1 {
			mine, theirs = w.T("work.conflict.mine.value", "Value", yours), w.T("work.conflict.keep.value", "Value", other)
		}
	}
	if p.Text != "" {
		content.Add(part.NewSmall(w.T("work.conflict.text", "Text", p.Text)).Lines(3))
	}
	content.Add(flow.Wrap(8,
		c.answer(mine, name+"mine", p.Key, desk.SettleMine),
		c.answer(theirs, name+"theirs", p.Key, desk.SettleTheirs),
	))
	return part.NewCard(content).Accent(part.Coral)
}

func (c *waits) refused(p desk.Pending, name string) fyne.CanvasObject {
	w := c.words
	what, kept, next := w.Needs(p)
	content := flow.Stack(10, flow.Stack(3, c.title(w.T("work.refused", "Verb", w.Verb(p.Verb))), part.NewBody(what), part.NewLead(kept+" "+next)))
	if p.Text != "" {
		content.Add(part.NewSmall(w.T("work.conflict.text", "Text", p.Text)).Lines(3))
	}
	drop := part.Name(part.NewQuiet(w.T("work.refused.discard"), func() { c.settle(p.Key, desk.SettleDiscard) }), name+"discard")
	answers := []fyne.CanvasObject{c.answer(w.T("work.refused.retry"), name+"retry", p.Key, desk.SettleRetry)}
	if len(p.Texts) > 0 && p.Verb != desk.VerbAsk { // a request is not written on this page
		change := part.Name(part.NewSecondary(w.T("work.refused.edit"), func() { c.edit(p) }).Compact(), name+"edit")
		answers = append([]fyne.CanvasObject{change}, answers...)
	}
	content.Add(flow.Split(10, flow.Line(8, answers...), drop))
	return part.NewCard(content).Accent(part.Coral)
}

func (c *waits) title(words string) fyne.CanvasObject {
	return flow.Line(8, part.NewIcon(theme.IconAlert, theme.ColorCoral, theme.SizeIcon), flow.Grow(part.NewStrong(words)))
}

func (c *waits) answer(label, name string, k desk.Key, how desk.Settle) *part.Button {
	return part.Name(part.NewSecondary(label, func() { c.settle(k, how) }).Compact(), name)
}

// side is one of two values of a field.
func side(label, value string) fyne.CanvasObject {
	return flow.Stack(1, part.NewSmall(label), part.NewStrong(value))
}
