package knowledge

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// topics lists what the articles are about, with how many there are.
type topics struct {
	words  *text.Words
	choose func(category string)
	lines  []*topic
	list   *fyne.Container // holds the lines below a heading
}

// topic is one line; its id is "" for all articles.
type topic struct {
	item *part.NavItem
	id   string
}

func newTopics(w *text.Words, choose func(string)) *topics {
	return &topics{words: w, choose: choose, list: flow.Stack(0, part.NewNavHeading(w.T("kb.topics")))}
}

func (t *topics) render(s knowledge.BrowseState) {
	list := slices.Clone(s.Categories)
	slices.SortStableFunc(list, func(x, y knowledge.Category) int { return order(x.ID) - order(y.ID) })
	for len(t.lines) < len(list)+1 {
		line := &topic{}
		line.item = part.NewNavItem("", func() { t.choose(line.id) })
		t.lines = append(t.lines, line)
		t.list.Add(line.item)
	}
	all := 0
	for i, c := range list {
		all += c.Count
		t.lines[i+1].show(t.words.Category(c.ID), "kb.category."+c.ID, c, s)
	}
	t.lines[0].show(t.words.T("kb.topics.all"), "kb.category.all", knowledge.Category{Count: all}, s)
	for i, line := range t.lines {
		part.ShowIf(line.item, i <= len(list))
	}
	part.ShowIf(t.list, s.Loading || len(list) > 0)
}

func (t *topic) show(title, name string, c knowledge.Category, s knowledge.BrowseState) {
	t.id = c.ID
	count := ""
	if c.Count > 0 {
		count = strconv.Itoa(c.Count)
	}
	t.item.Set(title, count, !s.Looking && s.Category == c.ID)
	part.Name(t.item, name)
}
