package knowledge

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// BrowseActions is what a person can do about the articles.
type BrowseActions interface {
	Search(query string)
	Rest(on bool)
	Choose(category string)
	ChooseWork(knowledge.Work)
	NarrowDown(knowledge.Narrow)
	Sort(knowledge.Order)
	Missed()
	Forget(words string)
	Reload()
}

// Browse is the knowledge base to look through: one box for words, below it what
// was found or the most helpful articles, and the topics at the side.
type Browse struct {
	words *text.Words
	on    BrowseActions
	win   Window

	entry   *part.BigEntry
	trouble *part.Banner
	topics  *topics
	write   *part.Button
	meant   *part.Button
	instead *fyne.Container // holds meant
	narrow  *narrow
	missing *missing
	heading *part.Text
	order   *part.Pills
	head    *fyne.Container // holds heading and order
	cards   []*card
	list    *fyne.Container
	more    *part.Button
	rest    *fyne.Container // holds more
	loading *part.Skeleton
	nothing *part.EmptyState
	ask     *part.Button
	asking  *fyne.Container // holds ask
	fresh   *part.Text
	page    *part.Page

	shown int // how many articles may show
	state knowledge.BrowseState
}

// How many articles show, and how many more when asked for.
const (
	articlesAtFirst = 6
	articlesMore    = 30
)

// NewBrowse builds the page.
func NewBrowse(w *text.Words, on BrowseActions, win Window) *Browse {
	b := &Browse{words: w, on: on, win: win, entry: part.NewBigEntry(w.T("kb.search")), trouble: part.NewBanner(), heading: part.NewSection(""),
		order: part.NewPills(), list: flow.Stack(10), loading: part.NewSkeleton(4), fresh: part.NewSmall(""), shown: articlesAtFirst}
	b.entry.OnChanged = on.Search
	b.entry.OnKey = b.key
	b.entry.OnSubmitted = func(string) { b.openFirst() }
	part.Name(b.entry.Control(), "kb.search")
	b.trouble.OnAction = on.Reload
	part.Name(b.trouble.Button(), "kb.retry")
	b.topics = newTopics(w, b.choose, b.chooseWork)
	b.meant = part.Name(part.NewQuiet("", func() { on.Search(b.state.Meant) }).Icon(theme.IconSearch), "kb.meant")
	b.instead = flow.Line(0, flow.InsetSides(-10, -14, 0, -14, b.meant))
	b.missing = newMissing(w, on.Forget, win)
	write := func() { win.Go(model.Place{Name: model.PlaceEditor, Ref: "new/"}) }
	b.write = part.Name(part.NewSecondary(w.T("kb.write"), write).Icon(theme.IconPencil), "kb.write")
	b.narrow = newNarrow(w, on.NarrowDown, func() { part.Relay(b.page) })
	b.order.OnChosen = func(id string) { on.Sort(knowledge.Order(id)) }
	b.more = part.Name(part.NewSecondary("", b.showMore), "kb.more")
	b.rest = flow.Line(0, b.more)
	b.nothing = part.NewEmptyState(theme.IconSearch, "", "", w.T("kb.ask"))
	b.nothing.OnAction = b.askForHelp
	b.ask = part.NewSecondary(w.T("kb.ask"), b.askForHelp)
	b.asking = flow.Wrap(14, part.NewLead(w.T("kb.ask.lead")), b.ask)
	b.head = flow.Beside(14, theme.Scaled(260), b.heading, b.order)
	b.page = part.NewPage(flow.Stack(22,
		flow.Beside(14, theme.Scaled(260), flow.Stack(6, part.NewTitle(w.T("kb.title")), part.NewLead(w.T("kb.lead"))), b.write),
		b.entry, b.instead, b.trouble, b.nothing,
		flow.Stack(10, b.head, b.narrow.Fold, b.loading, b.list, b.missing.list, b.rest), b.asking, b.fresh), b.topics.box)
	return b
}

// Object is the page.
func (b *Browse) Object() fyne.CanvasObject { return b.page }

// Focus is the box for words.
func (b *Browse) Focus() fyne.Focusable { return b.entry.Control() }

// key leaves a search: Escape shows all articles again.
func (b *Browse) key(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape || b.entry.Text() == "" {
		return false
	}
	b.entry.SetText("")
	b.on.Search("")
	return true
}

// choose shows a topic, and leaves a search for that.
func (b *Browse) choose(category string) {
	b.leaveSearch()
	b.on.Choose(category)
}

// chooseWork shows what is to do, and leaves a search for that.
func (b *Browse) chooseWork(w knowledge.Work) {
	b.leaveSearch()
	b.on.ChooseWork(w)
}

func (b *Browse) leaveSearch() {
	b.shown = articlesAtFirst
	if b.state.Query != "" {
		b.on.Search("")
	}
}

// openFirst opens what fits best, once it is known and really fits.
func (b *Browse) openFirst() {
	if b.state.Looking && b.state.Searched && !b.state.Far && len(b.state.Hits) > 0 {
		b.open(b.state.Hits[0].ID)
	}
}

func (b *Browse) open(id string) {
	query := ""
	if b.state.Looking {
		query = b.state.Query
	}
	b.win.Go(model.ArticlePlace(id, query))
}

func (b *Browse) askForHelp() {
	b.on.Missed()
	b.win.Ask(b.state.Query)
}

func (b *Browse) showMore() {
	b.shown += articlesMore
	b.Render(b.state)
}

// Render shows s.
func (b *Browse) Render(s knowledge.BrowseState) {
	if s.Query != b.state.Query && !s.Held {
		b.page.ScrollToTop()
	}
	b.state = s
	b.entry.SetText(s.Query)
	trouble := say.Problem(b.words, s.Code)
	if s.Code != "" {
		trouble.Action = b.words.T("kb.retry")
	}
	b.trouble.Set(trouble)
	b.topics.render(s)
	b.narrow.render(s)
	part.ShowIf(b.write, s.Staff)
	b.meant.SetLabel(b.words.T("kb.meant", "Query", s.Meant))
	part.ShowIf(b.instead, s.Looking && s.Meant != "")
	if s.Work == knowledge.WorkMissing && !s.Looking {
		b.missing.render(s.Unanswered, s.Now)
	} else {
		b.missing.render(nil, s.Now)
	}
	if s.Looking {
		b.renderHits(s)
	} else {
		b.renderArticles(s)
	}
	b.renderNothing(s)
	b.fresh.Set(say.Fresh(b.words, s.Sync, s.Now))
	part.ShowIf(b.fresh, !s.Loading)
	part.Relay(b.page)
}

// renderHits shows what was found; until it is known, what was found before.
func (b *Browse) renderHits(s knowledge.BrowseState) {
	part.ShowIf(b.loading, false)
	part.ShowIf(b.rest, false)
	part.ShowIf(b.order, false)
	heading := b.words.N("kb.found", len(s.Hits))
	if s.Far {
		heading = b.words.T("kb.far")
	}
	b.renderHeading(heading, len(s.Hits) > 0)
	b.take(len(s.Hits))
	for i, h := range s.Hits {
		b.cards[i].showHit(h, s.Lang, s.Now)
	}
}

func (b *Browse) renderArticles(s knowledge.BrowseState) {
	w, n := b.words, min(len(s.Articles), b.shown)
	part.ShowIf(b.loading, s.Loading)
	heading := w.T("kb.all")
	switch {
	case s.Work != knowledge.WorkNone:
		heading = w.T("kb.work." + string(s.Work))
	case s.Category != "":
		heading = w.Category(s.Category)
	}
	b.renderHeading(heading, n > 0 || s.Loading || s.Work == knowledge.WorkMissing && len(s.Unanswered) > 0)
	b.renderOrder(s)
	b.take(n)
	for i, a := range s.Articles[:n] {
		b.cards[i].showArticle(a, s.Lang, s.Now)
	}
	rest := len(s.Articles) - n
	part.ShowIf(b.rest, rest > 0)
	b.more.SetLabel(w.N("kb.more", min(rest, articlesMore)))
}

// renderOrder offers other orders. Where nothing helped anybody yet, the first is by title.
func (b *Browse) renderOrder(s knowledge.BrowseState) {
	helpful := b.words.T("kb.order.title")
	if slices.ContainsFunc(s.Articles, func(a desk.Article) bool { return a.Helped > 0 }) {
		helpful = b.words.T("kb.order.helpful")
	}
	b.order.Set([]part.Choice{
		{ID: string(knowledge.OrderHelpful), Title: helpful, Name: "kb.order.helpful"},
		{ID: string(knowledge.OrderRecent), Title: b.words.T("kb.order.recent"), Name: "kb.order.recent"},
	}, string(s.Order))
	part.ShowIf(b.order, len(s.Articles) > 1)
}

func (b *Browse) renderHeading(words string, shown bool) {
	b.heading.Set(words)
	part.ShowIf(b.head, shown)
}

// take shows the first n cards, and makes those that are missing.
func (b *Browse) take(n int) {
	for len(b.cards) < n {
		c := newCard(b.words, b.open, len(b.cards))
		c.link.OnRest = b.on.Rest
		b.cards = append(b.cards, c)
		b.list.Add(c.link)
	}
	for i, c := range b.cards {
		part.ShowIf(c.link, i < n)
	}
	part.ShowIf(b.list, n > 0)
}

// renderNothing says that nothing fits, or that there is nothing at all yet, and
// leads to asking for help.
func (b *Browse) renderNothing(s knowledge.BrowseState) {
	w := b.words
	unfound := s.Looking && s.Searched && (s.Far || len(s.Hits) == 0)
	listed := len(s.Articles)
	if s.Work == knowledge.WorkMissing {
		listed = len(s.Unanswered)
	}
	none := !s.Looking && !s.Loading && listed == 0 && s.Code == ""
	narrowed := s.Narrow != (knowledge.Narrow{})
	switch {
	case unfound && len(s.Hits) > 0:
		b.nothing.Set(theme.IconSearch, w.T("kb.nothing.far", "Query", s.Query), w.T("kb.nothing.words"), w.T("kb.ask"))
	case unfound:
		b.nothing.Set(theme.IconSearch, w.T("kb.nothing", "Query", s.Query), w.T("kb.nothing.words"), w.T("kb.ask"))
	case none && narrowed:
		b.nothing.Set(theme.IconSearch, w.T("kb.narrow.none"), w.T("kb.narrow.none.words"), w.T("kb.ask"))
	case none && s.Work != knowledge.WorkNone:
		b.nothing.Set(theme.IconCheckCircle, w.T("kb.work.done"), w.T("kb.work.done.words"), "")
	case none:
		b.nothing.Set(theme.IconBook, w.T("kb.none"), w.T("kb.none.words"), w.T("kb.ask"))
	}
	part.ShowIf(b.nothing, unfound || none)
	part.ShowIf(b.asking, !unfound && !none && !s.Loading && s.Work == knowledge.WorkNone)
	if unfound || none {
		part.Name(b.nothing.Button(), "kb.ask")
	} else {
		part.Name(b.ask, "kb.ask")
	}
}
