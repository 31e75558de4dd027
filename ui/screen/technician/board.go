// Package technician holds the screen of people who solve: the queues with what
// is due next first, and beside them the ticket that is open.
//
// Every screen here and below is built once and told by Render what to show. It
// calls the actions that it was given and starts nothing of its own. Everything
// belongs to the UI goroutine.
package technician

import (
	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/queues"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/technician/ticket"
	"relais/ui/theme"
)

// BoardActions is what a person can do with the queues.
type BoardActions interface {
	Choose(view string)
	Narrow(letters string)
	Select(ref string)
	Step(by int)
}

// Board is the queues: the views at the left, the tickets of one of them in the
// middle, and at the right the ticket that is open.
type Board struct {
	views  *views
	rows   *rows
	none   *part.EmptyState
	third  *fyne.Container
	ticket *ticket.Page
	panes  *part.Panes
	root   fyne.CanvasObject
	// OnResized is called with the widths of the first two panes after the person
	// moved a border.
	OnResized func(widths []float32)
}

// widths are those of panes that were never moved. Larger letters need more of the
// window for the lists; the ticket, whose words wrap, gives it.
func widths() []float32 {
	more := theme.Scaled(1)() - 1
	return []float32{200 + 70*more, 372 + 18*more}
}

// NewBoard builds the three panes.
func NewBoard(w *text.Words, on BoardActions) *Board {
	b := &Board{views: newViews(w, on), rows: newRows(w, on)}
	b.none = part.NewEmptyState(theme.IconInbox, w.T("work.pick"), w.T("work.pick.words"), w.T("work.pick.next"))
	b.none.OnAction = func() { on.Step(1) }
	part.Name(b.none.Button(), "queues.next")
	b.rows.opened = func() {
		if b.ticket != nil {
			b.ticket.TakeFocus()
		}
	}
	b.third = flow.Layer(b.none)
	b.panes = part.NewPanes(widths(), b.views.root, b.rows.root, b.third)
	b.panes.OnResized = func(widths []float32) {
		if b.OnResized != nil {
			b.OnResized(widths)
		}
	}
	b.root = b.panes
	return b
}

// Object is the screen.
func (b *Board) Object() fyne.CanvasObject { return b.root }

// SetWidths gives the first two panes widths that were kept.
func (b *Board) SetWidths(widths []float32) { b.panes.SetWidths(widths) }

// Focus is the list of tickets.
func (b *Board) Focus() fyne.Focusable { return b.rows.list.Control() }

// Open puts a ticket into the third pane; nil empties it.
func (b *Board) Open(t *ticket.Page) {
	b.ticket = t
	var o fyne.CanvasObject = b.none
	if t != nil {
		o = t.Object()
	}
	b.third.Objects = []fyne.CanvasObject{o}
	part.Relay(b.third)
	b.third.Refresh()
}

// Back goes one step back, as Escape does: out of what is being written. It tells
// whether there was one.
func (b *Board) Back() bool { return b.ticket != nil && b.ticket.Back() }

// Render shows s.
func (b *Board) Render(s queues.State) {
	b.views.render(s)
	b.rows.render(s)
	part.ShowIf(b.none, len(s.Rows) > 0)
}
