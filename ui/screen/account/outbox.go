package account

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// OutboxActions is what a person can do on the page.
type OutboxActions interface {
	Settle(k desk.Key, how desk.Settle)
	Edit(p desk.Pending)
	OpenTicket(p desk.Pending)
	SyncNow()
}

// Outbox shows what waits on this computer, and what needs the person.
type Outbox struct {
	words     *text.Words
	fresh     *part.Text
	trouble   *part.Banner
	sync      *part.Button
	result    *part.Text
	attention *group
	waiting   *group
	givenUp   *group
	loading   *part.Skeleton
	empty     *part.EmptyState
	page      *part.Page
}

// NewOutbox builds the page.
func NewOutbox(w *text.Words, on OutboxActions) *Outbox {
	o := &Outbox{words: w, fresh: part.NewSmall(""), trouble: part.NewBanner(), result: part.NewSmall(""), loading: part.NewSkeleton(2),
		attention: newGroup(w, on, w.T("outbox.attention")), waiting: newGroup(w, on, w.T("outbox.waiting")),
		givenUp: newGroup(w, on, w.T("outbox.given-up"))}
	o.sync = part.Name(part.NewSecondary("", on.SyncNow).Icon(theme.IconRefresh), "outbox.sync")
	o.empty = part.NewEmptyState(theme.IconCheckCircle, w.T("outbox.empty"), w.T("outbox.empty.words"), "")
	head := flow.Beside(14, theme.Scaled(260), flow.Stack(4, part.NewTitle(w.T("outbox.title")), o.fresh), o.sync)
	o.page = part.NewPage(flow.Stack(20, head, o.result, o.trouble, o.loading, o.attention.list, o.waiting.list, o.empty, o.givenUp.list), nil)
	return o
}

// Object is the page.
func (o *Outbox) Object() fyne.CanvasObject { return o.page }

// Focus is the button that asks for a sync.
func (o *Outbox) Focus() fyne.Focusable { return o.sync }

// Render shows st.
func (o *Outbox) Render(st account.OutboxState) {
	w := o.words
	o.trouble.Set(say.Problem(w, st.Code))
	fresh := w.T("outbox.never")
	if !st.Sync.Pulled.IsZero() {
		fresh = w.T("outbox.fresh", "When", w.When(st.Sync.Pulled, st.Now))
	}
	o.fresh.Set(fresh)
	label := w.T("outbox.sync")
	if st.Syncing {
		label = w.T("outbox.syncing")
	}
	o.sync.Set(label, !st.Syncing)
	done := st.Result != nil && !st.Syncing && st.Code == ""
	part.ShowIf(o.result, done)
	if done {
		o.result.Set(w.N("outbox.result", st.Result.Pushed))
	}
	o.attention.render(st.Attention, st)
	o.waiting.render(st.Waiting, st)
	o.givenUp.render(st.GivenUp, st)
	part.ShowIf(o.loading, st.Loading)
	part.ShowIf(o.empty, !st.Loading && st.Code == "" && len(st.Attention)+len(st.Waiting)+len(st.GivenUp) == 0)
	part.Relay(o.page)
}

// group is the cards under one heading.
type group struct {
	words *text.Words
	on    OutboxActions
	cards []*card
	list  *fyne.Container
}

func newGroup(w *text.Words, on OutboxActions, heading string) *group {
	return &group{words: w, on: on, list: flow.Stack(10, part.NewSection(heading))}
}

func (g *group) render(list []desk.Pending, st account.OutboxState) {
	for len(g.cards) < len(list) {
		c := newCard(g.words, g.on)
		g.cards = append(g.cards, c)
		g.list.Add(c.box)
	}
	for i, c := range g.cards {
		part.ShowIf(c.box, i < len(list))
		if i < len(list) {
			c.render(list[i], st)
		}
	}
	part.ShowIf(g.list, len(list) > 0)
}
