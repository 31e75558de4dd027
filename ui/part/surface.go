package part

import (
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
