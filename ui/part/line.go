package part

import (
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// LineState is what a Line shows.
type LineState struct {
	Icon   theme.IconName
	Tone   Tone // of the icon
	Title  string
	Detail string // small, below
}

// Line is a short clickable line of a card that opens something.
type Line struct {
	control
	ground *surface
}

// NewLine returns a line that calls tapped.
func NewLine(s LineState, tapped func()) *Line {
	l := &Line{ground: newSurface(theme.ColorClear, 8)}
	l.label, l.act = s.Title, tapped
	words := flow.Stack(0, NewBody(s.Title).Lines(2), NewSmall(s.Detail).Lines(1))
	content := flow.TopLine(9, flow.InsetSides(0, 2, 0, 0, NewIcon(s.Icon, s.Tone.Ink(), theme.SizeIcon)), flow.Grow(words))
	l.setUp(l, flow.Layer(l.ground, flow.InsetSides(0, 5, 4, 5, content)), 8, 4)
	l.restyle = func() {
		fill := theme.ColorClear
		if l.hovered {
			fill = theme.ColorHover
		}
		l.ground.paint(fill, theme.ColorClear, 0)
	}
	return l
}
