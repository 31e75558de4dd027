package knowledge

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// missing lists what was looked for and no article answers, the most frequent first.
type missing struct {
	words  *text.Words
	win    Window
	forget func(words string)
	lines  []*missingLine
	list   *fyne.Container
}

type missingLine struct {
	link   *part.LinkCard
	title  *part.Text
	detail *part.Text
	drop   *part.Button
}

func newMissing(w *text.Words, forget func(string), win Window) *missing {
	return &missing{words: w, win: win, forget: forget, list: flow.Stack(10, part.NewSmall(w.T("kb.missing.lead")))}
}

func (m *missing) render(list []desk.Unanswered, now time.Time) {
	for len(m.lines) < len(list) {
		m.lines = append(m.lines, m.line(len(m.lines)))
	}
	for i, l := range m.lines {
		part.ShowIf(l.link, i < len(list))
		if i < len(list) {
			m.show(l, list[i], now)
		}
	}
	part.ShowIf(m.list, len(list) > 0)
}

func (m *missing) line(at int) *missingLine {
	l := &missingLine{title: part.NewStrong("").Lines(2), detail: part.NewSmall("").Lines(1)}
	l.drop = part.Name(part.NewQuiet(m.words.T("kb.missing.drop"), nil).Icon(theme.IconX), "kb.missing.drop."+strconv.Itoa(at))
	l.link = part.NewLinkCard("", flow.Beside(14, theme.Scaled(320), flow.Stack(2, l.title, l.detail), l.drop), nil)
	m.list.Add(part.Name(l.link, "kb.missing."+strconv.Itoa(at)))
	return l
}

func (m *missing) show(l *missingLine, u desk.Unanswered, now time.Time) {
	w := m.words
	l.title.Set(w.T("kb.missing", "Words", u.Words))
	l.detail.Set(w.N("kb.missing.days", u.Count) + " · " + w.T("kb.missing.last", "When", w.When(u.Last, now)))
	l.drop.OnTapped(func() { m.forget(u.Words) })
	l.link.Set(w.T("kb.missing.write", "Words", u.Words), func() {
		m.win.Go(model.Place{Name: model.PlaceEditor, Ref: "new/" + u.Words})
	})
}
