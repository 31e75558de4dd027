package ui

import (
	"io"

	"relais/ui/model"
	"relais/ui/model/queues"
	"relais/ui/model/work"
	"relais/ui/screen/technician"
	"relais/ui/screen/technician/ticket"
)

// queuesPage shows the queues with a ticket beside them: the one that the place
// names, else the one that was open.
func (w *Window) queuesPage(place model.Place) page {
	m := w.o.Models().Board()
	if place.Ref != "" {
		m.Select(place.Ref)
	}
	s := technician.NewBoard(w.o.Words, m)
	if w.panes != nil {
		s.SetWidths(w.panes)
	}
	s.OnResized = func(widths []float32) { w.panes = widths }
	pane := &ticketPane{window: w, board: s}
	p := page{object: s.Object(), focus: s.Focus, back: s.Back, drop: pane.drop, stop: []func(){pane.leave}}
	bind(w, &p, m, func(st queues.State) {
		s.Render(st)
		pane.show(st.Selected)
	})
	if place.Do != "" && pane.model != nil {
		pane.model.Begin(place.Do)
	}
	return p
}

// ticketPane is the ticket in the third pane.
type ticketPane struct {
	window *Window
	board  *technician.Board
	ref    string
	model  *work.Ticket
	page   page
}

// show opens another ticket in the pane, or none.
func (t *ticketPane) show(ref string) {
	if ref == t.ref {
		return
	}
	t.leave()
	t.ref = ref
	if ref == "" {
		t.board.Open(nil)
		return
	}
	w := t.window
	t.model = w.o.Models().Ticket(ref)
	s := ticket.New(w.o.Words, t.model, ticket.Window{
		Go:     w.Go,
		Pick:   func(take func(string, func() (io.ReadCloser, error))) { w.pick(take) },
		Browse: w.browse,
	})
	t.page = page{close: []func(){t.model.Close}}
	bind(w, &t.page, t.model, s.Render)
	t.board.Open(s)
}

// leave stops following the ticket, and closes it away from here.
func (t *ticketPane) leave() {
	t.window.release(t.page)
	t.page, t.model, t.ref = page{}, nil, ""
}

// drop puts files that were dropped into the box that is open, else into a reply.
// An action that is being filled in takes none.
func (t *ticketPane) drop(paths []string) {
	if t.model == nil {
		return
	}
	st := t.model.State()
	box := st.Open
	switch {
	case st.Panel != "":
		return
	case box == "":
		box = work.BoxReply
		t.model.OpenBox(box)
	}
	for _, path := range paths {
		attach(func(name string, open func() (io.ReadCloser, error)) { t.model.Attach(box, name, open) }).path(path)
	}
}
