package part

import "fyne.io/fyne/v2"

// hanging remembers a cursor that the toolkit loses. A space that ends a row and does not fit on it belongs to no row;
// the toolkit takes the cursor behind it for one on the row below, and then puts it before the space, so that the next
// letter would land on the wrong side.
type hanging struct {
	want    int  // where the cursor belongs after the change under way; -1: anywhere
	lost    bool // by the change under way
	belongs place
	shown   place // where the toolkit put it instead
	text    string
}

// place is a row and a column of an entry.
type place struct{ row, column int }

func (e *entry) cursor() place     { return place{e.CursorRow, e.CursorColumn} }
func (e *entry) setCursor(p place) { e.CursorRow, e.CursorColumn = p.row, p.column }

// TypedRune is part of fyne.Focusable.
func (e *entry) TypedRune(r rune) { e.input(1, func() { e.Entry.TypedRune(r) }) }

// typedKey is TypedKey of the toolkit's entry.
func (e *entry) typedKey(k *fyne.KeyEvent) {
	by := anywhere
	if k.Name == fyne.KeyBackspace {
		by = -1
	}
	e.input(by, func() { e.Entry.TypedKey(k) })
}

// anywhere is for input that moves the cursor by an unknown number of letters.
const anywhere = 0

// input lets the toolkit do what was typed, which moves the cursor by so many letters, from where the cursor belongs.
func (e *entry) input(by int, do func()) {
	h := &e.hanging
	if h.text == e.Text && h.shown == e.cursor() {
		e.setCursor(h.belongs)
	}
	h.want, h.lost = -1, false
	if by != anywhere && e.SelectedText() == "" {
		h.want = e.CursorTextOffset() + by
	}
	do()
	if h.lost {
		h.text, h.shown = e.Text, e.cursor()
	}
}

// note looks whether a change of the text lost the cursor; it comes before the toolkit puts it elsewhere.
func (h *hanging) note(e *entry) {
	at := e.CursorTextOffset()
	beyond := e.CursorRow > 0 && at == e.CursorColumn // on a row that is not there
	h.lost = beyond || h.want >= 0 && at != h.want && e.CursorRow > 0
	if h.lost {
		h.belongs = place{e.CursorRow - 1, e.CursorColumn}
	}
}
