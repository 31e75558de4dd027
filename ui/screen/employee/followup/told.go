package followup

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// told is what the person answered when they asked. It is folded: they know it, and
// it is the conversation that goes on.
type told struct {
	fold  *part.Button
	list  *fyne.Container
	card  *part.Card
	root  *fyne.Container
	shown []model.Line
	open  bool
	moved func() // what stands below has to move
}

func newTold(w *text.Words, moved func()) *told {
	t := &told{list: flow.Stack(12), moved: moved}
	t.fold = part.Name(part.NewQuiet(w.T("requests.told"), t.toggle), "request.told")
	t.card = part.NewCard(t.list)
	t.root = flow.Stack(4, flow.Line(0, flow.InsetSides(-10, 0, 0, 0, t.fold)), t.card)
	t.show()
	return t
}

func (t *told) toggle() {
	t.open = !t.open
	t.show()
	t.moved()
}

func (t *told) show() {
	icon := theme.IconChevronRight
	if t.open {
		icon = theme.IconChevronDown
	}
	t.fold.Icon(icon)
	part.ShowIf(t.card, t.open)
}

// render shows lines; without any there is nothing to unfold.
func (t *told) render(lines []model.Line) {
	part.ShowIf(t.root, len(lines) > 0)
	if slices.Equal(lines, t.shown) {
		return
	}
	t.shown, t.list.Objects = lines, nil
	for _, l := range lines {
		t.list.Objects = append(t.list.Objects, flow.Stack(2, part.NewSmall(l.Question).Readable(), part.NewBody(l.Answer).Readable()))
	}
}
