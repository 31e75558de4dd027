package flow

import "fyne.io/fyne/v2"

// Stack puts objects below each other, each as wide as the stack, gap apart. Hidden ones take no room.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container(&stack{gap: gap}, objects...)
}

type stack struct {
	width
	gap float32
}

func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s.last = size.Width
	y := float32(0)
	for o := range visible(objects) {
		h := HeightFor(o, size.Width)
		place(o, 0, y, size.Width, h)
		y += h + s.gap
	}
}

func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), s.heightFor(objects, s.or(s.naturalWidth(objects))))
}

func (s *stack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	y, n := float32(0), 0
	for o := range visible(objects) {
		y += HeightFor(o, width)
		n++
	}
	return y + gaps(n, s.gap)
}

func (s *stack) naturalWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects, NaturalWidth)
}

// Layer puts objects above each other, each filling the whole: the last one is in front.
func Layer(objects ...fyne.CanvasObject) *fyne.Container {
	return container(&layer{}, objects...)
}

type layer struct{ width }

func (l *layer) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	for _, o := range objects {
		place(o, 0, 0, size.Width, size.Height)
	}
}

func (l *layer) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), l.heightFor(objects, l.or(l.naturalWidth(objects))))
}

func (l *layer) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return widest(objects, func(o fyne.CanvasObject) float32 { return HeightFor(o, width) })
}

func (l *layer) naturalWidth(objects []fyne.CanvasObject) float32 {
	return widest(objects, NaturalWidth)
}

// Edges puts one object at the top and one at the bottom of the room it is given, at least gap apart.
func Edges(gap float32, top, bottom fyne.CanvasObject) *fyne.Container {
	return container(&edges{stack{gap: gap}}, top, bottom)
}

type edges struct{ stack }

func (e *edges) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	e.last = size.Width
	top, bottom := HeightFor(objects[0], size.Width), HeightFor(objects[1], size.Width)
	place(objects[0], 0, 0, size.Width, top)
	place(objects[1], 0, max(size.Height-bottom, top+e.gap), size.Width, bottom)
}
