package look

import (
	"strconv"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// RequestCard is one of the person's requests in a list.
type RequestCard struct {
	Link   *part.LinkCard
	words  *text.Words
	win    Window
	chip   *part.Chip
	Title  *part.Text
	mark   *part.Icon
	detail *part.Text
	number *part.Text
}

// NewRequestCard makes the card of a place in the list called list.
func NewRequestCard(w *text.Words, win Window, list string, at int) *RequestCard {
	c := &RequestCard{
		words: w, win: win,
		chip:  part.NewChip(part.Neutral, theme.NoIcon, ""),
		Title: part.NewStrong("").Lines(2), detail: part.NewSmall("").Lines(2), number: part.NewSmall("").Lines(1),
		mark: part.NewIcon(theme.IconCloud, theme.ColorAmber, theme.SizeIconSmall),
	}
	words := flow.Stack(2, c.Title, flow.Line(6, c.mark, flow.Grow(c.detail)))
	standing := flow.Widen(theme.Scaled(standingWidth), c.chip)
	content := flow.Beside(14, theme.Scaled(300), flow.Line(14, standing, flow.Grow(words)), c.number)
	c.Link = part.NewLinkCard("", content, nil)
	part.Name(c.Link, list+strconv.Itoa(at))
	return c
}

// standingWidth holds where most requests stand, so that their titles begin one
// below the other.
const standingWidth = 174

// Set shows a request. final: nobody asks whether what is resolved is solved.
func (c *RequestCard) Set(r desk.Row, final bool, now time.Time) {
	l := Standing(c.words, r.Ticket, final, time.Time{}) // when it is planned for, the detail says
	c.chip.Set(l.Tone, l.Icon, l.Word)
	c.Title.Set(r.Title)
	detail := c.describe(r, final, now)
	if r.Written {
		detail = c.words.T("requests.row.written") + " · " + detail
	}
	c.detail.Set(detail)
	waits, mark := r.Waiting > 0 || r.Attention, theme.IconCloud
	if !waits {
		mark = theme.IconPencil
	}
	c.mark.Set(mark, theme.ColorAmber)
	part.ShowIf(c.mark, waits || r.Written)
	number := Number(c.words, r.Ticket)
	c.number.Set(number)
	part.ShowIf(c.number, number != "")
	ref := Ref(r.Ticket)
	c.Link.Set(r.Title+", "+l.Word, func() { c.win.Go(model.Place{Name: model.PlaceRequest, Ref: ref}) })
	part.Relay(c.Link)
}

// describe says in one line what happened last, and when.
func (c *RequestCard) describe(r desk.Row, final bool, now time.Time) string {
	w, when, who := c.words, c.words.When(r.Updated, now), say.FirstName(r.Assignee.Name)
	switch {
	case r.Attention:
		return w.T("requests.row.attention")
	case r.Waiting > 0:
		return w.T("requests.row.waiting")
	case r.Status == desk.StatusPending && r.PendingFor == desk.PendingUser && who != "":
		return w.T("requests.row.yours", "Name", who, "When", when)
	case r.Status == desk.StatusPending && r.PendingFor == desk.PendingUser:
		return w.T("requests.row.yours.nobody", "When", when)
	case r.Status == desk.StatusPlanned && !r.PlannedAt.IsZero():
		return w.T("requests.planned", "When", When(w, r.PlannedAt, now))
	case r.Status == desk.StatusResolved && final:
		return w.T("requests.row.resolved.final", "When", when)
	case r.Status == desk.StatusResolved:
		return w.T("requests.row.resolved", "When", when)
	case r.Status == desk.StatusClosed:
		return w.T("requests.row.closed", "When", when)
	case who != "":
		return w.T("requests.row.taken", "Name", who, "When", when)
	}
	return w.T("requests.row.received", "When", w.When(r.Created, now))
}
