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

// topics lists what the articles are about, with how many there are; for staff, what
// is to do stands above.
type topics struct {
	words      *text.Words
	choose     func(category string)
	chooseWork func(knowledge.Work)
	lines      []*topic
	list       *fyne.Container // holds the lines below a heading
	works      []*part.NavItem
	todo       *fyne.Container // holds works below a heading
	box        *fyne.Container
}

// topic is one line; its id is "" for all articles.
type topic struct {
	item *part.NavItem
	id   string
}

func newTopics(w *text.Words, choose func(string), chooseWork func(knowledge.Work)) *topics {
	t := &topics{words: w, choose: choose, chooseWork: chooseWork}
	t.list = flow.Stack(0, part.NewNavHeading(w.T("kb.topics")))
	t.todo = flow.Stack(0, part.NewNavHeading(w.T("kb.work")))
	for _, work := range knowledge.Works {
		item := part.NewNavItem("", func() { t.chooseWork(work) })
		t.works = append(t.works, part.Name(item, "kb.work."+string(work)))
		t.todo.Add(item)
	}
	t.box = flow.Stack(10, t.todo, t.list)
	return t
}

func (t *topics) render(s knowledge.BrowseState) {
	t.renderWorks(s)
	list := slices.Clone(s.Categories)
	slices.SortStableFunc(list, func(x, y knowledge.Group) int { return order(x.ID) - order(y.ID) })
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
	t.lines[0].show(t.words.T("kb.topics.all"), "kb.category.all", knowledge.Group{Count: all}, s)
	for i, line := range t.lines {
		part.ShowIf(line.item, i <= len(list))
	}
	part.ShowIf(t.list, s.Loading || len(list) > 0)
}

// renderWorks shows the lists of work that have something in them.
func (t *topics) renderWorks(s knowledge.BrowseState) {
	some := false
	for i, work := range knowledge.Works {
		at := slices.IndexFunc(s.Works, func(g knowledge.Group) bool { return g.ID == string(work) })
		shown := at >= 0 || s.Work == work
		count := ""
		if at >= 0 {
			count = strconv.Itoa(s.Works[at].Count)
		}
		t.works[i].Set(t.words.T("kb.work."+string(work)), count, !s.Looking && s.Work == work)
		part.ShowIf(t.works[i], shown)
		some = some || shown
	}
	part.ShowIf(t.todo, some)
}

func (t *topic) show(title, name string, c knowledge.Group, s knowledge.BrowseState) {
	t.id = c.ID
	count := ""
	if c.Count > 0 {
		count = strconv.Itoa(c.Count)
	}
	t.item.Set(title, count, !s.Looking && s.Work == knowledge.WorkNone && s.Category == c.ID)
	part.Name(t.item, name)
}
