package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Card is a white sheet with a hairline edge that holds what belongs together.
type Card struct {
	frame
	ground *surface
}

// NewCard returns a card around content.
func NewCard(content fyne.CanvasObject) *Card {
	c := &Card{ground: newEdged(theme.ColorSurface, theme.ColorLine, 1, theme.Size(theme.SizeRadius))}
	pad := theme.Size(theme.SizeCardPad)
	c.root = flow.Layer(c.ground, flow.Inset(pad, pad-2, content))
	c.ExtendBaseWidget(c)
	return c
}

// Accent gives the card an edge in a tone, such as Coral for what waits for the reader; Neutral takes it away.
func (c *Card) Accent(tone Tone) *Card {
	if tone == Neutral {
		c.ground.paint(theme.ColorSurface, theme.ColorLine, 1)
	} else {
		c.ground.paint(theme.ColorSurface, tone.Ink(), 1)
	}
	return c
}

// LinkCard is a card that opens something.
type LinkCard struct {
	control
	ground  *surface
	resting bool
	// OnRest is called when the pointer or the focus comes to rest on the card, and when both have left it.
	OnRest func(on bool)
}

// NewLinkCard returns a card around content that calls tapped; label says to a screen reader where it leads.
func NewLinkCard(label string, content fyne.CanvasObject, tapped func()) *LinkCard {
	c := &LinkCard{ground: newEdged(theme.ColorSurface, theme.ColorLine, 1, theme.Size(theme.SizeRadius))}
	c.label, c.act = label, tapped
	pad := theme.Size(theme.SizeCardPad)
	c.setUp(c, flow.Layer(c.ground, flow.Raise(target, flow.Inset(pad, pad-2, content))), theme.Size(theme.SizeRadius), 2)
	c.restyle = c.style
	return c
}

func (c *LinkCard) style() {
	paintSheet(c.ground, &c.control)
	if rests := c.hovered || c.focused; rests != c.resting {
		c.resting = rests
		if c.OnRest != nil {
			c.OnRest(rests)
		}
	}
}

// Set changes the label and what the card opens.
func (c *LinkCard) Set(label string, tapped func()) {
	c.label, c.act = label, tapped
}

// paintSheet gives a clickable sheet the look of its state.
func paintSheet(ground *surface, c *control) {
	if c.hovered && !c.off {
		ground.paint(theme.ColorHover, theme.ColorPrimary, 1)
		return
	}
	ground.paint(theme.ColorSurface, theme.ColorLine, 1)
}

// Tile is one of the big everyday choices of the first page: an icon above words.
type Tile struct {
	control
	ground *surface
	icon   *Icon
	words  *Text
}

// NewTile returns a tile; an unknown icon is left out.
func NewTile(icon theme.IconName, label string, tapped func()) *Tile {
	t := &Tile{
		ground: newEdged(theme.ColorSurface, theme.ColorLine, 1, theme.Size(theme.SizeRadius)),
		icon:   NewIcon(icon, theme.ColorPrimary, theme.SizeIconTile),
		words:  NewStrong(label).Lines(3),
	}
	t.label, t.act = label, tapped
	content := flow.Inset(16, 16, flow.Edges(10, flow.Line(0, t.icon), t.words))
	t.setUp(t, flow.Layer(t.ground, content), theme.Size(theme.SizeRadius), 2)
	t.restyle = func() { paintSheet(t.ground, &t.control) }
	return t
}

// Set changes icon and words.
func (t *Tile) Set(icon theme.IconName, label string) {
	t.label = label
	t.icon.Set(icon, theme.ColorPrimary)
	t.words.Set(label)
}
