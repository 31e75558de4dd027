package employee

import (
	"strconv"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// requestCard is one of the person's requests in a list.
type requestCard struct {
	link   *part.LinkCard
	words  *text.Words
	win    Window
	chip   *part.Chip
	title  *part.Text
	cloud  *part.Icon
	detail *part.Text
	number *part.Text
}

// newRequestCard makes the card of a place in the list called list.
func newRequestCard(w *text.Words, win Window, list string, at int) *requestCard {
	c := &requestCard{
		words: w, win: win,
		chip:  part.NewChip(part.Neutral, theme.NoIcon, ""),
		title: part.NewStrong("").Lines(2), detail: part.NewSmall("").Lines(2), number: part.NewSmall("").Lines(1),
		cloud: part.NewIcon(theme.IconCloud, theme.ColorAmber, theme.SizeIconSmall),
	}
	words := flow.Stack(2, c.title, flow.Line(6, c.cloud, flow.Grow(c.detail)))
	content := flow.Beside(14, theme.Scaled(300), flow.Line(14, c.chip, flow.Grow(words)), c.number)
	c.link = part.NewLinkCard("", content, nil)
	part.Name(c.link, list+strconv.Itoa(at))
	return c
}

// set shows a request.
func (c *requestCard) set(r desk.Row, now time.Time) {
	l := lookOf(c.words, r.Ticket, now)
	c.chip.Set(l.tone, l.icon, l.word)
	c.title.Set(r.Title)
	c.detail.Set(c.describe(r, now))
	show(c.cloud, r.Waiting > 0 || r.Attention)
	number := numberOf(c.words, r.Ticket)
	c.number.Set(number)
	show(c.number, number != "")
	ref := refOf(r.Ticket)
	c.link.Set(r.Title+", "+l.word, func() { c.win.Go(model.Place{Name: model.PlaceRequest, Ref: ref}) })
	part.Relay(c.link)
}

// describe says in one line what happened last, and when.
func (c *requestCard) describe(r desk.Row, now time.Time) string {
	w, when, who := c.words, c.words.When(r.Updated, now), firstName(r.Assignee.Name)
	switch {
	case r.Attention:
		return w.T("requests.row.attention")
	case r.Waiting > 0:
		return w.T("requests.row.waiting")
	case r.Status == desk.StatusPending && r.PendingFor == desk.PendingUser && who != "":
		return w.T("requests.row.yours", "Name", who, "When", when)
	case r.Status == desk.StatusResolved:
		return w.T("requests.row.resolved", "When", when)
	case r.Status == desk.StatusClosed:
		return w.T("requests.row.closed", "When", when)
	case who != "":
		return w.T("requests.row.taken", "Name", who, "When", when)
	}
	return w.T("requests.row.received", "When", w.When(r.Created, now))
}
