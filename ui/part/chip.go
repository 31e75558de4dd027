package part

import (
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Chip is a word or two on a soft ground: a status, a priority, a fact.
type Chip struct {
	frame
	ground *surface
	icon   *Icon
	words  *Text
}

// NewChip returns a chip; theme.NoIcon leaves the icon out, and then the words alone must say it.
func NewChip(tone Tone, icon theme.IconName, label string) *Chip {
	c := &Chip{
		ground: newSurface(tone.Soft(), theme.Size(theme.SizeChip)),
		icon:   NewIcon(icon, tone.Ink(), theme.SizeIconSmall),
		words:  newText(label, theme.SizeSmall, tone.Ink(), true).Lines(1),
	}
	c.root = flow.Layer(c.ground, flow.Inset(10, 2, flow.Line(5, c.icon, c.words)))
	c.ExtendBaseWidget(c)
	return c
}

// Set changes everything about the chip.
func (c *Chip) Set(tone Tone, icon theme.IconName, label string) {
	c.ground.paint(tone.Soft(), theme.ColorClear, 0)
	c.icon.Set(icon, tone.Ink())
	c.words.Color(tone.Ink())
	c.words.Set(label)
}
