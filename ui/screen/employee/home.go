package employee

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// HomeActions is what a person can do on the first page.
type HomeActions interface {
	Type(text string)
	Rest(on bool)
	Pick(topic string)
	Continue()
	look.FileActions
}

// Home is the first page: one box for one's own words, big everyday topics, what
// may already help, and the requests under way.
type Home struct {
	words *text.Words
	win   look.Window

	title   *part.Text
	entry   *part.BigEntry
	files   *look.Files
	trouble *part.Banner
	found   *fyne.Container // holds the suggestions below its heading
	hits    []*hitCard
	next    *fyne.Container
	ask     *part.Button
	note    *part.Text
	rest    func(on bool)
	tiles   fyne.CanvasObject
	mine    *fyne.Container // holds the requests below its heading
	fresh   *part.Text
	cards   []*look.RequestCard
	main    *fyne.Container
	page    *part.Page
}

// NewHome builds the page with a tile for each topic that belongs there.
func NewHome(w *text.Words, topics []ask.Topic, on HomeActions, win look.Window) *Home {
	h := &Home{words: w, win: win, title: part.NewTitle(""), entry: part.NewBigEntry(w.T("ask.placeholder")),
		trouble: part.NewBanner(), note: part.NewSmall(""), fresh: part.NewSmall(""), rest: on.Rest}
	h.entry.OnChanged = on.Type
	h.entry.TakeLong()
	h.entry.OnSubmitted = func(string) { on.Continue() }
	part.Name(h.entry.Control(), "home.text")
	h.files = look.NewFiles(w, "home", on)
	h.found = flow.Stack(10, part.NewSection(w.T("ask.found")))
	h.ask = part.Name(part.NewPrimary("", on.Continue), "home.ask")
	h.next = flow.Wrap(14, h.ask, h.note)
	h.tiles = newTiles(w, topics, func(t ask.Topic) bool { return t.Home }, "home.tile.", on.Pick)
	all := part.NewQuiet(w.T("ask.mine.all"), func() { win.Go(model.Place{Name: model.PlaceRequests}) })
	part.Name(all, "home.requests")
	h.mine = flow.Stack(10, part.NewHead(part.NewSection(w.T("ask.mine")), all), h.fresh)
	h.main = flow.Stack(22, flow.Stack(6, h.title, part.NewLead(w.T("ask.lead"))), h.entry, h.files.Box, h.trouble, h.found, h.next, h.tiles, h.mine)
	h.page = part.NewPage(h.main, nil)
	return h
}

// newTiles makes a tile for each topic that belongs.
func newTiles(w *text.Words, topics []ask.Topic, belongs func(ask.Topic) bool, prefix string, pick func(string)) *fyne.Container {
	var tiles []fyne.CanvasObject
	for _, t := range topics {
		if belongs(t) {
			tile := part.NewTile(theme.IconName(t.Icon), t.Title, func() { pick(t.ID) })
			tiles = append(tiles, part.Name(tile, prefix+t.ID))
		}
	}
	return flow.Grid(theme.Scaled(168), 4, 14, tiles...)
}

// Object is the page.
func (h *Home) Object() fyne.CanvasObject { return h.page }

// Focus is the box for one's own words.
func (h *Home) Focus() fyne.Focusable { return h.entry.Control() }

// Render shows s.
func (h *Home) Render(s ask.State) {
	h.title.Set(h.greeting(s.Name))
	h.entry.SetText(s.Text)
	h.files.Set(s.Attachments, s.Refused)
	h.trouble.Set(troubleOf(h.words, s))
	typing := strings.TrimSpace(s.Text) != ""
	h.renderHits(s.Suggestions, typing)
	h.renderNext(s)
	part.ShowIf(h.next, typing)
	part.ShowIf(h.tiles, !typing)
	h.renderMine(s, !typing)
	part.Relay(h.page)
}

func (h *Home) greeting(name string) string {
	if first := say.FirstName(name); first != "" {
		return h.words.T("ask.hello", "Name", first)
	}
	return h.words.T("ask.hello.nobody")
}

// troubleOf says that a draft could not be kept, or what else went wrong.
func troubleOf(w *text.Words, s ask.State) part.BannerState {
	if s.Unkept {
		return part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: w.T("ask.unkept"), Words: w.T("ask.unkept.next")}
	}
	return say.Problem(w, s.Code)
}

func (h *Home) renderNext(s ask.State) {
	label := h.words.T("ask.start")
	switch {
	case len(s.Given) > 0:
		label = h.words.T("ask.resume")
	case len(s.Suggestions) > 0:
		label = h.words.T("ask.start.anyway")
	}
	h.ask.SetLabel(label)
	note := h.words.T("ask.private")
	if s.Kept && !s.Unkept {
		note = h.words.T("ask.kept")
	}
	h.note.Set(note)
}

func (h *Home) renderHits(hits []model.Hit, typing bool) {
	for len(h.hits) < len(hits) {
		card := newHitCard(h.words, h.win, len(h.hits))
		card.link.OnRest = h.rest
		h.hits = append(h.hits, card)
		h.found.Add(card.link)
	}
	for i, card := range h.hits {
		part.ShowIf(card.link, i < len(hits))
		if i < len(hits) {
			card.set(hits[i])
		}
	}
	part.ShowIf(h.found, typing && len(hits) > 0)
}

func (h *Home) renderMine(s ask.State, visible bool) {
	for len(h.cards) < len(s.Mine) {
		card := look.NewRequestCard(h.words, h.win, "home.request.", len(h.cards))
		h.cards = append(h.cards, card)
		h.mine.Objects = append(h.mine.Objects[:len(h.mine.Objects)-1], card.Link, h.fresh)
	}
	for i, card := range h.cards {
		part.ShowIf(card.Link, i < len(s.Mine))
		if i < len(s.Mine) {
			card.Set(s.Mine[i], false, s.Now) // none of them is resolved
		}
	}
	h.fresh.Set(say.Fresh(h.words, s.Sync, s.Now))
	part.ShowIf(h.mine, visible && len(s.Mine) > 0)
}

// hitCard is an article that may help.
type hitCard struct {
	link    *part.LinkCard
	words   *text.Words
	win     look.Window
	title   *part.Text
	passage *part.Text
	why     *part.Text
	helped  *part.Chip
}

func newHitCard(w *text.Words, win look.Window, at int) *hitCard {
	c := &hitCard{words: w, win: win, title: part.NewStrong("").Lines(2), passage: part.NewSmall("").Lines(2), why: part.NewSmall("").Lines(2),
		helped: part.NewChip(part.Green, theme.IconCheck, "")}
	c.link = part.NewLinkCard("", flow.Beside(14, theme.Scaled(320), flow.Stack(2, c.title, c.passage, c.why), c.helped), nil)
	part.Name(c.link, "home.suggestion."+strconv.Itoa(at))
	return c
}

func (c *hitCard) set(h model.Hit) {
	c.title.SetSpans(spans(h.Title, part.Span{Bold: true})...)
	c.passage.SetSpans(spans(h.Passage, part.Span{})...)
	part.ShowIf(c.passage, len(h.Passage) > 0)
	reason := say.Why(c.words, h.Learned)
	c.why.Set(reason)
	part.ShowIf(c.why, reason != "")
	part.ShowIf(c.helped, h.Helped > 0)
	c.helped.Set(part.Green, theme.IconCheck, c.words.N("ask.helped", h.Helped))
	c.link.Set(model.Words(h.Title), func() { c.win.Go(model.Place{Name: model.PlaceArticle, Ref: h.ID}) })
}

// spans shows in one style what a search found, with what it went by marked and bold.
func spans(found []model.Piece, style part.Span) []part.Span {
	list := make([]part.Span, len(found))
	for i, p := range found {
		list[i] = style
		list[i].Text, list[i].Marked, list[i].Bold = p.Text, p.Found, style.Bold || p.Found
	}
	return list
}
