package employee

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/theme"
)

// ReceiptActions is what a person can do after sending.
type ReceiptActions interface {
	Home()
}

// Receipt proves that a request was kept, follows it until it has arrived, and
// says what happens next.
type Receipt struct {
	words  *text.Words
	icon   *part.Icon
	title  *part.Text
	name   *part.Text
	lead   *part.Text
	what   *part.Facts
	when   *part.Facts
	follow *part.Button
	outbox *part.Button
	after  *fyne.Container
	page   *part.Page

	known []part.Fact
	ref   string
	key   desk.Key
}

// NewReceipt builds the page.
func NewReceipt(w *text.Words, on ReceiptActions, win look.Window) *Receipt {
	r := &Receipt{words: w, icon: part.NewIcon(theme.IconCheckCircle, theme.ColorGreen, theme.SizeIconLarge),
		title: part.NewTitle(""), lead: part.NewLead("").Readable(), what: part.NewFacts(), when: part.NewFacts()}
	r.name = part.NewSection("")
	r.follow = part.Name(part.NewPrimary(w.T("ask.follow"), func() {
		win.Go(model.Place{Name: model.PlaceRequest, Ref: r.ref})
	}), "receipt.follow")
	r.outbox = part.Name(part.NewPrimary(w.T("ask.outbox"), func() {
		win.Go(model.Place{Name: model.PlaceOutbox})
	}), "receipt.outbox")
	proof := part.Name(part.NewQuiet(w.T("receipt.save"), func() { win.SaveReceipt(r.key) }).Icon(theme.IconDownload), "receipt.save")
	another := part.Name(part.NewSecondary(w.T("ask.another"), on.Home), "receipt.new")
	r.after = flow.Stack(8, part.NewSection(w.T("ask.after")),
		part.NewEventLine(theme.IconUser, w.T("ask.after.read")),
		part.NewEventLine(theme.IconChat, w.T("ask.after.answer")),
		part.NewEventLine(theme.IconBell, w.T("ask.after.told")))
	r.page = part.NewPage(flow.Stack(22,
		flow.Stack(8, flow.Line(0, r.icon), r.title, r.lead),
		part.NewCard(flow.Stack(12, r.name, part.Name(flow.Grid(theme.Scaled(280), 2, 24, r.what, r.when), "receipt.facts"))),
		r.after,
		flow.Wrap(14, r.follow, r.outbox, another, proof),
	), nil)
	return r
}

// Object is the page.
func (r *Receipt) Object() fyne.CanvasObject { return r.page }

// Focus is the button that opens the request, or what it needs.
func (r *Receipt) Focus() fyne.Focusable {
	if r.outbox.Visible() {
		return r.outbox
	}
	return r.follow
}

// Render shows s.
func (r *Receipt) Render(s ask.State) {
	w, got := r.words, s.Receipt
	icon, ink := theme.IconCheckCircle, theme.ColorGreen
	title, lead := w.T("ask.arrived"), w.T("ask.arrived.lead")
	switch {
	case got.State == desk.StateAttention:
		icon, ink = theme.IconAlert, theme.ColorAmber
		title, lead = w.T("ask.attention"), w.T("ask.attention.lead")
	case got.State == desk.StateAccepted:
	case s.Sync.Online:
		title, lead = w.T("ask.leaving"), w.T("ask.leaving.lead")
	default:
		icon, ink = theme.IconCloud, theme.ColorAmber
		title, lead = w.T("ask.waiting"), w.T("ask.waiting.lead")
	}
	r.icon.Set(icon, ink)
	r.title.Set(title)
	r.lead.Set(lead)
	r.name.Set(nameOf(w, got))
	if facts := r.list(s); !slices.Equal(facts, r.known) {
		r.known = facts
		r.what.Set(facts[:2]...)
		r.when.Set(facts[2:]...)
	}
	part.ShowIf(r.outbox, got.State == desk.StateAttention)
	part.ShowIf(r.follow, got.State != desk.StateAttention)
	part.ShowIf(r.after, got.State != desk.StateAttention)
	r.key = got.Key
	r.ref = look.Ref(desk.Ticket{Number: got.Number, ID: got.Ticket, Key: got.Key})
	part.Relay(r.page)
}

// nameOf is the title of the request.
func nameOf(w *text.Words, r desk.Receipt) string {
	if r.Title == "" {
		return w.T("ask.receipt")
	}
	return r.Title
}

// list is what the receipt says: which request, then when.
func (r *Receipt) list(s ask.State) []part.Fact {
	w, got := r.words, s.Receipt
	number := w.T("ask.receipt.number.soon")
	if got.Number != "" {
		number = w.T("requests.number", "Number", got.Number)
	}
	facts := []part.Fact{
		{Label: w.T("ask.receipt.number"), Value: number},
		{Label: w.T("ask.receipt.reference"), Value: got.Key.Short()},
		{Label: w.T("ask.receipt.kept"), Value: w.Full(got.Kept)},
	}
	if !got.Accepted.IsZero() {
		facts = append(facts, part.Fact{Label: w.T("ask.receipt.accepted"), Value: w.Full(got.Accepted)})
	}
	return facts
}
