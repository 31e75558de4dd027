package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// frame is a part made of other objects, arranged by package flow.
type frame struct {
	widget.BaseWidget
	root fyne.CanvasObject
}

// CreateRenderer is part of fyne.Widget.
func (f *frame) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.root) }

// MinSize is what the objects inside need at the width they have.
func (f *frame) MinSize() fyne.Size { return f.root.MinSize() }

// HeightFor is part of flow.Flowing.
func (f *frame) HeightFor(width float32) float32 { return flow.HeightFor(f.root, width) }

// NaturalWidth is part of flow.Flowing.
func (f *frame) NaturalWidth() float32 { return flow.NaturalWidth(f.root) }

// Control is the object of a part that has the focus.
type Control interface {
	fyne.CanvasObject
	fyne.Focusable
}

var (
	_ fyne.Tappable      = (*control)(nil)
	_ desktop.Keyable    = (*control)(nil)
	_ fyne.Disableable   = (*control)(nil)
	_ fyne.Accessible    = (*control)(nil)
	_ desktop.Hoverable  = (*control)(nil)
	_ desktop.Cursorable = (*control)(nil)
)

// control is what all clickable parts share: pointer, keyboard, focus ring and the states that their look follows.
type control struct {
	frame
	self     fyne.Focusable // the part that embeds the control
	act      func()         // nil: nothing to click
	restyle  func()         // called when hovered, focused or off changed
	label    string         // what a screen reader says
	ring     *surface
	hovered  bool
	focused  bool
	quiet    bool // the focus came by pointer: no ring until a key is pressed
	clicked  bool // taking the focus because of a click
	off      bool
	keyPress func(*fyne.KeyEvent) bool // more keys; true when it was one of its own
}

// setUp ties the control to the part that embeds it. The ring stands outset outside the part, or inside when negative.
func (c *control) setUp(self interface {
	fyne.Widget
	fyne.Focusable
}, root fyne.CanvasObject, radius, outset float32) {
	c.self = self
	c.ring = newEdged(theme.ColorClear, theme.ColorPrimary, 2, max(radius+outset, 0))
	c.ring.Hide()
	c.root = flow.Layer(root, &fyne.Container{Layout: halo(outset), Objects: []fyne.CanvasObject{c.ring}})
	c.ExtendBaseWidget(self)
}

// halo puts its objects a little outside of its own bounds.
type halo float32

func (h halo) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(-float32(h), -float32(h)))
		o.Resize(size.AddWidthHeight(2*float32(h), 2*float32(h)))
	}
}

func (halo) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Tapped is part of fyne.Tappable.
func (c *control) Tapped(*fyne.PointEvent) {
	if c.off || c.act == nil {
		return
	}
	UsedPointer()
	c.clicked = true
	Focus(c.self)
	c.clicked = false
	c.hush(true)
	c.act()
}

// hush takes the ring away while the focus stays, or brings it back.
func (c *control) hush(quiet bool) {
	if c.focused && c.quiet != quiet {
		c.quiet = quiet
		c.update()
	}
}

// KeyDown is part of desktop.Keyable.
func (c *control) KeyDown(e *fyne.KeyEvent) {
	UsedKey(e)
	c.hush(byPointer())
}

// KeyUp is part of desktop.Keyable.
func (c *control) KeyUp(*fyne.KeyEvent) {}

// TypedKey acts on Enter and Space.
func (c *control) TypedKey(e *fyne.KeyEvent) {
	UsedKey(e)
	c.hush(false)
	if c.keyPress != nil && c.keyPress(e) {
		return
	}
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !c.off && c.act != nil {
			c.act()
		}
	default:
		scrollKey(c.self.(fyne.CanvasObject), e)
		passOn(c.self.(fyne.CanvasObject), e)
	}
}

// passOn gives a key that is the window's, Escape or one such as F5, to who listens at the window: the toolkit gives
// keys to the control that has the focus, and to nobody else.
func passOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if e.Name != fyne.KeyEscape && (e.Name < fyne.KeyF1 || e.Name > fyne.KeyF9) {
		return
	}
	canvas := fyne.CurrentApp().Driver().CanvasForObject(o)
	if canvas == nil || canvas.OnTypedKey() == nil {
		return
	}
	canvas.OnTypedKey()(e)
}

// TypedRune is part of fyne.Focusable.
func (c *control) TypedRune(rune) {}

// FocusGained is part of fyne.Focusable.
func (c *control) FocusGained() {
	c.focused, c.quiet = true, byPointer()
	c.update()
	if !c.clicked {
		reveal(c.self.(fyne.CanvasObject))
	}
}

// FocusLost is part of fyne.Focusable.
func (c *control) FocusLost() {
	c.focused = false
	c.update()
}

// MouseIn is part of desktop.Hoverable.
func (c *control) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.update()
}

// MouseMoved is part of desktop.Hoverable.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (c *control) MouseOut() {
	c.hovered = false
	c.update()
}

// Cursor is a hand over what can be clicked.
func (c *control) Cursor() desktop.Cursor {
	if c.off || c.act == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// Disable takes the part out of use: it is pale and can't have the focus.
func (c *control) Disable() { c.setOff(true) }

// Enable brings the part into use again.
func (c *control) Enable() { c.setOff(false) }

// Disabled reports whether the part can't be used now. One with nothing to do is passed over by the Tab key as well.
func (c *control) Disabled() bool { return c.off || c.act == nil }

func (c *control) setOff(off bool) {
	if c.off == off {
		return
	}
	c.off = off
	c.update()
}

// AccessibilityLabel is what a screen reader says.
func (c *control) AccessibilityLabel() string { return c.label }

// AccessibilityRole is part of fyne.Accessible.
func (c *control) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// update shows what changed.
func (c *control) update() {
	showRing(c.self.(fyne.CanvasObject), c.ring, c.focused && !c.quiet && !c.off)
	if c.restyle != nil {
		c.restyle()
	}
}

// ShowIf shows or hides o. Whoever arranges o makes room for it, or closes the gap, when it is arranged next: see Relay.
func ShowIf(o fyne.CanvasObject, shown bool) {
	switch {
	case shown == o.Visible():
	case shown:
		o.Show()
	default:
		o.Hide()
	}
}

// Relay arranges o and all that is in it anew, after something in it was shown, hidden, added or taken away. A window
// does that by itself when the height of something changes, before the next frame; whoever changes what is in a container
// or looks at sizes before that frame needs it. It does not draw anew what stays: parts do so when they change.
func Relay(o fyne.CanvasObject) {
	arrange(o)
	redraw(o)
}

func arrange(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil && !o.Size().IsZero() {
			o.Layout.Layout(o.Objects, o.Size())
		}
		for _, inner := range o.Objects {
			arrange(inner)
		}
	case interface{ relayInside() }:
		o.relayInside()
	}
}

func (f *frame) relayInside() { arrange(f.root) }

func (p *Page) relayInside() {
	if p.sheet.MinSize().Max(p.scroll.Size()) != p.sheet.Size() { // drawing everything anew takes long
		p.scroll.Refresh()
	}
	arrange(p.sheet)
}
