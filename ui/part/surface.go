package part

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"relais/ui/theme"
)

// surface is a rounded ground that takes its colours from the theme again whenever it is refreshed.
type surface struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	edgeWidth  float32
	radius     float32
	raised     bool // a soft shadow below
	rect       *canvas.Rectangle
}

func newSurface(fill fyne.ThemeColorName, radius float32) *surface {
	s := &surface{fill: fill, edge: theme.ColorClear, radius: radius, rect: canvas.NewRectangle(color.Transparent)}
	s.ExtendBaseWidget(s)
	return s
}

func newEdged(fill, edge fyne.ThemeColorName, edgeWidth, radius float32) *surface {
	s := newSurface(fill, radius)
	s.edge, s.edgeWidth = edge, edgeWidth
	return s
}

// paint changes the colours and redraws if they differ.
func (s *surface) paint(fill, edge fyne.ThemeColorName, edgeWidth float32) {
	if s.fill == fill && s.edge == edge && s.edgeWidth == edgeWidth {
		return
	}
	s.fill, s.edge, s.edgeWidth = fill, edge, edgeWidth
	s.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	s.apply()
	return widget.NewSimpleRenderer(s.rect)
}

// Refresh takes the colours of the theme in use now.
func (s *surface) Refresh() {
	s.apply()
	s.BaseWidget.Refresh()
}

func (s *surface) apply() {
	s.rect.FillColor = theme.Color(s.fill)
	s.rect.StrokeColor = theme.Color(s.edge)
	s.rect.StrokeWidth = s.edgeWidth
	s.rect.CornerRadius = s.radius
	if s.raised {
		s.rect.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorShadow), BlurRadius: 9, Offset: fyne.NewPos(0, 4)}
	}
}

// newRule is a hairline across the width.
func newRule() *surface {
	r := newSurface(theme.ColorLine, 0)
	r.rect.SetMinSize(fyne.NewSize(1, 1))
	return r
}

// NewRule returns a hairline that separates what is above from what is below.
func NewRule() fyne.CanvasObject { return newRule() }

// dashed is a rounded ground with a broken edge, which the toolkit's rectangles can't have: it is drawn as a small SVG
// of the size at hand.
type dashed struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	picture    *canvas.Image
}

func newDashed(fill, edge fyne.ThemeColorName, radius float32) *dashed {
	d := &dashed{fill: fill, edge: edge, radius: radius, picture: &canvas.Image{}}
	d.ExtendBaseWidget(d)
	return d
}

func (d *dashed) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.picture) }

// Resize draws the edge anew, so that its dashes keep their length.
func (d *dashed) Resize(size fyne.Size) {
	if size == d.Size() {
		return
	}
	d.draw(size)
	d.BaseWidget.Resize(size)
}

// Refresh takes the colours of the theme in use now.
func (d *dashed) Refresh() {
	d.draw(d.Size())
	d.picture.Refresh()
	d.BaseWidget.Refresh()
}

func (d *dashed) draw(size fyne.Size) {
	if size.Width < 4 || size.Height < 4 {
		return
	}
	fill, edge := hex(theme.Color(d.fill)), hex(theme.Color(d.edge))
	pixels := theme.Pixels() // strokes do not grow with the drawing
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g">`+
		`<rect x="1" y="1" width="%[3]g" height="%[4]g" rx="%[5]g" ry="%[5]g" fill="%[6]s" stroke="%[7]s" stroke-width="%[8]g" stroke-dasharray="%[9]g %[10]g"/></svg>`,
		size.Width, size.Height, size.Width-2, size.Height-2, d.radius, fill, edge, 1.25*pixels, 5*pixels, 4*pixels)
	d.picture.Resource = fyne.NewStaticResource(fmt.Sprintf("dashed-%gx%g-%g-%s-%s.svg", size.Width, size.Height, pixels, fill, edge), []byte(svg))
	d.picture.Image = nil
	d.picture.Refresh()
}

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
