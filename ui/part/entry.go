package part

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"relais/ui/theme"
)

// entry is the toolkit's entry with our manners: Tab leaves it, Enter sends where that is wanted, Escape can be
// listened to, and it grows with what is written, within bounds.
type entry struct {
	widget.Entry
	look      *fieldTheme
	least     int // rows
	most      int
	rows      int
	takesLong bool // changed is told of pastes that are too long to be shown, which are not
	enterEnds bool // Enter submits and Shift+Enter makes a new line, instead of the other way round
	given     bool // the text was set, and nobody was in the field since
	submit    func(string)
	shift     bool
	keyPress  func(*fyne.KeyEvent) bool
	focus     func(bool)
	changed   func(string)
	wheel     *wheel
	hanging   hanging
	counted   counted
}

func newEntry(look *fieldTheme, least, most int) *entry {
	e := &entry{look: look, least: least, most: most, rows: least}
	e.wheel = newWheel(e)
	e.MultiLine = most > 1
	if e.MultiLine {
		e.Wrapping = fyne.TextWrapWord
		e.Scroll = fyne.ScrollVerticalOnly
	} else {
		e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	}
	e.ExtendBaseWidget(e)
	if e.MultiLine {
		e.SetMinRowsVisible(least)
	}
	e.Entry.OnChanged = e.textChanged
	return e
}

// AcceptsTab is false: Tab always goes on to the next control.
func (e *entry) AcceptsTab() bool { return false }

// KeyDown is part of desktop.Keyable.
func (e *entry) KeyDown(k *fyne.KeyEvent) {
	UsedKey(k)
	e.shift = e.shift || isShift(k)
	e.Entry.KeyDown(k)
}

// KeyUp is part of desktop.Keyable.
func (e *entry) KeyUp(k *fyne.KeyEvent) {
	if isShift(k) {
		e.shift = false
	}
	e.Entry.KeyUp(k)
}

func isShift(k *fyne.KeyEvent) bool {
	return k.Name == desktop.KeyShiftLeft || k.Name == desktop.KeyShiftRight
}

// TypedKey is part of fyne.Focusable.
func (e *entry) TypedKey(k *fyne.KeyEvent) {
	UsedKey(k)
	if e.keyPress != nil && e.keyPress(k) {
		return
	}
	if ends := k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter; ends && e.enterEnds && !e.shift {
		e.submit(e.Text)
		return
	}
	e.typedKey(k)
	passOn(e, k)
}

// FocusGained is part of fyne.Focusable.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.goBehind()
	if e.focus != nil {
		e.focus(true)
	}
}

// goBehind puts the cursor behind a text that was set: there one goes on.
func (e *entry) goBehind() {
	if e.given {
		e.given = false
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
}

// FocusLost is part of fyne.Focusable.
func (e *entry) FocusLost() {
	e.shift = false
	e.Entry.FocusLost()
	if e.focus != nil {
		e.focus(false)
	}
}

// Resize counts the rows anew when the width changes.
func (e *entry) Resize(size fyne.Size) {
	wider := size.Width != e.Size().Width
	e.Entry.Resize(size)
	if wider {
		e.fit(size.Width)
	}
}

func (e *entry) textChanged(text string) {
	e.hanging.note(e)
	e.fit(e.Size().Width)
	if e.changed != nil {
		e.changed(text)
	}
}

// fit makes the entry as high as its text needs, within its bounds.
func (e *entry) fit(width float32) {
	if rows := e.rowsAt(width); rows != e.rows {
		e.rows = rows
		e.SetMinRowsVisible(rows)
	}
	ShowIf(e.wheel, !e.MultiLine || e.linesAt(width) <= e.most)
}

// rowsAt is how many rows the entry is high at width.
func (e *entry) rowsAt(width float32) int {
	if !e.MultiLine || e.least == e.most || width <= 0 {
		return e.least
	}
	return min(max(e.linesAt(width), e.least), e.most)
}

// linesAt counts the lines of the text at width; one more than fit is as many as it counts.
func (e *entry) linesAt(width float32) int {
	c := counted{text: e.Text, in: ink{size: e.look.Size(theme.SizeBody), style: e.TextStyle}, width: width}
	if c.text == "" {
		c.text = e.PlaceHolder
	}
	if c.lines = e.counted.lines; c != e.counted {
		c.lines = e.count(c.text, c.in, width)
		e.counted = c
	}
	return c.lines
}

// counted is how many lines a text takes; laying out a page asks for it several times.
type counted struct {
	text  string
	in    ink
	width float32
	lines int
}

func (e *entry) count(text string, in ink, width float32) int {
	if n := strings.Count(text, "\n") + 1; n > e.most || width <= 0 {
		return n
	}
	room := width - 4*e.look.Size(fynetheme.SizeNameInnerPadding)/2
	chunks := chunksOf([]Span{{Text: text}}, []ink{in})
	return len(breakLines(chunks, []ink{in}, room, e.most+1))
}

// wheel lies over an entry whose text is all in view: the toolkit gives the mouse wheel to the entry, which has nothing
// to scroll, and the page would stand still under the pointer.
type wheel struct {
	widget.BaseWidget
	under fyne.CanvasObject
}

func newWheel(under fyne.CanvasObject) *wheel {
	w := &wheel{under: under}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled scrolls the page.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if page, _ := pageOf(w.under); page != nil {
		page.scroll.Scrolled(e)
	}
}

// CreateRenderer is part of fyne.Widget.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// heightFor is the height the entry needs at width.
func (e *entry) heightFor(width float32) float32 {
	if !e.MultiLine {
		return e.MinSize().Height
	}
	line := fyne.MeasureText("M", e.look.Size(theme.SizeBody), e.TextStyle).Height
	return line*float32(e.rowsAt(width)) + 2*e.look.Size(fynetheme.SizeNameInnerPadding)
}

// setText shows text without telling anybody.
func (e *entry) setText(text string) {
	if e.Text == text {
		return
	}
	tell, empty := e.changed, e.Text == ""
	e.changed, e.given = nil, true
	e.SetText(text)
	e.changed = tell
	// A draft that comes back may come later than the focus.
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); empty && c != nil && c.Focused() == fyne.Focusable(e) {
		e.goBehind()
	}
}

// fieldTheme is the theme of the running program with the sizes and edge of one kind of field.
type fieldTheme struct {
	sizes map[fyne.ThemeSizeName]float32
	text  fyne.ThemeSizeName
	edge  fyne.ThemeColorName // while it does not have the focus
	focus fyne.ThemeColorName
	fill  fyne.ThemeColorName
}

func (f *fieldTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch name {
	case fynetheme.ColorNameInputBorder, fynetheme.ColorNameInputBackground:
		name = theme.ColorClear // the ground below has the edge
	case fynetheme.ColorNamePrimary:
		// The entry's own edge with the focus, and its cursor where nothing may move: then both are drawn.
		if name = f.focus; fyne.CurrentApp().Settings().ShowAnimations() {
			name = theme.ColorClear
		}
	}
	return theme.Color(name)
}

func (f *fieldTheme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := f.sizes[name]; ok {
		return size
	}
	if name == theme.SizeBody {
		name = f.text
	}
	return theme.Size(name)
}

func (f *fieldTheme) Font(style fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

func (f *fieldTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}
