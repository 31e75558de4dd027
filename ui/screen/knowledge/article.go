package knowledge

import (
	"image"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// ArticleActions is what a reader can do.
type ArticleActions interface {
	Tick(step int, done bool)
	Solved()
	NotSolved()
	Doubt()
	Confirm()
	Forget(lesson string)
	Reload()
}

// Article shows one article: text, steps to tick, and the question whether it
// worked.
type Article struct {
	words *text.Words
	on    ArticleActions
	win   Window

	lang    *part.Button
	edit    *part.Button
	doubt   *part.Button
	stale   *part.Banner
	copy    *part.CopyButton
	meta    *part.Text
	title   *part.Text
	helped  *part.Chip
	trouble *part.Banner
	loading *part.Skeleton
	missing *part.EmptyState
	body    *fyne.Container
	steps   []stepList
	more    *part.Button
	rest    *fyne.Container // holds more
	back    *part.Button
	verdict *verdict
	learned *learned
	known   *fyne.Container // all that needs the article to be known
	page    *part.Page

	state   knowledge.PageState
	blocks  []knowledge.Block      // of the article that shows
	sizes   map[string]image.Image // of its pictures
	laid    int                    // of blocks: those that show
	running bool                   // the last object is a list of steps
	texts   []*part.Prose          // those that show
}

// stepList is a run of steps between two texts.
type stepList struct {
	part  *part.Steps
	steps []part.Step
}

// NewArticle builds the page.
func NewArticle(w *text.Words, on ArticleActions, win Window) *Article {
	a := &Article{words: w, on: on, win: win, meta: part.NewSmall(""), title: part.NewTitle(""), helped: part.NewChip(part.Green, theme.IconCheck, ""),
		trouble: part.NewBanner(), stale: part.NewBanner(), loading: part.NewSkeleton(3), body: flow.Stack(0), verdict: newVerdict(w, on, win)}
	all := func() { win.Go(model.Place{Name: model.PlaceKnowledge}) }
	a.back = part.Name(part.NewQuiet(w.T("kb.title"), all).Icon(theme.IconArrowLeft), "article.list")
	a.lang = part.Name(part.NewQuiet("", a.openPair), "article.lang")
	a.edit = part.Name(part.NewQuiet(w.T("kb.edit"), a.openEditor).Icon(theme.IconPencil), "article.edit")
	a.doubt = part.Name(part.NewQuiet(w.T("kb.doubt"), on.Doubt).Icon(theme.IconClock), "article.doubt")
	a.stale.OnAction = on.Confirm
	part.Name(a.stale.Button(), "article.confirm")
	a.more = part.Name(part.NewSecondary(w.T("kb.read.more"), a.readOn), "article.more")
	a.rest = flow.InsetSides(0, 16, 0, 0, flow.Line(0, a.more))
	a.copy = part.Name(part.NewCopyButton(true, a.plain), "article.copy")
	a.copy.Set(w.T("copy.article"), w.T("copy.done"))
	a.trouble.OnAction = on.Reload
	part.Name(a.trouble.Button(), "article.retry")
	a.missing = part.NewEmptyState(theme.IconBook, "", "", w.T("kb.title"))
	a.missing.OnAction = all
	top := flow.Beside(14, theme.Scaled(200), flow.Line(0, flow.InsetSides(-10, 0, 0, 0, a.back)), flow.InsetSides(0, 0, -10, 0, flow.Wrap(4, a.copy, a.lang, a.doubt, a.edit)))
	head := flow.Stack(8, flow.Stack(2, a.meta, a.title), flow.Line(0, a.helped))
	a.learned = newLearned(w, on.Forget, func() { part.Relay(a.page) })
	a.known = flow.Stack(18, head, a.stale, part.NewCard(flow.Inset(4, 6, flow.Stack(0, a.body, a.rest))), a.verdict.card, a.learned.Fold)
	a.page = part.NewPage(flow.Stack(12, flow.InsetSides(0, -12, 0, 0, top), a.trouble, a.loading, a.missing, a.known), nil)
	return a
}

// Object is the page.
func (a *Article) Object() fyne.CanvasObject { return a.page }

// Focus is the way back: from there the keys scroll, and Tab goes on to the steps.
func (a *Article) Focus() fyne.Focusable { return a.back }

func (a *Article) openPair() {
	a.win.Go(model.ArticlePlace(a.state.Pair, a.state.Query))
}

func (a *Article) openEditor() {
	a.win.Go(model.Place{Name: model.PlaceEditor, Ref: "article/" + a.state.Article.ID})
}

// Render shows s.
func (a *Article) Render(s knowledge.PageState) {
	a.state = s
	known := s.Article.ID != ""
	_, stale := s.Article.OutOfDate(s.Now)
	part.ShowIf(a.loading, s.Loading)
	part.ShowIf(a.known, known)
	part.ShowIf(a.missing, !s.Loading && !known)
	part.ShowIf(a.lang, s.Pair != "")
	part.ShowIf(a.edit, known && s.Staff)
	part.ShowIf(a.copy, known)
	part.ShowIf(a.doubt, known && s.Staff && !s.Article.Hidden() && !stale)
	if !known {
		a.renderMissing(s)
		part.Relay(a.page)
		return
	}
	a.renderTrouble(s)
	a.renderStale(s)
	a.lang.SetLabel(a.words.T("kb.read." + otherLang(s.Article.Lang)))
	a.meta.Set(about(a.words, s.Article))
	a.title.Set(s.Article.Title)
	part.ShowIf(a.helped, s.Article.Helped > 0)
	a.helped.Set(part.Green, theme.IconCheck, a.words.N("kb.helped", s.Article.Helped))
	a.renderBody(s)
	a.verdict.render(s)
	a.learned.render(s)
	part.Relay(a.page)
}

// plain is the article for the clipboard.
func (a *Article) plain() string {
	return a.state.Article.Title + "\n\n" + part.Plain(a.state.Article.Body)
}

// otherLang is the language of an article's pair.
func otherLang(lang string) string {
	if lang == "fr" {
		return "en"
	}
	return "fr"
}

func (a *Article) renderTrouble(s knowledge.PageState) {
	b := say.Problem(a.words, s.Code)
	if s.Code != "" {
		b.Action = a.words.T("kb.retry")
	}
	a.trouble.Set(b)
}

// renderStale says that the article may be out of date; staff says whether it is.
func (a *Article) renderStale(s knowledge.PageState) {
	since, stale := s.Article.OutOfDate(s.Now)
	if !stale {
		a.stale.Set(part.BannerState{})
		return
	}
	b := part.BannerState{Tone: part.Amber, Icon: theme.IconClock, Lead: a.words.T("kb.stale"), Words: a.words.T("kb.stale.words")}
	if !since.IsZero() {
		b.Lead = a.words.T("kb.stale.since", "Date", a.words.Date(since))
	}
	if s.Staff {
		b.Words, b.Action = a.words.T("kb.stale.staff"), a.words.T("kb.stale.confirm")
	}
	a.stale.Set(b)
}

func (a *Article) renderMissing(s knowledge.PageState) {
	a.trouble.Set(part.BannerState{})
	if s.Loading || s.Code == "" {
		return
	}
	what, _, next := a.words.Problem(s.Code)
	a.missing.Set(theme.IconBook, what, next, a.words.T("kb.title"))
}

// renderBody lays the article out when it is another than before, and shows which
// steps are ticked.
func (a *Article) renderBody(s knowledge.PageState) {
	if !slices.Equal(a.blocks, s.Blocks) || !maps.EqualFunc(a.sizes, s.Pictures, sameSize) {
		a.layOut(s.Blocks)
	}
	a.sizes = s.Pictures
	for _, p := range a.texts {
		p.ShowPictures()
	}
	for i := range a.steps {
		list := &a.steps[i]
		for j := range list.steps {
			n, _ := strconv.Atoi(list.steps[j].ID)
			list.steps[j].Done = s.Done[n]
		}
		list.part.Set(list.steps)
	}
}

func sameSize(a, b image.Image) bool { return a.Bounds() == b.Bounds() }

// atOnce is how much of an article is laid out at once, in bytes: a very long one
// comes in parts, as it is read.
const atOnce = 24_000

// layOut makes the objects of the beginning of another article.
func (a *Article) layOut(blocks []knowledge.Block) {
	a.blocks, a.laid, a.running, a.steps, a.texts, a.body.Objects = blocks, 0, false, nil, nil, nil
	a.layOutMore()
}

// readOn lays the next part out.
func (a *Article) readOn() {
	a.layOutMore()
	a.Render(a.state)
}

// layOutMore makes the objects of the next part. They are made once.
func (a *Article) layOutMore() {
	laid := 0
	for ; a.laid < len(a.blocks) && laid < atOnce; a.laid++ {
		b := a.blocks[a.laid]
		laid += len(b.Markdown)
		if b.Step == 0 {
			a.prose(b.Markdown, 0)
			continue
		}
		a.step(b)
	}
	part.ShowIf(a.rest, a.laid < len(a.blocks))
}

// step adds a step to the list that it goes on with, or to a new one.
func (a *Article) step(b knowledge.Block) {
	first, more := stepWords(b.Markdown)
	if !a.running {
		a.stepList()
	}
	list := &a.steps[len(a.steps)-1]
	words := knowledge.Block{Markdown: first, Step: b.Step}.Words()
	list.steps = append(list.steps, part.Step{ID: strconv.Itoa(b.Step), Text: words, Name: "article.step." + strconv.Itoa(b.Step)})
	a.running = true
	if p := a.text(); p.SetPictures(first) {
		a.below(p, besideTick)
	}
	if more != "" {
		a.prose(more, besideTick)
	}
}

// besideTick is how far the words of a step are from the edge.
const besideTick = 38

// gaps above what follows in an article.
const (
	gapProse = 16
	gapSteps = 6
)

func (a *Article) prose(markdown string, left float32) {
	p := a.text()
	p.SetMarkdown(markdown)
	a.below(p, left)
}

// text is an empty one that shows the pictures of the article.
func (a *Article) text() *part.Prose {
	p := part.NewProse()
	p.OnLink, p.Missing = a.win.Browse, a.words.T("kb.picture.missing")
	p.Picture = func(ref string) image.Image { return a.state.Picture(ref) }
	return p
}

// below puts a text below what shows, beside the ticks when it belongs to a step.
func (a *Article) below(p *part.Prose, left float32) {
	a.running = false
	above := float32(gapProse)
	if len(a.body.Objects) == 0 || left > 0 {
		above = 0
	}
	a.texts = append(a.texts, p)
	a.body.Objects = append(a.body.Objects, flow.InsetSides(left, above, 0, 0, p))
}

func (a *Article) stepList() {
	steps := part.NewSteps()
	steps.OnTicked = func(id string, done bool) {
		if n, err := strconv.Atoi(id); err == nil {
			a.on.Tick(n, done)
		}
	}
	a.steps = append(a.steps, stepList{part: steps})
	a.body.Objects = append(a.body.Objects, flow.InsetSides(0, gapSteps, 0, 0, steps))
}
