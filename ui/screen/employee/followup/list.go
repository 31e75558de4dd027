// Package followup holds the screens of what became of one's requests: their list,
// and one request with its conversation.
package followup

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/requests"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// ListActions is what a person can do about the list of requests.
type ListActions interface {
	Reload()
}

// List shows a person's own requests by who has to move next.
type List struct {
	words   *text.Words
	win     look.Window
	fresh   *part.Text
	trouble *part.Banner
	loading *part.Skeleton
	none    *part.EmptyState
	groups  map[requests.Group]*group
	more    *part.Button
	older   *fyne.Container // holds more
	ask     *part.Button
	page    *part.Page

	cards []*look.RequestCard
	done  int // how many finished requests may show
	state requests.ListState
}

// group is the requests under one heading.
type group struct {
	heading *part.Text
	list    *fyne.Container
}

// doneAtFirst is how many finished requests show before more are asked for.
const doneAtFirst = 10

// NewList builds the list.
func NewList(w *text.Words, on ListActions, win look.Window) *List {
	r := &List{words: w, win: win, fresh: part.NewSmall(""), trouble: part.NewBanner(), loading: part.NewSkeleton(4),
		groups: map[requests.Group]*group{}, done: doneAtFirst}
	help := func() { win.Go(model.Place{Name: model.PlaceHome}) }
	r.none = part.NewEmptyState(theme.IconInbox, w.T("requests.none"), w.T("requests.none.words"), w.T("requests.ask"))
	r.none.OnAction = help
	part.Name(r.none.Button(), "requests.first")
	r.trouble.OnAction = on.Reload
	part.Name(r.trouble.Button(), "requests.retry")
	r.more = part.Name(part.NewSecondary("", r.showMore), "requests.more")
	r.ask = part.Name(part.NewSecondary(w.T("requests.ask"), help).Icon(theme.IconPlus), "requests.ask")
	main := flow.Stack(22, flow.Beside(14, theme.Scaled(260), flow.Stack(4, part.NewTitle(w.T("requests.title")), r.fresh), r.ask),
		r.trouble, r.loading, r.none)
	for g, heading := range map[requests.Group]string{
		requests.Yours: w.T("requests.yours"), requests.Working: w.T("requests.working"), requests.Done: w.T("requests.done"),
	} {
		r.groups[g] = &group{part.NewSection(heading), flow.Stack(10)}
	}
	for _, g := range requests.Groups() {
		main.Add(r.groups[g].list)
	}
	r.older = flow.Line(0, r.more)
	main.Add(r.older)
	r.page = part.NewPage(main, nil)
	return r
}

// Object is the page.
func (r *List) Object() fyne.CanvasObject { return r.page }

// Focus is the first request, or the button that asks for help.
func (r *List) Focus() fyne.Focusable {
	if r.state.Count > 0 && len(r.cards) > 0 {
		return r.cards[0].Link
	}
	if r.none.Visible() {
		return r.none.Button()
	}
	return r.ask
}

func (r *List) showMore() {
	r.done += 5 * doneAtFirst
	r.Render(r.state)
}

// Render shows s.
func (r *List) Render(s requests.ListState) {
	r.state = s
	r.fresh.Set(say.Fresh(r.words, s.Sync, s.Now))
	trouble := say.Problem(r.words, s.Code)
	if s.Code != "" {
		trouble.Action = r.words.T("requests.retry")
	}
	r.trouble.Set(trouble)
	part.ShowIf(r.loading, s.Loading)
	empty := !s.Loading && s.Count == 0 && s.Code == ""
	part.ShowIf(r.none, empty)
	part.ShowIf(r.fresh, !s.Loading)
	part.ShowIf(r.ask, !empty)
	at := 0
	for _, g := range requests.Groups() {
		at = r.renderGroup(g, at)
	}
	rest := len(s.Groups[requests.Done]) - r.done
	r.more.SetLabel(r.words.N("requests.more", max(rest, 0)))
	part.ShowIf(r.older, rest > 0)
	part.Relay(r.page)
}

// renderGroup shows one group with the cards from at on, and returns where the
// next group goes on.
func (r *List) renderGroup(g requests.Group, at int) int {
	rows := r.state.Groups[g]
	if g == requests.Done {
		rows = rows[:min(len(rows), r.done)]
	}
	into := r.groups[g]
	into.list.Objects = append(into.list.Objects[:0], into.heading)
	for i, row := range rows {
		into.list.Objects = append(into.list.Objects, r.card(at+i, row))
	}
	part.ShowIf(into.list, len(rows) > 0)
	return at + len(rows)
}

func (r *List) card(at int, row desk.Row) fyne.CanvasObject {
	if at == len(r.cards) {
		r.cards = append(r.cards, look.NewRequestCard(r.words, r.win, "requests.row.", at))
	}
	card := r.cards[at]
	card.Set(row, r.state.Final, r.state.Now)
	if row.Number != "" {
		part.Name(card.Title, "requests.ticket."+row.Number)
	}
	return card.Link
}
