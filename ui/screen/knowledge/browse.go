package knowledge

import (
	"strconv"
	"strings"

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
	Choose(category string)
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
	heading *part.Text
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
	b := &Browse{words: w, on: on, win: win, entry: part.NewBigEntry(w.T("kb.search")), trouble: part.NewBanner(),
		heading: part.NewSection(""), list: flow.Stack(10), loading: part.NewSkeleton(4), fresh: part.NewSmall(""), shown: articlesAtFirst}
	b.entry.OnChanged = on.Search
	b.entry.OnKey = b.key
	b.entry.OnSubmitted = func(string) { b.openFirst() }
	part.Name(b.entry.Control(), "kb.search")
	b.trouble.OnAction = on.Reload
	part.Name(b.trouble.Button(), "kb.retry")
	b.topics = newTopics(w, b.choose)
	b.more = part.Name(part.NewSecondary("", b.showMore), "kb.more")
	b.rest = flow.Line(0, b.more)
	b.nothing = part.NewEmptyState(theme.IconSearch, "", "", w.T("kb.ask"))
	b.nothing.OnAction = b.askForHelp
	b.ask = part.NewSecondary(w.T("kb.ask"), b.askForHelp)
	b.asking = flow.Wrap(14, part.NewLead(w.T("kb.ask.lead")), b.ask)
	b.page = part.NewPage(flow.Stack(22,
		flow.Stack(6, part.NewTitle(w.T("kb.title")), part.NewLead(w.T("kb.lead"))),
		b.entry, b.trouble,
		flow.Stack(10, b.heading, b.loading, b.list, b.rest), b.nothing, b.asking, b.fresh), b.topics.list)
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
	b.shown = articlesAtFirst
	if b.state.Query != "" {
		b.on.Search("")
	}
	b.on.Choose(category)
}

// openFirst opens what fits best, once it is known.
func (b *Browse) openFirst() {
	if b.state.Looking && b.state.Searched && len(b.state.Hits) > 0 {
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

func (b *Browse) askForHelp() { b.win.Ask(b.state.Query) }

func (b *Browse) showMore() {
	b.shown += articlesMore
	b.Render(b.state)
}

// Render shows s.
func (b *Browse) Render(s knowledge.BrowseState) {
	if s.Query != b.state.Query {
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
	b.renderHeading(b.words.N("kb.found", len(s.Hits)), len(s.Hits) > 0)
	b.take(len(s.Hits))
	for i, h := range s.Hits {
		b.cards[i].showHit(h)
	}
}

func (b *Browse) renderArticles(s knowledge.BrowseState) {
	n := min(len(s.Articles), b.shown)
	part.ShowIf(b.loading, s.Loading)
	heading := b.words.T("kb.best")
	switch {
	case s.Category != "":
		heading = b.words.Category(s.Category)
	case n > 0 && s.Articles[0].Helped == 0: // they come by their titles
		heading = b.words.T("kb.all")
	}
	b.renderHeading(heading, n > 0 || s.Loading)
	b.take(n)
	for i, a := range s.Articles[:n] {
		b.cards[i].showArticle(a, s.Lang)
	}
	rest := len(s.Articles) - n
	part.ShowIf(b.rest, rest > 0)
	b.more.SetLabel(b.words.N("kb.more", min(rest, articlesMore)))
}

func (b *Browse) renderHeading(words string, shown bool) {
	b.heading.Set(words)
	part.ShowIf(b.heading, shown)
}

// take shows the first n cards, and makes those that are missing.
func (b *Browse) take(n int) {
	for len(b.cards) < n {
		c := newCard(b.words, b.open, len(b.cards))
		b.cards = append(b.cards, c)
		b.list.Add(c.link)
	}
	for i, c := range b.cards {
		part.ShowIf(c.link, i < n)
	}
	part.ShowIf(b.list, n > 0)
}

// renderNothing says that nothing was found, or that there is nothing at all yet,
// and leads to asking for help.
func (b *Browse) renderNothing(s knowledge.BrowseState) {
	w := b.words
	unfound := s.Looking && s.Searched && len(s.Hits) == 0
	none := !s.Looking && !s.Loading && len(s.Articles) == 0 && s.Code == ""
	switch {
	case unfound:
		b.nothing.Set(theme.IconSearch, w.T("kb.nothing", "Query", s.Query), w.T("kb.nothing.words"), w.T("kb.ask"))
	case none:
		b.nothing.Set(theme.IconBook, w.T("kb.none"), w.T("kb.none.words"), w.T("kb.ask"))
	}
	part.ShowIf(b.nothing, unfound || none)
	part.ShowIf(b.asking, !unfound && !none && !s.Loading)
	if unfound || none {
		part.Name(b.nothing.Button(), "kb.ask")
	} else {
		part.Name(b.ask, "kb.ask")
	}
}

// card is an article in the list.
type card struct {
	link   *part.LinkCard
	words  *text.Words
	open   func(id string)
	title  *part.Text
	detail *part.Text
	helped *part.Chip
}

func newCard(w *text.Words, open func(string), at int) *card {
	c := &card{words: w, open: open, title: part.NewStrong("").Lines(2), detail: part.NewSmall("").Lines(2),
		helped: part.NewChip(part.Green, theme.IconCheck, "")}
	c.link = part.NewLinkCard("", flow.Beside(14, theme.Scaled(320), flow.Stack(2, c.title, c.detail), c.helped), nil)
	part.Name(c.link, "kb.hit."+strconv.Itoa(at))
	return c
}

func (c *card) showHit(h model.Hit) {
	c.title.SetSpans(spans(h.Title, part.Span{Bold: true})...)
	c.detail.SetSpans(spans(h.Passage, part.Span{})...)
	c.finish(h.ID, model.Words(h.Title), len(h.Passage) > 0, h.Helped)
}

// showArticle says the language of an article that is not in the reader's.
func (c *card) showArticle(a desk.Article, lang string) {
	detail := about(c.words, a)
	if key := "kb.write.lang." + a.Lang; lang != "" && a.Lang != lang && c.words.Has(key) {
		detail = strings.TrimSuffix(c.words.T(key)+" · "+detail, " · ")
	}
	c.title.SetSpans(part.Span{Text: a.Title, Bold: true})
	c.detail.Set(detail)
	c.finish(a.ID, a.Title, detail != "", a.Helped)
}

func (c *card) finish(id, title string, detailed bool, helped int) {
	part.ShowIf(c.detail, detailed)
	part.ShowIf(c.helped, helped > 0)
	c.helped.Set(part.Green, theme.IconCheck, c.words.N("kb.helped", helped))
	c.link.Set(title, func() { c.open(id) })
}
