package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// List shows any number of rows of one height; only those in view exist. It takes the focus as a whole: Up, Down,
// PageUp, PageDown, Home and End select, Enter opens.
type List struct {
	frame
	rows *keyList
	ring *surface
	// OnSelected is called with the index of a row that the person selects, by pointer or key.
	OnSelected func(i int)
	// OnOpened is called when Enter is pressed on the selected row.
	OnOpened func(i int)
}

// NewList returns a list of length rows; create makes an empty one, such as NewRow, and update fills it. Both must be
// quick: they run while the list scrolls.
func NewList(length func() int, create func() fyne.CanvasObject, update func(i int, o fyne.CanvasObject)) *List {
	l := &List{ring: newEdged(theme.ColorClear, theme.ColorPrimary, 2, 0)}
	l.ring.Hide()
	l.rows = &keyList{owner: l, selected: -1}
	l.rows.Length, l.rows.CreateItem, l.rows.UpdateItem = length, create, update
	l.rows.OnSelected = func(i int) {
		l.rows.selected = i
		if !l.rows.moving { // by pointer
			UsedPointer()
			showRing(l.rows, l.ring, false)
		}
		if l.OnSelected != nil {
			l.OnSelected(i)
		}
	}
	l.rows.ExtendBaseWidget(l.rows)
	l.root = flow.Layer(container.NewThemeOverride(l.rows, listTheme{}), l.ring)
	l.ExtendBaseWidget(l)
	return l
}

// Set draws the rows anew with row selected marked, or none when it is -1; it does not call OnSelected.
func (l *List) Set(selected int) {
	tell := l.rows.OnSelected
	l.rows.OnSelected = nil
	if selected != l.rows.selected {
		l.rows.UnselectAll()
		if selected >= 0 {
			l.rows.Select(selected)
		}
	}
	l.rows.selected = selected
	l.rows.OnSelected = tell
	l.rows.Refresh()
}

// Focus puts the focus on the list.
func (l *List) Focus() {
	Focus(l.rows)
}

// Step selects the row by rows further down, or up when negative, and shows it.
func (l *List) Step(by int) { l.rows.move(by) }

// Control returns the object that has the focus, to be named or found.
func (l *List) Control() Control { return l.rows }

// keyList is the toolkit's list where arrow keys select at once.
type keyList struct {
	widget.List
	owner    *List
	selected int
	moving   bool // selecting by key
}

// KeyDown is part of desktop.Keyable.
func (k *keyList) KeyDown(e *fyne.KeyEvent) { UsedKey(e) }

// KeyUp is part of desktop.Keyable.
func (k *keyList) KeyUp(*fyne.KeyEvent) {}

// TypedKey is part of fyne.Focusable.
func (k *keyList) TypedKey(e *fyne.KeyEvent) {
	UsedKey(e)
	showRing(k, k.owner.ring, true)
	page := max(int(k.Size().Height/max(k.MinSize().Height, 1))-1, 1)
	switch e.Name {
	case fyne.KeyDown:
		k.move(1)
	case fyne.KeyUp:
		k.move(-1)
	case fyne.KeyPageDown:
		k.move(page)
	case fyne.KeyPageUp:
		k.move(-page)
	case fyne.KeyHome:
		k.move(-k.Length())
	case fyne.KeyEnd:
		k.move(k.Length())
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if k.selected >= 0 && k.owner.OnOpened != nil {
			k.owner.OnOpened(k.selected)
		}
	default:
		passOn(k, e)
	}
}

func (k *keyList) move(by int) {
	n := k.Length()
	if n == 0 {
		return
	}
	to := min(max(k.selected+by, 0), n-1)
	if to == k.selected {
		return
	}
	k.moving = true
	k.Select(to)
	k.moving = false
	k.ScrollTo(to)
}

// FocusGained is part of fyne.Focusable. The toolkit's own would tint the first row: it does not know of ours selected.
func (k *keyList) FocusGained() { showRing(k, k.owner.ring, !byPointer()) }

// FocusLost is part of fyne.Focusable.
func (k *keyList) FocusLost() { showRing(k, k.owner.ring, false) }

// listTheme puts rows next to each other with only a hairline between.
type listTheme struct{}

func (listTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return theme.Color(name)
}

func (listTheme) Font(style fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(style)
}

func (listTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

func (listTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case fynetheme.SizeNamePadding:
		return 1
	case fynetheme.SizeNameSelectionRadius:
		return 0
	}
	return theme.Size(name)
}
