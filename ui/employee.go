package ui

import (
	"io"
	"net/url"

	"relais/internal/desk"
	"relais/ui/screen/employee"
	"relais/ui/screen/employee/followup"
)

// window is what the window does for the screens of employees.
func (w *Window) window() employee.Window {
	return employee.Window{
		Go:          w.Go,
		Pick:        func(take func(string, func() (io.ReadCloser, error))) { w.pick(take) },
		Browse:      w.browse,
		SaveReceipt: func(k desk.Key) { w.o.Models().SaveReceipt(k) },
	}
}

// safe are the sorts of links that may be opened outside of the program.
var safe = map[string]bool{"http": true, "https": true, "mailto": true}

// browse opens a link outside of the program.
func (w *Window) browse(address string) {
	if u, err := url.Parse(address); err == nil && safe[u.Scheme] {
		_ = w.o.App.OpenURL(u)
	}
}

func (w *Window) homePage() page {
	m := w.o.Models().Flow()
	s := employee.NewAsk(w.o.Words, m.Topics(), m, w.window())
	p := page{object: s.Object(), focus: s.Focus, back: s.Back}
	p.drop = func(paths []string) {
		for _, path := range paths {
			attach(m.Attach).path(path)
		}
	}
	bind(w, &p, m, s.Render)
	p.stop = append(p.stop, func() { m.Rest(false) }) // what the pointer rested on is gone
	return p
}

func (w *Window) requestsPage() page {
	m := w.o.Models().Requests()
	s := followup.NewList(w.o.Words, m, w.window())
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}

func (w *Window) requestPage(ref string) page {
	m := w.o.Models().Request(ref)
	s := followup.NewPage(w.o.Words, m, w.window())
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	p.drop = func(paths []string) {
		for _, path := range paths {
			attach(m.Attach).path(path)
		}
	}
	bind(w, &p, m, s.Render)
	return p
}
