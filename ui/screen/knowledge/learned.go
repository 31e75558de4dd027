package knowledge

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// learned is a fold with the questions that led people to an article, for staff: what
// leads astray is taken away.
type learned struct {
	*part.Fold
	words  *text.Words
	forget func(lesson string)
	list   *fyne.Container
	shown  []desk.Lesson
}

func newLearned(w *text.Words, forget func(string), moved func()) *learned {
	l := &learned{words: w, forget: forget, list: flow.Stack(8)}
	l.Fold = part.NewFold("", 4, part.NewCard(flow.Stack(12, part.NewSmall(w.T("kb.learned.lead")).Readable(), l.list)))
	l.OnMoved = moved
	part.Name(l.Button(), "article.learned")
	return l
}

// render shows the questions, those that helped most first. What was forgotten has no
// words.
func (l *learned) render(s knowledge.PageState) {
	known := slices.DeleteFunc(slices.Clone(s.Article.Learned), func(one desk.Lesson) bool { return one.Words == "" })
	slices.SortStableFunc(known, func(a, b desk.Lesson) int { return b.Weight() - a.Weight() })
	part.ShowIf(l.Fold, s.Staff && len(known) > 0)
	if slices.Equal(known, l.shown) {
		return
	}
	l.shown, l.list.Objects = known, nil
	l.SetLabel(l.words.N("kb.learned", len(known)))
	for i, one := range known {
		drop := part.NewQuiet(l.words.T("kb.learned.drop"), func() { l.forget(one.ID) }).Icon(theme.IconX)
		part.Name(drop, "article.learned.drop."+strconv.Itoa(i))
		helped := l.words.N("kb.learned.solved", one.Solved)
		if one.Missed > 0 {
			helped += " · " + l.words.N("kb.learned.missed", one.Missed)
		}
		words := flow.Stack(2, part.NewBody(l.words.T("kb.missing", "Words", one.Words)).Lines(2), part.NewSmall(helped).Lines(1))
		l.list.Objects = append(l.list.Objects, flow.Beside(14, theme.Scaled(260), words, drop))
	}
}
