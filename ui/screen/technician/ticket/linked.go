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
		b := part.NewBanner()
		b.Set(l.look(each))
		b.OnAction = func() { l.open(model.Place{Name: model.PlaceQueues, Ref: each.Ref}) }
		part.Name(b.Button(), "ticket.linked."+string(each.Field))
		l.stack.Add(b)
	}
	part.ShowIf(l.stack, len(s.Linked) > 0)
}

func (l *linked) look(each work.Link) part.BannerState {
	w := l.words
	s := part.BannerState{Tone: part.Neutral, Icon: theme.IconLink, Action: w.T("work.linked.open"), Words: each.Title}
	switch n := look.Number(w, each.Number); {
	case each.Field == desk.FieldMergedInto:
		s.Icon, s.Lead = theme.IconMerge, w.T("work.linked.merged", "Number", n)
	case each.Kind == desk.KindProblem:
		s.Lead = w.T("work.linked.problem", "Number", n)
	default:
		s.Lead = w.T("work.linked.parent", "Number", n)
	}
	return s
}
