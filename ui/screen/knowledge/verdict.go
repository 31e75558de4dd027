package knowledge

import (
	"strings"

	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// stepWords parts what is to be done from what explains it further down: only the
// first paragraph stands beside the tick.
func stepWords(markdown string) (first, more string) {
	lines := strings.Split(markdown, "\n")
	n := 1
	for n < len(lines) && continues(lines[n]) {
		n++
	}
	return strings.Join(lines[:n], "\n"), strings.TrimSpace(strings.Join(lines[n:], "\n"))
}

// continues tells whether a line goes on with the paragraph before it.
func continues(line string) bool {
	for _, begin := range []string{"- ", "* ", "+ ", "> ", "#", "```", "|", "!["} {
		if strings.HasPrefix(line, begin) {
			return false
		}
	}
	return strings.TrimSpace(line) != ""
}

// verdict is the card that asks whether the article helped.
type verdict struct {
	card      *part.Card
	words     *text.Words
	title     *part.Text
	said      *part.Text
	solved    *part.Button
	notSolved *part.Button
	home      *part.Button
	to        model.Place // where home leads
}

func newVerdict(w *text.Words, on ArticleActions, win Window) *verdict {
	v := &verdict{words: w, title: part.NewSection(""), said: part.NewSmall("")}
	v.solved = part.Name(part.NewPrimary(w.T("kb.solved"), on.Solved).Icon(theme.IconCheck), "article.solved")
	v.notSolved = part.Name(part.NewSecondary(w.T("kb.notsolved"), on.NotSolved), "article.notsolved")
	v.home = part.Name(part.NewPrimary("", func() { win.Go(v.to) }), "article.home")
	v.card = part.NewCard(flow.Stack(12, flow.Stack(4, v.title, v.said), flow.Wrap(14, v.solved, v.home, v.notSolved)))
	return v
}

func (v *verdict) render(s knowledge.PageState) {
	w, thanked := v.words, s.Said == knowledge.SaidSolved
	part.ShowIf(v.solved, !thanked)
	part.ShowIf(v.home, thanked)
	part.ShowIf(v.notSolved, !thanked)
	label := w.T("kb.home")
	v.to = model.Place{Name: model.PlaceHome}
	if s.Staff {
		label, v.to = w.T("kb.title"), model.Place{Name: model.PlaceKnowledge}
	}
	v.home.SetLabel(label)
	if thanked {
		v.card.Accent(part.Green)
		v.title.Set(w.T("kb.thanks"))
		v.said.Set(w.T("kb.thanks.words"))
		return
	}
	v.card.Accent(part.Neutral)
	v.title.Set(w.T("kb.question"))
	words := w.T("kb.question.words")
	for _, done := range s.Done {
		if done {
			words = w.T("kb.notsolved.words")
		}
	}
	v.said.Set(words)
}
