package account

import (
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// comfort is what the helpdesk lacks, with the text to send to its administrator.
// It is folded: everything works without.
type comfort struct {
	*part.Fold
	words *text.Words
	list  *fyne.Container
	asks  []string
}

func newComfort(w *text.Words, moved func()) *comfort {
	c := &comfort{words: w, list: flow.Stack(14)}
	button := part.Name(part.NewCopyButton(true, c.letter), "settings.missing.copy")
	button.Set(w.T("settings.missing.copy"), w.T("copy.done"))
	c.Fold = part.NewFold("", 8, flow.Stack(14, part.NewSmall(w.T("settings.missing.lead")).Readable(), c.list, flow.Line(0, button)))
	c.OnMoved = moved
	part.Name(c.Button(), "settings.missing")
	return c
}

// letter is the text to send.
func (c *comfort) letter() string { return strings.Join(c.asks, "\n\n") }

func (c *comfort) render(missing []desk.Missing) {
	part.ShowIf(c.Fold, len(missing) > 0)
	c.SetLabel(c.words.N("settings.missing", len(missing)))
	c.asks, c.list.Objects = nil, nil
	for _, m := range missing {
		what, ask := c.words.Missing(m)
		c.asks = append(c.asks, ask)
		c.list.Objects = append(c.list.Objects, flow.Stack(6, part.NewBody(what).Readable(), part.NewSmall(ask).Readable()))
	}
}
