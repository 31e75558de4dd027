package ticket

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// similar is the card of resolved tickets and articles that may help.
type similar struct {
	words *text.Words
	open  func(model.Place)
	list  *fyne.Container
	shown []work.Case
	root  *part.Card
}

func newSimilar(w *text.Words, open func(model.Place)) *similar {
	c := &similar{words: w, open: open, list: flow.Stack(2)}
	c.root = part.NewCard(flow.Stack(6, part.NewStrong(w.T("work.similar")), c.list))
	c.root.Hide()
	return c
}

func (c *similar) render(s work.TicketState) {
	if slices.Equal(c.shown, s.Similar) {
		return
	}
	c.shown, c.list.Objects = s.Similar, nil
	for i, each := range s.Similar {
		b := part.NewLine(c.look(each), func() { c.open(place(each)) })
		c.list.Add(part.Name(b, "ticket.similar."+strconv.Itoa(i)))
	}
	part.ShowIf(c.root, len(s.Similar) > 0)
}

func place(c work.Case) model.Place {
	if c.Article {
		return model.Place{Name: model.PlaceArticle, Ref: c.Ref}
	}
	return model.Place{Name: model.PlaceQueues, Ref: c.Ref}
}

func (c *similar) look(each work.Case) part.LineState {
	w := c.words
	l := part.LineState{Icon: theme.IconCheck, Tone: part.Green, Title: each.Title}
	switch {
	case each.Article:
		l.Icon, l.Tone, l.Detail = theme.IconBook, part.Primary, w.T("work.similar.article")
		if each.Helped > 0 {
			l.Detail = look.Dots(l.Detail, w.N("work.similar.helped", each.Helped))
		}
	case each.Took > 0:
		l.Detail = look.Dots(look.Number(w, each.Number), w.T("work.similar.took", "Span", w.For(each.Took)))
	default:
		l.Detail = look.Number(w, each.Number)
	}
	return l
}
