// Package flow arranges objects whose height follows from their width, as text on a page does.
//
// The toolkit's own layouts ask an object for its least size before they say how wide it will be, so wrapped text gets
// its height a frame late. The layouts here ask for the height at a width instead, all the way down, and are right the
// first time. They may hold any object; one that is not Flowing is as high as its least size says.
//
// A layout remembers the width it was last given: each belongs to one container, and all are used on the UI goroutine.
package flow

import (
	"iter"

	"fyne.io/fyne/v2"
)

// Flowing is an object whose height follows from its width.
type Flowing interface {
	fyne.CanvasObject
	// HeightFor returns the height needed at width. It changes nothing.
	HeightFor(width float32) float32
	// NaturalWidth returns the least width at which nothing has to wrap.
	NaturalWidth() float32
}

// arranged is a layout of this package.
type arranged interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
	naturalWidth(objects []fyne.CanvasObject) float32
}

// HeightFor returns the height that o needs at width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(Flowing); ok {
		return f.HeightFor(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(arranged); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// NaturalWidth returns the width at which nothing in o has to wrap.
func NaturalWidth(o fyne.CanvasObject) float32 {
	if f, ok := o.(Flowing); ok {
		return f.NaturalWidth()
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(arranged); ok {
			return l.naturalWidth(c.Objects)
		}
	}
	return o.MinSize().Width
}

func container(l fyne.Layout, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: l, Objects: objects}
}

// place puts o at x, y in the given size.
func place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(width, height))
}

// visible goes through the shown objects, in order.
func visible(objects []fyne.CanvasObject) iter.Seq[fyne.CanvasObject] {
	return func(yield func(fyne.CanvasObject) bool) {
		for _, o := range objects {
			if o.Visible() && !yield(o) {
				return
			}
		}
	}
}

// gaps is the room between n objects.
func gaps(n int, gap float32) float32 { return gap * float32(max(n-1, 0)) }

// widest returns the greatest of what measure says of the shown objects.
func widest(objects []fyne.CanvasObject, measure func(fyne.CanvasObject) float32) float32 {
	var most float32
	for o := range visible(objects) {
		most = max(most, measure(o))
	}
	return most
}

func minWidth(o fyne.CanvasObject) float32 { return o.MinSize().Width }

// width remembers the width that a layout was last given.
type width struct{ last float32 }

// or returns the remembered width, or natural before the first layout.
func (w *width) or(natural float32) float32 {
	if w.last > 0 {
		return w.last
	}
	return natural
}
