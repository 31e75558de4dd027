package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Button does one thing; its label is a verb with its object.
type Button struct {
	control
	look   buttonLook
	ground *surface
	icon   *Icon
	words  *Text
	name   theme.IconName
	side   float32 // room at the left and right of the words
	lower  float32 // how much lower than other targets
}

const (
	buttonSide  = 18
	quietSide   = 10
	compactSide = 13
)

type buttonLook struct {
	fill, hover, ink, edge fyne.ThemeColorName
	edgeWidth              float32
}

var (
	primaryLook   = buttonLook{theme.ColorPrimary, theme.ColorPrimaryDeep, theme.ColorOnPrimary, theme.ColorClear, 0}
	secondaryLook = buttonLook{theme.ColorSurface, theme.ColorHover, theme.ColorText, theme.ColorLine, 1}
	quietLook     = buttonLook{theme.ColorClear, theme.ColorHover, theme.ColorMuted, theme.ColorClear, 0}
	dangerLook    = buttonLook{theme.ColorSurface, theme.ColorCoralSoft, theme.ColorCoral, theme.ColorCoral, 1}
)

// NewPrimary returns the one main button of a screen.
func NewPrimary(label string, tapped func()) *Button {
	return newButton(label, primaryLook, false, tapped)
}

// NewSecondary returns an outlined button.
func NewSecondary(label string, tapped func()) *Button {
	return newButton(label, secondaryLook, false, tapped)
}

// NewQuiet returns a small button of words only, for what few people need.
func NewQuiet(label string, tapped func()) *Button { return newButton(label, quietLook, true, tapped) }

// NewDanger returns a button that takes something away; it never stands beside the main button.
func NewDanger(label string, tapped func()) *Button {
	return newButton(label, dangerLook, false, tapped)
}

func newButton(label string, look buttonLook, quiet bool, tapped func()) *Button {
	b := &Button{look: look}
	b.act = tapped
	radius := theme.Size(theme.SizeControl)
	b.ground = newEdged(look.fill, look.edge, look.edgeWidth, radius)
	b.icon = NewIcon(theme.NoIcon, look.ink, theme.SizeIcon)
	b.words = newText("", theme.SizeBody, look.ink, !quiet).Lines(2)
	b.side = buttonSide
	if quiet {
		b.words.size = theme.SizeSmall
		b.icon.size = theme.SizeIconSmall
		b.side = quietSide
	}
	content := flow.InsetBy(func() (float32, float32) { return b.side, 8 }, flow.Line(8, b.icon, b.words))
	least := func() float32 { return target() - b.lower }
	b.setUp(b, flow.Layer(b.ground, flow.Raise(least, content)), radius, 3)
	b.restyle = b.style
	b.SetLabel(label)
	b.style()
	return b
}

// target is the least height of what is clicked.
func target() float32 { return theme.Size(theme.SizeTarget) }

// SetLabel changes the words.
func (b *Button) SetLabel(label string) {
	b.label = label
	b.words.Set(label)
}

// Label returns the words.
func (b *Button) Label() string { return b.label }

// Icon puts an icon before the words.
func (b *Button) Icon(name theme.IconName) *Button {
	b.name = name
	b.icon.Set(name, b.ink())
	return b
}

// Compact makes the button a little smaller, for rows of buttons above a ticket.
func (b *Button) Compact() *Button {
	b.side, b.lower = compactSide, 6
	return b
}

// OnTapped changes what the button does; nil takes it out of use.
func (b *Button) OnTapped(tapped func()) {
	b.act = tapped
	b.update()
}

// Set shows label and takes the button in or out of use.
func (b *Button) Set(label string, enabled bool) {
	b.SetLabel(label)
	b.setOff(!enabled)
}

func (b *Button) ink() fyne.ThemeColorName {
	if b.Disabled() {
		return theme.ColorMuted
	}
	return b.look.ink
}

func (b *Button) style() {
	fill, edge, width := b.look.fill, b.look.edge, b.look.edgeWidth
	switch {
	case b.Disabled() && b.look != quietLook:
		fill, edge = theme.ColorNeutralSoft, theme.ColorClear
	case b.hovered:
		fill = b.look.hover
	}
	b.ground.paint(fill, edge, width)
	b.words.Color(b.ink())
	b.icon.Set(b.name, b.ink())
}

// NewHead returns the head of a card or section: a title and, at the right and in line with the card's content, a quiet
// button.
func NewHead(title *Text, action *Button) fyne.CanvasObject {
	return flow.Split(12, title, flow.InsetSides(0, -8, -quietSide, -8, action))
}
