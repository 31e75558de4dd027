package flow

import "fyne.io/fyne/v2"

// Split puts left at the left and right at the right of one line when both fit without wrapping, else right below left.
func Split(gap float32, left, right fyne.CanvasObject) *fyne.Container {
	return container(&split{gap: gap}, left, right)
}

// Beside is a Split where left may wrap: right stays at the right as long as left has at least least of width, asked
// each time.
func Beside(gap float32, least func() float32, left, right fyne.CanvasObject) *fyne.Container {
	return container(&split{gap: gap, least: least}, left, right)
}

type split struct {
	width
	gap   float32
	least func() float32 // nil: as much as left needs not to wrap
}

// fits reports whether left is content with width.
func (s *split) fits(left fyne.CanvasObject, width float32) bool {
	natural := NaturalWidth(left)
	if s.least != nil {
		natural = min(natural, s.least())
	}
	return natural <= width+0.5
}

func (s *split) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.last = size.Width
	s.walk(objects, size.Width, size.Height, place)
}

func (s *split) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), s.heightFor(objects, s.or(s.naturalWidth(objects))))
}

func (s *split) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return s.walk(objects, width, 0, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (s *split) naturalWidth(objects []fyne.CanvasObject) float32 {
	return (&line{gap: s.gap}).naturalWidth(objects)
}

// walk calls put for both sides and returns the height they need; in one line both are centred in at least height.
func (s *split) walk(objects []fyne.CanvasObject, width, height float32, put func(o fyne.CanvasObject, x, y, width, height float32)) float32 {
	left, right := objects[0], objects[1]
	if !right.Visible() {
		h := HeightFor(left, width)
		put(left, 0, max(height-h, 0)/2, width, h)
		return h
	}
	rightWidth := NaturalWidth(right)
	if rest := width - rightWidth - s.gap; s.fits(left, rest) {
		l, r := HeightFor(left, rest), HeightFor(right, rightWidth)
		tall := max(l, r)
		put(left, 0, (max(tall, height)-l)/2, rest, l)
		put(right, width-rightWidth, (max(tall, height)-r)/2, rightWidth, r)
		return tall
	}
	l, r := HeightFor(left, width), HeightFor(right, min(rightWidth, width))
	put(left, 0, 0, width, l)
	put(right, 0, l+s.gap/2, min(rightWidth, width), r)
	return l + s.gap/2 + r
}

// Center puts an object in the middle, at its natural width or less.
func Center(o fyne.CanvasObject) *fyne.Container { return container(&center{}, o) }

type center struct{ layer }

func (c *center) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.last = size.Width
	for _, o := range objects {
		w := min(NaturalWidth(o), size.Width)
		h := min(HeightFor(o, w), size.Height)
		place(o, (size.Width-w)/2, (size.Height-h)/2, w, h)
	}
}

func (c *center) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), c.heightFor(objects, c.or(c.naturalWidth(objects))))
}

func (c *center) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return widest(objects, func(o fyne.CanvasObject) float32 { return HeightFor(o, min(NaturalWidth(o), width)) })
}
