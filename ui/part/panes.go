package part

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Panes are areas beside each other whose borders can be moved, by pointer or, with the focus on a border, by Left and
// Right. The last pane has what the others leave.
type Panes struct {
	frame
	panes   []fyne.CanvasObject
	borders []*border
	widths  []float32
	// OnResized is called with the widths of all panes but the last when the person has moved a border.
	OnResized func(widths []float32)
}

const (
	leastPane = 150
	leastLast = 320
	borderHit = 9
)

// NewPanes returns panes; widths are those of all but the last.
func NewPanes(widths []float32, panes ...fyne.CanvasObject) *Panes {
	p := &Panes{panes: panes, widths: slices.Clone(widths)}
	c := &fyne.Container{Layout: (*panesLayout)(p), Objects: slices.Clone(panes)}
	for i := range len(panes) - 1 {
		p.borders = append(p.borders, newBorder(p, i))
		c.Objects = append(c.Objects, p.borders[i])
	}
	p.root = c
	p.ExtendBaseWidget(p)
	return p
}

// SetWidths moves the borders; it does not call OnResized.
func (p *Panes) SetWidths(widths []float32) {
	p.widths = slices.Clone(widths)
	Relay(p)
}

// fitted returns the widths of all but the last pane that leave room for it in width.
func (p *Panes) fitted(width float32) []float32 {
	fitted := make([]float32, len(p.borders))
	left := width - leastLast
	for i := range fitted {
		wish := max(p.widths[i], leastPane)
		others := leastPane * float32(len(fitted)-1-i)
		fitted[i] = max(min(wish, left-others), leastPane)
		left -= fitted[i]
	}
	return fitted
}

func (p *Panes) move(i int, by float32) {
	p.widths = p.fitted(p.Size().Width)
	p.widths[i] = max(p.widths[i]+by, leastPane)
	p.widths = p.fitted(p.Size().Width)
	Relay(p.root)
}

func (p *Panes) moved() {
	if p.OnResized != nil {
		p.OnResized(slices.Clone(p.widths))
	}
}

type panesLayout Panes

func (l *panesLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	fitted := (*Panes)(l).fitted(size.Width)
	for i, pane := range l.panes {
		wide := max(size.Width-x, 0)
		if i < len(fitted) {
			wide = fitted[i]
		}
		pane.Move(fyne.NewPos(x, 0))
		pane.Resize(fyne.NewSize(wide, size.Height))
		if x += wide; i < len(fitted) {
			l.borders[i].Move(fyne.NewPos(x-borderHit/2-1, 0))
			l.borders[i].Resize(fyne.NewSize(borderHit, size.Height))
		}
	}
}

func (l *panesLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastPane*float32(len(l.borders))+leastLast, 120)
}

var (
	_ fyne.Draggable     = (*border)(nil)
	_ desktop.Keyable    = (*border)(nil)
	_ desktop.Hoverable  = (*border)(nil)
	_ desktop.Cursorable = (*border)(nil)
)

// border is the line between two panes.
type border struct {
	frame
	owner            *Panes
	at               int
	line             *surface
	hovered, focused bool
}

func newBorder(owner *Panes, at int) *border {
	b := &border{owner: owner, at: at, line: newSurface(theme.ColorLine, 0)}
	b.root = &fyne.Container{Layout: railLayout{borderHit / 2, 1}, Objects: []fyne.CanvasObject{b.line}}
	b.ExtendBaseWidget(b)
	return b
}

func (b *border) paint() {
	fill, wide := theme.ColorLine, float32(1)
	if b.hovered || b.focused {
		fill, wide = theme.ColorPrimary, 3
	}
	b.root.(*fyne.Container).Layout = railLayout{borderHit/2 - wide/2 + 0.5, wide}
	b.line.paint(fill, theme.ColorClear, 0)
	Relay(b.root)
}

// Dragged is part of fyne.Draggable.
func (b *border) Dragged(e *fyne.DragEvent) { b.owner.move(b.at, e.Dragged.DX) }

// DragEnd is part of fyne.Draggable.
func (b *border) DragEnd() { b.owner.moved() }

// KeyDown is part of desktop.Keyable.
func (b *border) KeyDown(e *fyne.KeyEvent) { UsedKey(e) }

// KeyUp is part of desktop.Keyable.
func (b *border) KeyUp(*fyne.KeyEvent) {}

// TypedKey moves the border by Left and Right.
func (b *border) TypedKey(e *fyne.KeyEvent) {
	const step = 16
	switch e.Name {
	case fyne.KeyLeft:
		b.owner.move(b.at, -step)
	case fyne.KeyRight:
		b.owner.move(b.at, step)
	default:
		return
	}
	b.owner.moved()
}

// TypedRune is part of fyne.Focusable.
func (b *border) TypedRune(rune) {}

// FocusGained is part of fyne.Focusable.
func (b *border) FocusGained() { b.focused = true; b.paint() }

// FocusLost is part of fyne.Focusable.
func (b *border) FocusLost() { b.focused = false; b.paint() }

// MouseIn is part of desktop.Hoverable.
func (b *border) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.paint() }

// MouseMoved is part of desktop.Hoverable.
func (b *border) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (b *border) MouseOut() { b.hovered = false; b.paint() }

// Cursor is the one for moving sideways.
func (b *border) Cursor() desktop.Cursor { return desktop.HResizeCursor }

// NewGround puts the ground of cards and panes below o.
func NewGround(o fyne.CanvasObject) fyne.CanvasObject {
	return flow.Layer(newSurface(theme.ColorSurface, 0), o)
}
