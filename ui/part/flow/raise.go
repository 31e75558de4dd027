package flow

import "fyne.io/fyne/v2"

// Raise keeps an object at least as high as least says each time it is asked, and centres it in that height.
func Raise(least func() float32, o fyne.CanvasObject) *fyne.Container {
	return container(&raise{least: least}, o)
}

// Widen keeps an object at least as wide as least says each time it is asked, where there is the room; the object
// stands at the left of that width.
func Widen(least func() float32, o fyne.CanvasObject) *fyne.Container {
	return container(&widen{least: least}, o)
}

type widen struct {
	layer
	least func() float32
}

func (w *widen) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w.last = size.Width
	for _, o := range objects {
		place(o, 0, 0, min(NaturalWidth(o), size.Width), size.Height)
	}
}

func (w *widen) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return w.layer.heightFor(objects, min(w.layer.naturalWidth(objects), width))
}

func (w *widen) naturalWidth(objects []fyne.CanvasObject) float32 {
	return max(w.layer.naturalWidth(objects), w.least())
}

type raise struct {
	layer
	least func() float32
}

func (r *raise) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.last = size.Width
	for _, o := range objects {
		h := min(HeightFor(o, size.Width), size.Height)
		place(o, 0, (size.Height-h)/2, size.Width, h)
	}
}

func (r *raise) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := r.layer.MinSize(objects)
	return fyne.NewSize(size.Width, max(size.Height, r.least()))
}

func (r *raise) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(r.layer.heightFor(objects, width), r.least())
}
