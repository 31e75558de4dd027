// Package employee holds the screens of the way from "something is wrong" to a
// request that is on its way: the first page, the few questions, the look at
// everything before it leaves, and the receipt.
//
// Each screen is built once and told by Render what to show. It calls the
// actions that it was given and starts nothing of its own. Everything here
// belongs to the UI goroutine.
package employee

import (
	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/employee/look"
)

// Window is what the window does for the screens of people who need help.
type Window = look.Window

// AskActions is what a person can do on the way of a request.
type AskActions interface {
	HomeActions
	SentenceActions
	QuestionActions
	ReviewActions
	ReceiptActions
}

// stage is the screen of one stage.
type stage interface {
	Object() fyne.CanvasObject
	Render(ask.State)
	Focus() fyne.Focusable
}

// Ask is the whole way of a request, from the first page to the receipt: it shows
// the screen of the stage that the request is at.
type Ask struct {
	make   map[ask.Stage]func() stage
	stages map[ask.Stage]stage // those that were seen
	root   *fyne.Container
	now    stage
	at     place
	on     AskActions
}

// place is what is in view; another one begins at its top, with the focus on it.
type place struct {
	stage    ask.Stage
	question string
	topics   bool
}

// NewAsk builds the way; each screen is built when it is first seen.
func NewAsk(w *text.Words, topics []ask.Topic, on AskActions, win look.Window) *Ask {
	return &Ask{
		root: flow.Layer(), on: on, stages: map[ask.Stage]stage{},
		make: map[ask.Stage]func() stage{
			ask.StageDescribe: func() stage { return NewHome(w, topics, on, win) },
			ask.StageSentence: func() stage { return NewSentence(w, topics, on) },
			ask.StageQuestion: func() stage { return NewQuestion(w, on) },
			ask.StageReview:   func() stage { return NewReview(w, on, win) },
			ask.StageSent:     func() stage { return NewReceipt(w, on, win) },
		},
	}
}

// screen is that of a stage; nil for one that is none.
func (a *Ask) screen(of ask.Stage) stage {
	if build, ok := a.make[of]; ok && a.stages[of] == nil {
		a.stages[of] = build()
	}
	return a.stages[of]
}

// Object is the screen in view.
func (a *Ask) Object() fyne.CanvasObject { return a.root }

// Focus is the first useful control of the screen in view; nil before the first
// Render.
func (a *Ask) Focus() fyne.Focusable {
	if a.now == nil {
		return nil
	}
	return a.now.Focus()
}

// Back goes one step back, as Escape does. It tells whether there was one.
func (a *Ask) Back() bool {
	switch a.at.stage {
	case ask.StageSentence, ask.StageQuestion, ask.StageReview:
		a.on.Back()
		return true
	case ask.StageSent:
		a.on.Home()
		return true
	}
	return false
}

// Render shows s. Another stage or question comes into view at its top and takes
// the focus; the same one leaves the focus where it is.
func (a *Ask) Render(s ask.State) {
	next := a.screen(s.Stage)
	if next == nil {
		return
	}
	to := place{s.Stage, s.Question.ID, s.Topics}
	moved, first := to != a.at, a.now == nil
	a.now, a.at = next, to
	next.Render(s)
	if !moved {
		return
	}
	if review, ok := next.(*Review); ok {
		review.opened()
	}
	if page, ok := next.Object().(*part.Page); ok {
		page.ScrollToTop()
	}
	a.root.Objects = []fyne.CanvasObject{next.Object()}
	part.Relay(a.root)
	if !first {
		a.takeFocus()
	}
}

// takeFocus puts the focus on the screen that came into view, if it is in a
// window.
func (a *Ask) takeFocus() {
	if f := a.now.Focus(); f != nil {
		part.Focus(f)
	}
}
