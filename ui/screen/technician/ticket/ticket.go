// Package ticket is the page of one ticket for those who work on it: what is known,
// what was said, and everything that can be done.
package ticket

import (
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/screen/technician/look"
	"relais/ui/screen/technician/panel"
	"relais/ui/screen/technician/talk"
	"relais/ui/theme"
)

// Window is what the window does for the page.
type Window struct {
	// Go shows another place.
	Go func(model.Place)
	// Pick lets the person choose a file and hands it to take; it may never do so.
	Pick func(take func(name string, open func() (io.ReadCloser, error)))
	// Browse opens the address of a link outside of the program.
	Browse func(address string)
}

// Actions is what a person can do with a ticket.
type Actions interface {
	panel.Actions
	OpenBox(b work.Box)
	Write(b work.Box, text string)
	Attach(b work.Box, name string, open func() (io.ReadCloser, error))
	Detach(b work.Box, i int)
	Send()
	Take()
	Begin(v desk.Verb)
	OpenFile(a desk.Attachment)
	StopFile(a desk.Attachment)
	Earlier()
	Answers(article string)
	Settle(k desk.Key, how desk.Settle)
	Edit(p desk.Pending)
}

// Page is one ticket, with what can be done to it.
type Page struct {
	words *text.Words
	on    Actions
	win   Window
	state work.TicketState

	head    *head
	deeds   *deeds
	problem *part.Banner
	unkept  *part.Banner
	linked  *linked
	waits   *waits
	why     *why
	talk    *talk.Talk
	partial *part.Text
	similar *similar
	boxes   map[work.Box]*writing
	panels  map[desk.Verb]*panel.Panel
	rest    *fyne.Container // of the actions that fewer people need
	slot    *fyne.Container // of the action that is filled in
	below   *fyne.Container // of the box that is open
	loading fyne.CanvasObject
	gone    *part.EmptyState
	page    *part.Page
	known   fyne.CanvasObject // everything, once the ticket is read
	root    *fyne.Container
	want    bool // the person opened a box or an action, which takes the focus when it is there
}

// New builds the page of one ticket.
func New(w *text.Words, on Actions, win Window) *Page {
	t := &Page{
		words: w, on: on, win: win, problem: part.NewBanner(), unkept: part.NewBanner(),
		linked: newLinked(w, win.Go), waits: newWaits(w, on.Settle, on.Edit), talk: talk.New(w, on, win.Browse),
		partial: part.NewSmall(w.T("work.partial")), similar: newSimilar(w, win.Go, on.Answers),
		boxes: map[work.Box]*writing{}, panels: map[desk.Verb]*panel.Panel{},
		slot: flow.Layer(), below: flow.Layer(),
	}
	t.deeds = newDeeds(w, t.do)
	t.head = newHead(w, t.deeds.most)
	t.why = newWhy(w, func() { t.do(desk.VerbCorrect) })
	t.gone = part.NewEmptyState(theme.IconSearch, "", "", "")
	t.loading = flow.Inset(20, 20, part.NewSkeleton(3))
	main := flow.Stack(13, t.slot, t.why.root, t.partial, t.talk.Object())
	body := flow.Aside(14, theme.Scaled(270), main, t.similar.root)
	t.rest = flow.InsetSides(-10, -10, -10, -8, t.deeds.rest)
	t.page = part.NewScroll(flow.InsetSides(20, 13, 20, 26, flow.Stack(13, t.problem, t.unkept, t.waits.stack, t.linked.stack, t.rest, body)))
	t.known = flow.Dock(t.head.root, t.page, t.below)
	t.root = flow.Layer(t.loading, t.gone, t.known)
	return t
}

// Object is the pane.
func (t *Page) Object() fyne.CanvasObject { return t.root }

// Focus is what is being written, else the first action; nil while the ticket is
// not there yet.
func (t *Page) Focus() fyne.Focusable {
	switch p, b := t.panels[t.state.Panel], t.boxes[t.state.Open]; {
	case !t.known.Visible():
		return nil
	case p != nil:
		return p.Focus()
	case b != nil:
		return b.area.Control()
	}
	return t.deeds.focus()
}

// Back leaves what is being written, as Escape does. It tells whether there was
// something.
func (t *Page) Back() bool {
	switch {
	case t.state.Panel != "":
		t.on.Cancel()
	case t.state.Open != "":
		t.on.OpenBox("")
	default:
		return false
	}
	return true
}

// TakeFocus puts the focus on Focus, if the page is in a window.
func (t *Page) TakeFocus() {
	if f := t.Focus(); f != nil {
		part.Focus(f)
	}
}

// do begins an action, or does at once what needs no words.
func (t *Page) do(v desk.Verb) {
	switch v {
	case desk.VerbTake:
		t.on.Take()
		return
	case desk.VerbSaveArticle:
		t.win.Go(model.Place{Name: model.PlaceEditor, Ref: "ticket/" + model.Ref(t.state.View.Ticket)})
		return
	}
	t.want = true
	switch v {
	case desk.VerbReply:
		t.on.OpenBox(work.BoxReply)
	case desk.VerbNote:
		t.on.OpenBox(work.BoxNote)
	default:
		t.on.Begin(v)
	}
}

// Render shows s.
func (t *Page) Render(s work.TicketState) {
	before := t.state
	t.state = s
	none := s.View.Ticket.ID == "" && s.View.Ticket.Key == ""
	part.ShowIf(t.loading, none && s.Loading)
	part.ShowIf(t.gone, none && !s.Loading)
	part.ShowIf(t.known, !none)
	if none {
		what, kept, next := t.words.Problem(s.Code)
		t.gone.Set(theme.IconSearch, what, kept+" "+next, "")
		part.Relay(t.root)
		return
	}
	t.head.render(s)
	t.deeds.render(s)
	part.ShowIf(t.rest, t.deeds.rest.Visible())
	t.problem.Set(say.Problem(t.words, s.Code))
	t.unkept.Set(t.notKept(s))
	t.linked.render(s)
	t.waits.render(s)
	t.why.render(s)
	t.talk.Render(s)
	part.ShowIf(t.partial, s.View.Partial)
	t.similar.render(s)
	t.renderBox(s)
	t.renderPanel(s)
	part.Relay(t.root)
	t.moveFocus(before, s)
	if did(before, s) {
		t.page.RevealLast(t.talk.Object())
	}
}

// did tells whether s shows something that was done here and before does not: a
// message, or an operation that waits.
func did(before, s work.TicketState) bool {
	if model.Ref(before.View.Ticket) != model.Ref(s.View.Ticket) || look.Same(before.Entries, s.Entries) && look.Same(before.View.Pending, s.View.Pending) {
		return false
	}
	known := map[desk.Key]bool{"": true}
	for _, key := range doneHere(before) {
		known[key] = true
	}
	return slices.ContainsFunc(doneHere(s), func(key desk.Key) bool { return !known[key] })
}

// doneHere lists what waits, and what the person said in the last minute: older
// messages of theirs may come later than the page.
func doneHere(s work.TicketState) []desk.Key {
	keys := make([]desk.Key, 0, len(s.View.Pending))
	for _, p := range s.View.Pending {
		keys = append(keys, p.Key)
	}
	for _, e := range s.Entries {
		if e.Message != nil && e.Mine && s.Now.Sub(e.Message.Created) < time.Minute {
			keys = append(keys, e.Message.Key)
		}
	}
	return keys
}

func (t *Page) notKept(s work.TicketState) part.BannerState {
	if !s.Unkept {
		return part.BannerState{}
	}
	return part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: t.words.T("work.unkept"), Words: t.words.T("work.unkept.words")}
}

// renderBox shows the box that is open, and makes it when that is for the first
// time.
func (t *Page) renderBox(s work.TicketState) {
	b := t.boxes[s.Open]
	if b == nil && s.Open != "" {
		if s.Open == work.BoxNote {
			b = newNote(t.words, t.on, t.win)
		} else {
			b = newReply(t.words, t.on, t.win)
		}
		t.boxes[s.Open] = b
	}
	part.ShowIf(t.below, b != nil)
	if b == nil {
		t.below.Objects = nil
		return
	}
	b.render(s)
	t.below.Objects = []fyne.CanvasObject{b.root}
}

// renderPanel shows the action that is filled in, in the same way.
func (t *Page) renderPanel(s work.TicketState) {
	part.ShowIf(t.slot, s.Panel != "")
	if s.Panel == "" {
		t.slot.Objects = nil
		return
	}
	p := t.panels[s.Panel]
	if p == nil {
		p = panel.New(t.words, s.Panel, t.on)
		t.panels[s.Panel] = p
	}
	p.Render(s)
	t.slot.Objects = []fyne.CanvasObject{p.Object()}
}

// moveFocus puts the focus on what the person has just opened; after it was closed,
// where the actions begin.
func (t *Page) moveFocus(before, s work.TicketState) {
	if s.Open == before.Open && s.Panel == before.Panel {
		return
	}
	opened := s.Open != "" || s.Panel != ""
	if opened && !t.want {
		return // a draft came back by itself
	}
	t.want = false
	switch {
	case s.Panel != "":
		t.page.ScrollToTop()
	case s.Open != "":
		t.page.ScrollToBottom() // what is answered stays in view above the box
	}
	t.TakeFocus()
}
