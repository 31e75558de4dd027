package followup

import (
	"io"

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

// PageActions is what a person can do about one request.
type PageActions interface {
	Write(text string)
	Attach(name string, open func() (io.ReadCloser, error))
	Detach(i int)
	OpenFile(a desk.Attachment)
	StopFile(a desk.Attachment)
	Tick(task int, done bool)
	Send()
	Solved()
	NotSolved()
	Earlier()
	Reload()
}

// Page shows one request: where it stands, what the person is asked to do,
// the conversation, and the reply.
type Page struct {
	words *text.Words
	on    PageActions
	win   look.Window

	meta    *part.Text
	title   *part.Text
	chip    *part.Chip
	trouble *part.Banner
	merged  *part.Banner
	turn    *turn
	line    *timeline
	told    *told
	reply   *reply
	older   *part.Button
	earlier *fyne.Container // holds older
	loading *part.Skeleton
	missing *part.EmptyState
	proof   *part.Button
	known   *fyne.Container // all that needs the request to be known
	page    *part.Page

	state  requests.PageState
	opened bool   // the request was shown
	into   string // the request that goes on, when this one was merged
}

// NewPage builds the page of a request.
func NewPage(w *text.Words, on PageActions, win look.Window) *Page {
	r := &Page{words: w, on: on, win: win, meta: part.NewSmall(""), title: part.NewTitle(""),
		chip: part.NewChip(part.Neutral, theme.NoIcon, ""), trouble: part.NewBanner(), merged: part.NewBanner(),
		turn: newTurn(w, on, win), line: newTimeline(w, on, win), reply: newReply(w, on, win), loading: part.NewSkeleton(3)}
	r.told = newTold(w, func() { part.Relay(r.page) })
	home := func() { win.Go(model.Place{Name: model.PlaceRequests}) }
	back := part.Name(part.NewQuiet(w.T("requests.title"), home).Icon(theme.IconArrowLeft), "request.list")
	r.missing = part.NewEmptyState(theme.IconQuestion, "", "", w.T("requests.title"))
	r.missing.OnAction = home
	r.trouble.OnAction = on.Reload
	part.Name(r.trouble.Button(), "request.retry")
	r.merged.OnAction = func() { win.Go(model.Place{Name: model.PlaceRequest, Ref: r.into}) }
	part.Name(r.merged.Button(), "request.merged")
	r.turn.onAnswer = r.reply.focus
	r.turn.onAsking = func() { r.Render(r.state) }
	r.older = part.Name(part.NewQuiet("", r.showOlder).Icon(theme.IconClock), "request.older")
	r.proof = part.Name(part.NewQuiet(w.T("receipt.save"), func() { win.SaveReceipt(r.state.Receipt) }).Icon(theme.IconDownload), "request.receipt")
	head := flow.Beside(16, theme.Scaled(300), flow.Stack(2, r.meta, r.title), r.chip)
	r.earlier = flow.Line(0, flow.InsetSides(20, 0, 0, 0, r.older))
	r.known = flow.Stack(16, head, r.merged, r.turn.card, r.told.Fold, r.earlier, r.line.line, r.reply.box)
	r.page = part.NewPage(flow.Stack(12, flow.InsetSides(-10, -12, -10, 0, flow.Beside(8, theme.Scaled(200), flow.Line(0, back), r.proof)), r.trouble, r.loading, r.missing, r.known), nil)
	return r
}

// Object is the page.
func (r *Page) Object() fyne.CanvasObject { return r.page }

// Focus is what answers the helpdesk: the button of the card that waits for the
// person, or the reply.
func (r *Page) Focus() fyne.Focusable {
	if r.turn.card.Visible() && r.turn.solved.Visible() {
		return r.turn.solved
	}
	return r.reply.text.Control()
}

func (r *Page) showOlder() {
	r.line.last += entriesAtOnce
	r.Render(r.state)
	if r.state.View.Earlier > 0 {
		r.on.Earlier()
	}
}

// Render shows s.
func (r *Page) Render(s requests.PageState) {
	r.state = s
	w, t := r.words, s.View.Ticket
	known := !s.Loading && look.Ref(t) != ""
	part.ShowIf(r.loading, s.Loading)
	part.ShowIf(r.known, known)
	part.ShowIf(r.missing, !s.Loading && !known)
	part.ShowIf(r.proof, known && s.Receipt != "")
	if !known {
		r.renderMissing(s)
		part.Relay(r.page)
		return
	}
	r.trouble.Set(r.troubleOf(s))
	r.meta.Set(r.metaOf(s))
	r.title.Set(t.Title)
	l := look.Standing(w, t, !s.MayConfirm, s.Now)
	r.chip.Set(l.Tone, l.Icon, l.Word)
	r.renderMerged(t)
	r.turn.render(s)
	said := r.line.render(s)
	part.ShowIf(r.earlier, r.line.hidden > 0)
	r.older.SetLabel(w.N("requests.older", r.line.hidden))
	r.told.render(s.Told)
	r.reply.render(s, r.turn.asks(s), r.turn.asking)
	part.Relay(r.page)
	r.showEnd(said)
}

// showEnd shows what was said last: when the page opens, unless a card at the top
// says what waits for the person, and after they said something.
func (r *Page) showEnd(said bool) {
	opens := !r.opened && !r.turn.card.Visible()
	if r.opened = true; opens || said {
		r.page.ScrollToBottom()
	}
}

func (r *Page) renderMissing(s requests.PageState) {
	r.trouble.Set(part.BannerState{})
	if s.Loading {
		return
	}
	code := s.Code
	if code == "" {
		code = desk.CodeNotFound
	}
	what, _, next := r.words.Problem(code)
	r.missing.Set(theme.IconQuestion, what, next, r.words.T("requests.title"))
}

func (r *Page) troubleOf(s requests.PageState) part.BannerState {
	if s.Unkept {
		return part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: r.words.T("ask.unkept"), Words: r.words.T("ask.unkept.next")}
	}
	b := say.Problem(r.words, s.Code)
	if s.Code != "" {
		b.Action = r.words.T("requests.retry")
	}
	return b
}

// metaOf says which request it is, how old it is, and how fresh what is shown.
func (r *Page) metaOf(s requests.PageState) string {
	w, t := r.words, s.View.Ticket
	opened := look.When(w, t.Created, s.Now)
	meta := w.T("requests.opened", "When", opened)
	if t.Number != "" {
		meta = w.T("requests.opened.number", "Number", t.Number, "When", opened)
	}
	if s.View.Partial {
		return meta + " · " + w.T("requests.partial")
	}
	if !s.View.AsOf.IsZero() && !s.Sync.Online {
		return meta + " · " + w.T("requests.asof", "When", w.When(s.View.AsOf, s.Now))
	}
	return meta
}

func (r *Page) renderMerged(t desk.Ticket) {
	r.into = t.MergedInto
	if t.MergedInto == "" {
		r.merged.Set(part.BannerState{})
		return
	}
	r.merged.Set(part.BannerState{Tone: part.Blue, Icon: theme.IconMerge, Words: r.words.T("requests.merged"), Action: r.words.T("requests.merged.open")})
}
