package part

import (
	"fyne.io/fyne/v2"

	"relais/ui/part/flow"
	"relais/ui/theme"
)

// CopyButton puts a text on the clipboard. It shows that it did until the focus goes elsewhere.
type CopyButton struct {
	control
	ground *surface
	icon   *Icon
	words  *Text
	text   func() string
	done   string
	copied bool
}

// NewCopyButton returns a button that copies what text returns when it is pressed. It is an icon only, as small as the
// head of a message is high, unless worded.
func NewCopyButton(worded bool, text func() string) *CopyButton {
	b := &CopyButton{ground: newSurface(theme.ColorClear, 8), text: text}
	b.icon = NewIcon(theme.IconCopy, theme.ColorMuted, theme.SizeIconSmall)
	b.words = NewSmall("").Lines(1)
	b.words.Hidden = !worded
	content := flow.Inset(6, 6, flow.Line(6, b.icon, b.words))
	if worded {
		content = flow.Raise(target, flow.Inset(quietSide, 8, flow.Line(6, b.icon, b.words)))
	}
	b.act = b.copy
	b.setUp(b, flow.Layer(b.ground, content), 8, 2)
	b.restyle = b.style
	return b
}

// Set gives the words: what the button does, and what it says once it has. A screen reader hears them also where only
// the icon shows.
func (b *CopyButton) Set(label, done string) {
	b.label, b.done = label, done
	b.style()
}

func (b *CopyButton) copy() {
	fyne.CurrentApp().Clipboard().SetContent(b.text())
	b.copied = true
	b.style()
}

// FocusLost is part of fyne.Focusable.
func (b *CopyButton) FocusLost() {
	b.copied = false
	b.control.FocusLost()
}

// AccessibilityLabel is what a screen reader says.
func (b *CopyButton) AccessibilityLabel() string {
	if b.copied {
		return b.done
	}
	return b.label
}

func (b *CopyButton) style() {
	fill, name, ink := theme.ColorClear, theme.IconCopy, theme.ColorMuted
	if b.hovered {
		fill = theme.ColorHover
	}
	if b.copied {
		name, ink = theme.IconCheck, theme.ColorGreen
	}
	b.ground.paint(fill, theme.ColorClear, 0)
	b.icon.Set(name, ink)
	b.words.Color(ink).Set(b.AccessibilityLabel())
}
