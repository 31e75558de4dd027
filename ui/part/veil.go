package part

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Veil covers the page while a question waits for its answer, and holds the question in its middle.
type Veil struct {
	frame
	// OnDismiss is called when the person wants the question gone, as with Escape.
	OnDismiss func()
}

// NewVeil returns a veil with a question; one that is higher than the window scrolls.
func NewVeil(question fyne.CanvasObject) *Veil {
	v := &Veil{}
	v.root = flow.Layer(canvas.NewRectangle(color.NRGBA{A: veilShade}), container.New(&middle{}, NewScroll(flow.Inset(2, 2, question))))
	v.ExtendBaseWidget(v)
	return v
}

const (
	veilShade  = 0x66
	veilMargin = 24 // left of the page around the question
)

// Dismiss asks for the question to go.
func (v *Veil) Dismiss() {
	if v.OnDismiss != nil {
		v.OnDismiss()
	}
}

// MinSize is small: the veil is as large as the window.
func (v *Veil) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// middle gives its one object, a Page, a comfortable width and the height that it needs there.
type middle struct{}

// Layout is part of fyne.Layout.
func (*middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		wide := min(theme.Scaled(520)(), size.Width-2*veilMargin)
		high := min(flow.HeightFor(o.(*Page).sheet, wide), size.Height-2*veilMargin)
		o.Resize(fyne.NewSize(wide, high))
		o.Move(fyne.NewPos((size.Width-wide)/2, max((size.Height-high)/2-size.Height/12, veilMargin)))
	}
}

// MinSize is part of fyne.Layout.
func (*middle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }
