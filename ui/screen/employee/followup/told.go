package followup

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// told is what the person answered when they asked. It is folded: they know it, and
// it is the conversation that goes on.
type told struct {
	*part.Fold
	list  *fyne.Container
	shown []model.Line
}

func newTold(w *text.Words, moved func()) *told {
	t := &told{list: flow.Stack(12)}
	t.Fold = part.NewFold(w.T("requests.told"), 4, part.NewCard(t.list))
	t.OnMoved = moved
	part.Name(t.Button(), "request.told")
	return t
}

// render shows lines; without any there is nothing to unfold.
func (t *told) render(lines []model.Line) {
	part.ShowIf(t.Fold, len(lines) > 0)
	if slices.Equal(lines, t.shown) {
		return
	}
	t.shown, t.list.Objects = lines, nil
	for _, l := range lines {
		t.list.Objects = append(t.list.Objects, flow.Stack(2, part.NewSmall(l.Question).Readable(), part.NewBody(l.Answer).Readable()))
	}
}
