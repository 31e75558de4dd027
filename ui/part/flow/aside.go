package flow

import "fyne.io/fyne/v2"

// The measures of main beside an aside.
const (
	asideLeast = 480 // main is at least as wide, else the aside goes below
	asideMost  = 780 // and at most, for lines that can be read
)

// Aside puts main at the left, and side to its right where there is room for both, else below. Side is as wide as wide
// says each time it is asked.
func Aside(gap float32, wide func() float32, main, side fyne.CanvasObject) *fyne.Container {
	return container(&aside{gap: gap, wide: wide}, main, side)
}

type aside struct {
	width
	gap  float32
	wide func() float32
}

func (a *aside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a.last = size.Width
	a.walk(objects, size.Width, place)
}

func (a *aside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(widest(objects, minWidth), a.heightFor(objects, a.or(a.naturalWidth(objects))))
}

func (a *aside) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return a.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (a *aside) naturalWidth([]fyne.CanvasObject) float32 { return asideLeast }

func (a *aside) walk(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, width, height float32)) float32 {
	main, side, wide := objects[0], objects[1], a.wide()
	if rest := width - a.gap - wide; rest >= asideLeast {
		rest = min(rest, asideMost)
		h, sideH := HeightFor(main, rest), HeightFor(side, wide)
		put(main, 0, 0, rest, h)
		if side.Visible() {
			put(side, rest+a.gap, 0, wide, sideH)
			h = max(h, sideH)
		}
		return h
	}
	h := HeightFor(main, width)
	put(main, 0, 0, width, h)
	if side.Visible() {
		sideH := HeightFor(side, width)
		put(side, 0, h+a.gap, width, sideH)
		h += a.gap + sideH
	}
	return h
}
