// Package ui is the window: it shows the place where the person is, the header
// with how fresh everything is, and the notices; and it binds every screen to its
// view-model.
//
// View-models work on their own goroutines and say that they changed; the gate
// brings that to the UI goroutine, where the screen renders the new state. Nothing
// here waits for anything.
package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/gate"
	"relais/ui/model"
	"relais/ui/model/account"
	"relais/ui/model/ask"
	"relais/ui/model/knowledge"
	"relais/ui/model/queues"
	"relais/ui/model/requests"
	"relais/ui/model/shell"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Models gives the view-models of the person who sits there. Shell, Flow and Board
// are the same at every call, until the desk is another; the others are new, and
// the window closes them.
type Models interface {
	Shell() *shell.Shell
	Flow() *ask.Flow
	Board() *queues.Board
	Requests() *requests.List
	Request(ref string) *requests.Page
	Ticket(ref string) *work.Ticket
	Browse() *knowledge.Browse
	Article(id, query string) *knowledge.Page
	Editor(ref string) *knowledge.Editor
	Outbox() *account.Outbox
	SignIn() *account.SignIn
	Settings() *account.Settings
	SyncNow()
	SaveReceipt(desk.Key) // as a file that is shown
	Unlock()              // asks for the passphrase of what signs in
}

// Options are what a window is made of.
type Options struct {
	App    fyne.App
	Gate   *gate.Gate
	Models func() Models // of the desk in use
	Words  *text.Words
	Look   account.Preferences
	Now    func() time.Time
	Follow bool // the toolkit knows whether the desktop is light or dark
}

// Window is the window of Relais. Its methods are for the UI goroutine, but for
// those that say otherwise.
type Window struct {
	o      Options
	win    fyne.Window
	header *part.Header
	strip  *part.Banner
	body   *fyne.Container
	root   *fyne.Container
	page   page
	place  model.Place
	looked browsed
	opened bool
	hides  bool      // instead of closing
	panes  []float32 // widths that the person gave to the queues
	stop   func()
	closes *sync.WaitGroup // of the pages of the desk in use
}

// The size of a window that was never resized.
const (
	width  = 1100
	height = 760
)

// New makes the window; Show shows it.
func New(o Options) *Window {
	w := &Window{o: o, win: o.App.NewWindow("Relais"), closes: new(sync.WaitGroup)}
	w.win.Resize(fyne.NewSize(width, height))
	w.win.SetMaster()
	part.UsedPointer() // who opens it clicked somewhere
	w.win.SetPadded(false)
	w.build()
	w.keys()
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.closed)
	return w
}

// build makes everything that carries words, and binds it.
func (w *Window) build() {
	w.o.App.Settings().SetTheme(theme.New(w.theme()))
	w.header = part.NewHeader("Relais")
	w.strip = part.NewStrip()
	w.body = flow.Layer()
	w.root = flow.Dock(flow.Stack(0, w.header, w.strip), w.body, nil)
	w.win.SetContent(w.root)
	w.opened = false
	w.bindShell()
}

// theme is what the person wishes. Where they leave it to a desktop that says
// nothing, the window is light.
func (w *Window) theme() theme.Options {
	p := w.o.Look
	o := theme.Options{HighContrast: p.Contrast, TextScale: float32(p.TextScale) / 100, Dense: p.Dense}
	switch {
	case p.Theme == "dark":
		o.Mode = theme.Dark
	case p.Theme == "light" || !w.o.Follow:
		o.Mode = theme.Light
	}
	return o
}

// FollowDesktop is for when the desktop has said whether it is light or dark: the
// window is from now on as it is, unless the person wished otherwise.
func (w *Window) FollowDesktop() {
	w.o.Follow = true
	w.o.App.Settings().SetTheme(theme.New(w.theme()))
}

// HideOnClose makes closing the window hide it: there is another way back to it.
func (w *Window) HideOnClose() { w.hides = true }

// Show brings the window to the front.
func (w *Window) Show() {
	w.win.Show()
	w.win.RequestFocus()
}

// Rebuild shows everything anew: in another language, or with another look.
func (w *Window) Rebuild(words *text.Words, look account.Preferences) {
	w.leave()
	w.stop()
	w.o.Words, w.o.Look = words, look
	w.build()
}

// Move is Rebuild for another desk. What it returns waits, on any goroutine, until
// every page of the desk before has kept what was typed.
func (w *Window) Move(words *text.Words, look account.Preferences) (kept func()) {
	before := w.closes
	w.leave()
	w.closes = new(sync.WaitGroup)
	w.Rebuild(words, look)
	return before.Wait
}

// Go opens a place.
func (w *Window) Go(p model.Place) { w.o.Models().Shell().Go(p) }

// Canvas is what the window draws on.
func (w *Window) Canvas() fyne.Canvas { return w.win.Canvas() }

// Native is the toolkit's window.
func (w *Window) Native() fyne.Window { return w.win }

func (w *Window) closed() {
	if w.hides {
		w.win.Hide()
		return
	}
	w.o.App.Quit()
}

// Close leaves the page and lets nothing through any more. Wait then waits, on
// any goroutine, until the view-models of the pages have kept their drafts.
func (w *Window) Close() {
	w.leave()
	w.stop()
	w.o.Gate.Close()
}

// Wait returns when every page that was left since the last Move has kept what was
// typed. Nothing may be opened any more.
func (w *Window) Wait() { w.closes.Wait() }
