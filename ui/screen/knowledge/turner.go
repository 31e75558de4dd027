package knowledge

import (
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// turner goes through the parts of a long text.
type turner struct {
	words *text.Words
	back  *part.Button
	where *part.Text
	next  *part.Button
	line  *fyne.Container
	at    int
}

func newTurner(w *text.Words, turn func(part int)) *turner {
	t := &turner{words: w, where: part.NewSmall("").Lines(1)}
	t.back = part.Name(part.NewQuiet(w.T("kb.write.part.back"), func() { turn(t.at - 1) }).Icon(theme.IconArrowLeft), "editor.part.back")
	t.next = part.Name(part.NewQuiet(w.T("kb.write.part.next"), func() { turn(t.at + 1) }).Icon(theme.IconArrowRight), "editor.part.next")
	t.line = flow.Line(8, t.back, t.where, t.next)
	return t
}

// render shows where in the text its writer is; one of a single part has no places.
func (t *turner) render(at, of int) {
	t.at = at
	t.where.Set(t.words.T("kb.write.part", "Part", at+1, "Parts", of))
	t.back.Set(t.words.T("kb.write.part.back"), at > 0)
	t.next.Set(t.words.T("kb.write.part.next"), at+1 < of)
	part.ShowIf(t.line, of > 1)
}

// untils are the days until which an article may hold: that which it has, and some
// that are offered. Without one nobody looks at it again.
func untils(w *text.Words, s knowledge.EditorState) []part.Choice {
	list := []part.Choice{{ID: "", Title: w.T("kb.write.until.open"), Name: "editor.until.open"}}
	have := s.Fields[knowledge.FieldUntil]
	for _, months := range []int{6, 12} {
		id := s.Now.AddDate(0, months, 0).Format(time.DateOnly)
		list = append(list, part.Choice{ID: id, Title: w.N("kb.write.until.months", months), Name: "editor.until." + id})
		if id == have {
			have = ""
		}
	}
	if at, err := time.Parse(time.DateOnly, have); err == nil {
		list = append(list, part.Choice{ID: have, Title: w.T("kb.write.until.day", "Date", w.Date(at)), Name: "editor.until." + have})
	}
	return list
}
