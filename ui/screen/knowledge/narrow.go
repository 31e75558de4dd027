package knowledge

import (
	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// narrow is a fold with what articles can be narrowed down by. Choosing what is
// chosen takes it back.
type narrow struct {
	*part.Fold
	words *text.Words
	set   func(knowledge.Narrow)
	lines []*narrowLine
	now   knowledge.Narrow
}

// narrowLine is one row of choices.
type narrowLine struct {
	box   *fyne.Container
	pills *part.Pills
	name  string
	field func(*knowledge.Narrow) *string
}

func newNarrow(w *text.Words, set func(knowledge.Narrow), moved func()) *narrow {
	n := &narrow{words: w, set: set}
	kind := func(to *knowledge.Narrow) *string { return (*string)(&to.Kind) }
	n.lines = []*narrowLine{
		n.line("kind", kind),
		n.line("product", func(to *knowledge.Narrow) *string { return &to.Product }),
		n.line("lang", func(to *knowledge.Narrow) *string { return &to.Lang }),
	}
	box := flow.Stack(14)
	for _, l := range n.lines {
		box.Objects = append(box.Objects, l.box)
	}
	n.Fold = part.NewFold("", 4, part.NewCard(box))
	n.OnMoved = moved
	part.Name(n.Button(), "kb.narrow")
	return n
}

func (n *narrow) line(name string, field func(*knowledge.Narrow) *string) *narrowLine {
	l := &narrowLine{pills: part.NewPills(), name: name, field: field}
	l.pills.OnChosen = func(id string) {
		to := n.now
		if *field(&to) == id {
			id = ""
		}
		*field(&to) = id
		n.set(to)
	}
	l.box = flow.Stack(6, part.NewSmall(n.words.T("kb.narrow."+name)), l.pills)
	return l
}

// render shows what there is to choose from: where all articles are alike there is nothing.
func (n *narrow) render(s knowledge.BrowseState) {
	n.now = s.Narrow
	groups := [][]knowledge.Group{s.Kinds, s.Products, s.Langs}
	some, chosen := false, 0
	for i, l := range n.lines {
		now := *l.field(&n.now)
		shown := len(groups[i]) > 1 || now != ""
		some = some || shown
		if now != "" {
			chosen++
		}
		part.ShowIf(l.box, shown)
		l.pills.Set(n.choices(l, groups[i], now), now)
	}
	label := n.words.T("kb.narrow")
	if chosen > 0 {
		label = n.words.N("kb.narrowed", chosen)
	}
	n.SetLabel(label)
	part.ShowIf(n.Fold, some && !s.Loading && s.Work == knowledge.WorkNone)
}

// choices are the groups, with what is chosen even where nothing is left of it.
func (n *narrow) choices(l *narrowLine, groups []knowledge.Group, chosen string) []part.Choice {
	var list []part.Choice
	seen := false
	add := func(id string) {
		list = append(list, part.Choice{ID: id, Title: n.title(l.name, id), Name: "kb." + l.name + "." + id})
		seen = seen || id == chosen
	}
	for _, g := range groups {
		add(g.ID)
	}
	if chosen != "" && !seen {
		add(chosen)
	}
	return list
}

func (n *narrow) title(name, id string) string {
	switch name {
	case "kind":
		return n.words.ArticleKind(desk.ArticleKind(id))
	case "lang":
		if key := "kb.write.lang." + id; n.words.Has(key) {
			return n.words.T(key)
		}
	}
	return id
}
