package account

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// OutboxActions is what a person can do on the page.
type OutboxActions interface {
	Settle(k desk.Key, how desk.Settle)
	SyncNow()
}

// Outbox shows what waits on this computer, and what needs the person.
type Outbox struct {
	words     *text.Words
	on        OutboxActions
	fresh     *part.Text
	trouble   *part.Banner
	sync      *part.Button
	result    *part.Text
	attention *fyne.Container
	waiting   *fyne.Container
	empty     *part.EmptyState
	page      *part.Page
}

// NewOutbox builds the page.
func NewOutbox(w *text.Words, on OutboxActions) *Outbox {
	o := &Outbox{words: w, on: on, fresh: part.NewSmall(""), trouble: part.NewBanner(), result: part.NewSmall("")}
	o.sync = part.Name(part.NewSecondary("", on.SyncNow).Icon(theme.IconRefresh), "outbox.sync")
	o.attention, o.waiting = flow.Stack(10), flow.Stack(10)
	o.empty = part.NewEmptyState(theme.IconCheckCircle, w.T("outbox.empty"), w.T("outbox.empty.words"), "")
	top := flow.Stack(6, part.NewTitle(w.T("outbox.title")), o.fresh)
	o.page = part.NewPage(flow.Stack(20, top, flow.Wrap(12, o.sync, o.result), o.trouble, o.attention, o.waiting, o.empty), nil)
	return o
}

// Object is the page.
func (o *Outbox) Object() fyne.CanvasObject { return o.page }

// Focus is nothing in particular.
func (o *Outbox) Focus() fyne.Focusable { return nil }

// Render shows st.
func (o *Outbox) Render(st account.OutboxState) {
	w := o.words
	o.trouble.Set(problem(w, st.Code))
	line := w.T("outbox.never")
	if !st.Sync.Pulled.IsZero() {
		line = w.T("outbox.fresh", "When", w.When(st.Sync.Pulled, st.Now))
	}
	o.fresh.Set(line)
	label := w.T("outbox.sync")
	if st.Syncing {
		label = w.T("outbox.syncing")
	}
	o.sync.Set(label, !st.Syncing)
	o.result.Set("")
	if st.Result != nil && !st.Syncing && st.Code == "" {
		o.result.Set(w.N("outbox.result", st.Result.Pushed))
	}
	o.cards(o.attention, w.T("outbox.attention"), st.Attention, st)
	o.cards(o.waiting, w.T("outbox.waiting"), st.Waiting, st)
	show(o.empty, !st.Loading && len(st.Attention)+len(st.Waiting) == 0)
	part.Relay(o.page)
}

// cards shows one group below its heading. There are few of them, and they change
// seldom: they are made anew.
func (o *Outbox) cards(box *fyne.Container, heading string, list []desk.Pending, st account.OutboxState) {
	box.Objects = nil
	if len(list) > 0 {
		box.Add(part.NewSection(heading))
	}
	for _, p := range list {
		box.Add(o.card(p, st))
	}
}

func (o *Outbox) card(p desk.Pending, st account.OutboxState) fyne.CanvasObject {
	w := o.words
	about := p.Title
	if p.Number != "" {
		about += " · " + w.T("outbox.number", "Number", p.Number)
	}
	content := flow.Stack(6,
		part.NewSmall(w.Verb(p.Verb)+" · "+w.T("outbox.kept", "When", w.When(p.Kept, st.Now))),
		part.NewStrong(about).Lines(2))
	if p.Text != "" {
		content.Add(part.NewBody(p.Text).Lines(4))
	}
	content.Add(part.NewSmall(o.why(p, st)))
	for _, c := range p.Conflicts {
		content.Add(part.NewFacts(
			part.Fact{Label: w.T("outbox.mine", "Field", w.Field(c.Field)), Value: o.value(c.Field, c.Mine, st)},
			part.Fact{Label: w.T("outbox.theirs", "Field", w.Field(c.Field)), Value: o.value(c.Field, c.Theirs, st)}))
	}
	card := part.NewCard(content)
	if p.State == desk.StateAttention {
		content.Add(o.answers(p))
		card.Accent(part.Coral)
	}
	return card
}

// why says why an operation waits, or what it needs.
func (o *Outbox) why(p desk.Pending, st account.OutboxState) string {
	w := o.words
	switch {
	case len(p.Conflicts) > 0:
		return w.T("outbox.conflict")
	case p.State == desk.StateAttention && p.Code != "":
		what, kept, next := w.Problem(p.Code)
		return what + " " + kept + " " + next
	case p.Blocked:
		return w.T("outbox.blocked")
	case p.State == desk.StateSent:
		return w.T("outbox.sent")
	case !p.NextTry.IsZero() && p.NextTry.After(st.Now):
		return w.T("outbox.next", "In", w.For(p.NextTry.Sub(st.Now)))
	}
	return w.T("outbox.soon")
}

func (o *Outbox) value(f desk.Field, v string, st account.OutboxState) string {
	if v == "" {
		return o.words.T("outbox.nothing")
	}
	return o.words.Value(f, v, st.Now, func(_ desk.Field, id string) string { return id })
}

func (o *Outbox) answers(p desk.Pending) fyne.CanvasObject {
	w := o.words
	settle := func(how desk.Settle) func() { return func() { o.on.Settle(p.Key, how) } }
	row := flow.Wrap(12)
	if len(p.Conflicts) > 0 {
		row.Add(part.Name(part.NewSecondary(w.T("outbox.take.mine"), settle(desk.SettleMine)), "conflict.mine"))
		row.Add(part.Name(part.NewSecondary(w.T("outbox.take.theirs"), settle(desk.SettleTheirs)), "conflict.theirs"))
		return row
	}
	row.Add(part.Name(part.NewSecondary(w.T("outbox.retry"), settle(desk.SettleRetry)), "outbox.retry"))
	row.Add(part.Name(part.NewQuiet(w.T("outbox.discard"), settle(desk.SettleDiscard)), "outbox.discard"))
	return row
}
