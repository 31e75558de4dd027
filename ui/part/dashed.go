package part

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"relais/ui/theme"
)

// dashed is a rounded ground with a broken edge, which the toolkit's rectangles can't have. The edge is eight small
// drawings, one for each side and corner, so that a large ground costs no more to draw than a small one.
type dashed struct {
	widget.BaseWidget
	edge   fyne.ThemeColorName
	radius float32
	ground *surface
	sides  [4]*canvas.Image // top, right, bottom, left
	bends  [4]*canvas.Image // top left, top right, bottom right, bottom left
}

const (
	dashWidth  = 1.25
	dashStrip  = 3 // room for a side's stroke
	dashLength = 5
	dashGap    = 4
)

func newDashed(fill, edge fyne.ThemeColorName, radius float32) *dashed {
	d := &dashed{edge: edge, radius: radius, ground: newSurface(fill, radius)}
	for i := range d.sides {
		d.sides[i], d.bends[i] = &canvas.Image{}, &canvas.Image{}
	}
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is part of fyne.Widget.
func (d *dashed) CreateRenderer() fyne.WidgetRenderer {
	c := &fyne.Container{Layout: dashedLayout{d}, Objects: []fyne.CanvasObject{d.ground}}
	for i := range d.sides {
		c.Objects = append(c.Objects, d.sides[i], d.bends[i])
	}
	return widget.NewSimpleRenderer(c)
}

// Refresh takes the colours of the theme in use now.
func (d *dashed) Refresh() {
	d.draw(d.Size())
	d.BaseWidget.Refresh()
}

type dashedLayout struct{ d *dashed }

func (l dashedLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	d, r := l.d, l.d.radius
	d.ground.Resize(size)
	d.draw(size)
	along, down := max(size.Width-2*r, 0), max(size.Height-2*r, 0)
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	put(d.sides[0], r, 0, along, dashStrip)
	put(d.sides[1], size.Width-dashStrip, r, dashStrip, down)
	put(d.sides[2], r, size.Height-dashStrip, along, dashStrip)
	put(d.sides[3], 0, r, dashStrip, down)
	put(d.bends[0], 0, 0, r, r)
	put(d.bends[1], size.Width-r, 0, r, r)
	put(d.bends[2], size.Width-r, size.Height-r, r, r)
	put(d.bends[3], 0, size.Height-r, r, r)
}

func (dashedLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// draw gives sides and corners their drawings, unless nobody sees them.
func (d *dashed) draw(size fyne.Size) {
	r, half := d.radius, float32(dashWidth)/2
	if d.Hidden || size.Width <= 2*r || size.Height <= 2*r {
		return
	}
	along, down, far := size.Width-2*r, size.Height-2*r, r-half
	d.set(d.sides[0], along, dashStrip, fmt.Sprintf("M0 %g H%g", half, along))
	d.set(d.sides[1], dashStrip, down, fmt.Sprintf("M%g 0 V%g", dashStrip-half, down))
	d.set(d.sides[2], along, dashStrip, fmt.Sprintf("M0 %g H%g", dashStrip-half, along))
	d.set(d.sides[3], dashStrip, down, fmt.Sprintf("M%g 0 V%g", half, down))
	d.set(d.bends[0], r, r, fmt.Sprintf("M%g %g A%g %g 0 0 1 %g %g", half, r, far, far, r, half))
	d.set(d.bends[1], r, r, fmt.Sprintf("M0 %g A%g %g 0 0 1 %g %g", half, far, far, far, r))
	d.set(d.bends[2], r, r, fmt.Sprintf("M%g 0 A%g %g 0 0 1 0 %g", far, far, far, far))
	d.set(d.bends[3], r, r, fmt.Sprintf("M%g %g A%g %g 0 0 1 %g 0", r, far, far, far, half))
}

func (d *dashed) set(picture *canvas.Image, width, height float32, path string) {
	ink, pixels := hex(theme.Color(d.edge)), theme.Pixels() // strokes do not grow with the drawing
	name := fmt.Sprintf("%s-%s-%g.svg", path, ink, pixels)
	if picture.Resource != nil && picture.Resource.Name() == name {
		return
	}
	picture.Resource = fyne.NewStaticResource(name, fmt.Appendf(nil,
		`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g">`+
			`<path d="%[3]s" fill="none" stroke="%[4]s" stroke-width="%[5]g" stroke-dasharray="%[6]g %[7]g"/></svg>`,
		width, height, path, ink, dashWidth*pixels, dashLength*pixels, dashGap*pixels))
	picture.Image = nil
	picture.Refresh()
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
