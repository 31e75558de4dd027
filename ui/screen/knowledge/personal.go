package knowledge

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// personal lists what may say who an article is about.
type personal struct {
	card  *part.Card
	words *text.Words
	on    EditorActions
	head  *part.Text
	lead  *part.Text
	lines []*finding
	list  *fyne.Container
}

// finding is one text that may be personal.
type finding struct {
	row    *fyne.Container
	text   *part.Text
	kind   *part.Text
	remove *part.Button
}

func newPersonal(w *text.Words, on EditorActions) *personal {
	p := &personal{words: w, on: on, head: part.NewStrong(""), lead: part.NewSmall(""), list: flow.Stack(8)}
	head := flow.Line(8, part.NewIcon(theme.IconShield, theme.ColorAmber, theme.SizeIcon), flow.Grow(p.head))
	p.card = part.NewCard(flow.Stack(10, head, p.lead, p.list))
	return p
}

// found lists what was found, each text once.
func found(s knowledge.EditorState) []knowledge.Finding {
	var list []knowledge.Finding
	for _, f := range slices.Concat(s.InTitle, s.Findings) {
		if !slices.ContainsFunc(list, func(have knowledge.Finding) bool { return have.Text == f.Text }) {
			list = append(list, f)
		}
	}
	return list
}

func (p *personal) render(s knowledge.EditorState) {
	list := found(s)
	head, lead, tone := p.words.T("kb.personal.none"), p.words.T("kb.personal.none.words"), part.Neutral
	if len(list) > 0 {
		head, lead, tone = p.words.T("kb.personal"), p.words.T("kb.personal.words"), part.Amber
	}
	p.head.Set(head)
	p.lead.Set(lead)
	p.card.Accent(tone)
	for len(p.lines) < len(list) {
		p.add()
	}
	for i, line := range p.lines {
		part.ShowIf(line.row, i < len(list))
		if i < len(list) {
			p.show(line, list[i])
		}
	}
	part.ShowIf(p.list, len(list) > 0)
}

func (p *personal) add() {
	f := &finding{text: part.NewStrong("").Lines(2), kind: part.NewSmall(""), remove: part.NewQuiet(p.words.T("kb.personal.remove"), nil).Icon(theme.IconX)}
	part.Name(f.remove, "editor.remove."+strconv.Itoa(len(p.lines)))
	f.row = flow.Split(8, flow.Stack(0, f.text, f.kind), flow.InsetSides(0, 0, -10, 0, f.remove))
	p.lines = append(p.lines, f)
	p.list.Add(f.row)
}

func (p *personal) show(line *finding, f knowledge.Finding) {
	line.text.Set(f.Text)
	line.kind.Set(p.words.T("kb.personal." + string(f.Kind)))
	line.remove.OnTapped(func() { p.on.Remove(f) })
}
