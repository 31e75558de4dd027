package ui

import (
	"fyne.io/fyne/v2"

	"relais/ui/model"
)

// page is what stands below the header.
type page struct {
	object fyne.CanvasObject
	focus  func() fyne.Focusable // what to begin with; may be nil
	drop   func(paths []string)  // takes files that are dropped; may be nil
	back   func() bool           // a step back within the page; false when there is none
	stop   []func()              // stops following; quick
	close  []func()              // closes view-models; may take its time
}

// viewModel is what every view-model has.
type viewModel[S any] interface {
	State() S
	Watch(func()) (stop func())
}

// bind renders the state of a view-model now and after each change. Of several
// changes only the last is drawn; a late one of a page that is gone takes the place
// of nothing else at the gate.
func bind[S any](w *Window, p *page, m viewModel[S], render func(S)) {
	gone := new(bool)
	// Before the first look: a change between that and watching would never be drawn.
	stop := m.Watch(func() {
		w.o.Gate.Post(gone, func() {
			if !*gone {
				render(m.State())
			}
		})
	})
	p.stop = append(p.stop, func() { *gone = true; stop() })
	render(m.State())
}

// enter shows a place.
func (w *Window) enter(place model.Place) {
	w.leave()
	w.place, w.opened = place, true
	w.page = w.open(place)
	w.body.Objects = []fyne.CanvasObject{w.page.object}
	w.body.Refresh()
	if w.page.focus != nil {
		if f := w.page.focus(); f != nil {
			w.Canvas().Focus(f)
		}
	}
}

// open builds the page of a place; one that is not known is the first page.
func (w *Window) open(place model.Place) page {
	switch place.Name {
	case model.PlaceRequests:
		return w.requestsPage()
	case model.PlaceRequest:
		return w.requestPage(place.Ref)
	case model.PlaceKnowledge:
		return w.knowledgePage()
	case model.PlaceArticle:
		return w.articlePage(place.Ref)
	case model.PlaceEditor:
		return w.editorPage(place.Ref)
	case model.PlaceQueues:
		return w.queuesPage(place)
	case model.PlaceOutbox:
		return w.outboxPage()
	case model.PlaceSignIn:
		return w.signInPage()
	case model.PlaceSettings:
		return w.settingsPage()
	}
	return w.homePage()
}

// leave stops following the page.
func (w *Window) leave() {
	w.release(w.page)
	w.page = page{}
}

// release stops following a page, and closes its view-models away from here.
func (w *Window) release(p page) {
	for _, stop := range p.stop {
		stop()
	}
	for _, closeModel := range p.close {
		w.closes.Go(closeModel)
	}
}
