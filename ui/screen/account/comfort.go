package account

import (
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// comfort is what the helpdesk lacks, with the text to send to its administrator.
// It is folded: everything works without.
type comfort struct {
	words *text.Words
	fold  *part.Button
	list  *fyne.Container
	copy  *part.CopyButton
	inner *fyne.Container
	root  *fyne.Container
	asks  []string
	open  bool
	moved func() // what stands below has to move
}

func newComfort(w *text.Words, moved func()) *comfort {
	c := &comfort{words: w, list: flow.Stack(14), moved: moved}
	c.fold = part.Name(part.NewQuiet("", c.toggle), "settings.missing")
	c.copy = part.Name(part.NewCopyButton(true, c.letter), "settings.missing.copy")
	c.copy.Set(w.T("settings.missing.copy"), w.T("copy.done"))
	c.inner = flow.Stack(14, part.NewSmall(w.T("settings.missing.lead")).Readable(), c.list, flow.Line(0, c.copy))
	c.root = flow.Stack(8, flow.Line(0, flow.InsetSides(-10, 0, 0, 0, c.fold)), c.inner)
	c.show()
	return c
}

// letter is the text to send.
func (c *comfort) letter() string { return strings.Join(c.asks, "\n\n") }

func (c *comfort) toggle() {
	c.open = !c.open
	c.show()
	c.moved()
}

func (c *comfort) show() {
	icon := theme.IconChevronRight
	if c.open {
		icon = theme.IconChevronDown
	}
	c.fold.Icon(icon)
	part.ShowIf(c.inner, c.open)
}

func (c *comfort) render(missing []desk.Missing) {
	part.ShowIf(c.root, len(missing) > 0)
	c.fold.Set(c.words.N("settings.missing", len(missing)), true)
	c.asks, c.list.Objects = nil, nil
	for _, m := range missing {
		what, ask := c.words.Missing(m)
		c.asks = append(c.asks, ask)
		c.list.Objects = append(c.list.Objects, flow.Stack(6, part.NewBody(what).Readable(), part.NewSmall(ask).Readable()))
	}
}
