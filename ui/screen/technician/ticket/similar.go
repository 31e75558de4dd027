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
	words   *text.Words
	open    func(model.Place)
	says    func(article string) // that it answers the ticket
	list    *fyne.Container
	answers []*part.Button // by case; nil for tickets
	shown   []work.Case
	root    *part.Card
}

func newSimilar(w *text.Words, open func(model.Place), says func(string)) *similar {
	c := &similar{words: w, open: open, says: says, list: flow.Stack(2)}
	c.root = part.NewCard(flow.Stack(6, part.NewStrong(w.T("work.similar")), c.list))
	c.root.Hide()
	return c
}

func (c *similar) render(s work.TicketState) {
	if !slices.EqualFunc(c.shown, s.Similar, same) {
		c.list.Objects, c.answers = nil, nil
		for i, each := range s.Similar {
			c.add(i, each)
		}
	}
	c.shown = s.Similar
	for i, each := range s.Similar {
		if b := c.answers[i]; b != nil && each.Answers {
			b.Icon(theme.IconCheck).Set(c.words.T("work.similar.noted"), false)
		}
	}
	part.ShowIf(c.root, len(s.Similar) > 0)
}

// same tells whether two cases are the same one, whatever was said of them.
func same(a, b work.Case) bool {
	a.Answers, b.Answers = false, false
	return a == b
}

// add adds the line of a case; below that of an article a person says that it
// answers the ticket.
func (c *similar) add(i int, each work.Case) {
	line := part.NewLine(c.look(each), func() { c.open(place(each)) })
	c.list.Add(part.Name(line, "ticket.similar."+strconv.Itoa(i)))
	var b *part.Button
	if each.Article {
		b = part.Name(part.NewQuiet(c.words.T("work.similar.answers"), func() { c.says(each.Ref) }).Icon(theme.IconLink), "ticket.answers."+strconv.Itoa(i))
		c.list.Add(flow.Line(0, flow.InsetSides(16, -6, 0, 0, b)))
	}
	c.answers = append(c.answers, b)
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
