package ui

import (
	"relais/ui/model"
	"relais/ui/screen/account"
)

func (w *Window) signInPage() page {
	m := w.o.Models().SignIn()
	s := account.NewSignIn(w.o.Words, m)
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}

func (w *Window) settingsPage() page {
	m := w.o.Models().Settings()
	s := account.NewSettings(w.o.Words, m, func() { w.Go(model.Place{Name: model.PlaceSignIn}) })
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}

func (w *Window) outboxPage() page {
	m := w.o.Models().Outbox()
	s := account.NewOutbox(w.o.Words, m)
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}
