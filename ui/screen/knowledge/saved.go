package knowledge

import (
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// saved says that the article was kept, and that it leaves by itself.
type saved struct {
	card  *part.Card
	words *text.Words
	title *part.Text
	said  *part.Text
}

func newSaved(w *text.Words, win Window) *saved {
	s := &saved{words: w, title: part.NewSection(""), said: part.NewBody("")}
	back := part.NewSecondary(w.T("kb.saved.back"), func() { win.Go(model.Place{Name: model.PlaceKnowledge}) })
	part.Name(back, "editor.done")
	head := flow.Line(10, part.NewIcon(theme.IconCheckCircle, theme.ColorGreen, theme.SizeIcon), flow.Grow(s.title))
	s.card = part.NewCard(flow.Stack(12, flow.Stack(6, head, s.said), flow.Wrap(14, back))).Accent(part.Green)
	return s
}

func (v *saved) render(s knowledge.EditorState) {
	part.ShowIf(v.card, s.Saved != "")
	if s.Saved == "" {
		return
	}
	title := v.words.T("kb.saved.draft")
	switch s.Saved {
	case desk.ArticlePublished:
		title = v.words.T("kb.saved.published")
	case desk.ArticleReview:
		title = v.words.T("kb.saved.review")
	}
	v.title.Set(title)
	v.said.Set(v.words.T("kb.saved.words", "When", v.words.Clock(s.Receipt.Kept)))
}
