package ticket

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// linked says which other tickets this one belongs to, and leads there.
type linked struct {
	words *text.Words
	open  func(model.Place)
	stack *fyne.Container
	shown []work.Link
}

func newLinked(w *text.Words, open func(model.Place)) *linked {
	l := &linked{words: w, open: open, stack: flow.Stack(8)}
	l.stack.Hide()
	return l
}

func (l *linked) render(s work.TicketState) {
	if slices.Equal(l.shown, s.Linked) {
		return
	}
	l.shown, l.stack.Objects = s.Linked, nil
	for _, each := range s.Linked {
		b := part.NewLine(l.look(each), func() { l.open(model.Place{Name: model.PlaceQueues, Ref: each.Ref}) })
		l.stack.Add(part.NewCard(part.Name(b, "ticket.linked."+string(each.Field))))
	}
	part.ShowIf(l.stack, len(s.Linked) > 0)
}

func (l *linked) look(each work.Link) part.LineState {
	w := l.words
	s := part.LineState{Icon: theme.IconLink, Tone: part.Primary, Detail: each.Title}
	switch n := look.Number(w, each.Number); {
	case each.Field == desk.FieldMergedInto:
		s.Icon, s.Title = theme.IconMerge, w.T("work.linked.merged", "Number", n)
	case each.Kind == desk.KindProblem:
		s.Title = w.T("work.linked.problem", "Number", n)
	default:
		s.Title = w.T("work.linked.parent", "Number", n)
	}
	return s
}
