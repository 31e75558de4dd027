package flow

import "fyne.io/fyne/v2"

// Inset leaves room around an object: horizontal at its left and right, vertical above and below.
func Inset(horizontal, vertical float32, o fyne.CanvasObject) *fyne.Container {
	return InsetSides(horizontal, vertical, horizontal, vertical, o)
}

// InsetSides leaves room around an object, side by side.
func InsetSides(left, top, right, bottom float32, o fyne.CanvasObject) *fyne.Container {
	return container(&inset{left: left, top: top, right: right, bottom: bottom}, o)
}

type inset struct {
	width
	left, top, right, bottom float32
}

func (i *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	i.last = size.Width
	for _, o := range objects {
		place(o, i.left, i.top, max(size.Width-i.left-i.right, 0), max(size.Height-i.top-i.bottom, 0))
	}
}

func (i *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth)+i.left+i.right, i.heightFor(objects, i.or(i.naturalWidth(objects))))
}

func (i *inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	inner := max(width-i.left-i.right, 0)
	return widest(objects, func(o fyne.CanvasObject) float32 { return HeightFor(o, inner) }) + i.top + i.bottom
}

func (i *inset) naturalWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects, NaturalWidth) + i.left + i.right
}

// InsetBy is an Inset whose room is asked for each time.
func InsetBy(room func() (horizontal, vertical float32), o fyne.CanvasObject) *fyne.Container {
	return container(&insetBy{room: room}, o)
}

type insetBy struct {
	inset
	room func() (horizontal, vertical float32)
}

func (i *insetBy) ask() *inset {
	h, v := i.room()
	i.left, i.right, i.top, i.bottom = h, h, v, v
	return &i.inset
}

func (i *insetBy) Layout(objects []fyne.CanvasObject, size fyne.Size) { i.ask().Layout(objects, size) }
func (i *insetBy) MinSize(objects []fyne.CanvasObject) fyne.Size      { return i.ask().MinSize(objects) }
func (i *insetBy) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return i.ask().heightFor(objects, width)
}
func (i *insetBy) naturalWidth(objects []fyne.CanvasObject) float32 {
	return i.ask().naturalWidth(objects)
}

// AtMost keeps an object at most limit wide, at the left of the room it is given.
func AtMost(limit float32, o fyne.CanvasObject) *fyne.Container {
	return container(&atMost{limit: limit}, o)
}

type atMost struct {
	width
	limit float32
}

func (a *atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a.last = size.Width
	for _, o := range objects {
		place(o, 0, 0, min(size.Width, a.limit), size.Height)
	}
}

func (a *atMost) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(min(widest(objects, minWidth), a.limit), a.heightFor(objects, a.or(a.limit)))
}

func (a *atMost) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return widest(objects, func(o fyne.CanvasObject) float32 { return HeightFor(o, min(width, a.limit)) })
}

func (a *atMost) naturalWidth(objects []fyne.CanvasObject) float32 {
	return min(widest(objects, NaturalWidth), a.limit)
}

// The measures of an employee's page.
const (
	columnWidth = 812 // the words of a page without a side note
	mainWidth   = 588 // the words of a page beside a side note
	sideWidth   = 270
	sideGap     = 34
	pageMargin  = 24
)

// Column centres a page of one column. A side object, which may be nil, stands beside it when there is room, else
// below it.
func Column(main, side fyne.CanvasObject) *fyne.Container {
	if side == nil {
		return container(&column{}, main)
	}
	return container(&column{}, main, side)
}

type column struct{ width }

func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.last = size.Width
	c.walk(objects, size.Width, place)
}

func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth)+2*pageMargin, c.heightFor(objects, c.or(columnWidth+2*pageMargin)))
}

func (c *column) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return c.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (c *column) naturalWidth([]fyne.CanvasObject) float32 { return columnWidth + 2*pageMargin }

func (c *column) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width, height float32)) float32 {
	main := objects[0]
	beside := len(objects) > 1 && objects[1].Visible() && width >= mainWidth+sideGap+sideWidth+2*pageMargin
	if beside {
		side, left := objects[1], (width-mainWidth-sideGap-sideWidth)/2
		h, sideH := HeightFor(main, mainWidth), HeightFor(side, sideWidth)
		put(main, left, 0, mainWidth, h)
		put(side, left+mainWidth+sideGap, 0, sideWidth, sideH)
		return max(h, sideH)
	}
	wide := max(min(width-2*pageMargin, columnWidth), 0)
	left := (width - wide) / 2
	h := HeightFor(main, wide)
	put(main, left, 0, wide, h)
	if len(objects) > 1 && objects[1].Visible() {
		sideH := HeightFor(objects[1], wide)
		put(objects[1], left, h+sideGap, wide, sideH)
		h += sideGap + sideH
	}
	return h
}

// Dock puts top and bottom, which may be nil, at the edges of a window at the height they need; body has the rest.
func Dock(top, body, bottom fyne.CanvasObject) *fyne.Container {
	c := container(&dock{top: top, body: body, bottom: bottom})
	for _, o := range []fyne.CanvasObject{top, body, bottom} { // in the order that the Tab key goes
		if o != nil {
			c.Objects = append(c.Objects, o)
		}
	}
	return c
}

type dock struct {
	width
	top, body, bottom fyne.CanvasObject
}

func (d *dock) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	d.last = size.Width
	top, bottom := edgeHeight(d.top, size.Width), edgeHeight(d.bottom, size.Width)
	place(d.body, 0, top, size.Width, max(size.Height-top-bottom, 0))
	if d.top != nil {
		place(d.top, 0, 0, size.Width, top)
	}
	if d.bottom != nil {
		place(d.bottom, 0, size.Height-bottom, size.Width, bottom)
	}
}

func (d *dock) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), d.heightFor(objects, d.or(d.naturalWidth(objects))))
}

func (d *dock) heightFor(_ []fyne.CanvasObject, width float32) float32 {
	return edgeHeight(d.top, width) + HeightFor(d.body, width) + edgeHeight(d.bottom, width)
}

func (d *dock) naturalWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects, NaturalWidth)
}

func edgeHeight(o fyne.CanvasObject, width float32) float32 {
	if o == nil || !o.Visible() {
		return 0
	}
	return HeightFor(o, width)
}
