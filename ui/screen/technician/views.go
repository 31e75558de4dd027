package technician

import (
	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/queues"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// views is the first pane: the lists that can be opened.
type views struct {
	words *text.Words
	on    BoardActions
	items map[string]*view
	stack *fyne.Container
	shown []string // ids, in order
	root  fyne.CanvasObject
}

type view struct {
	*part.NavItem
	label, count string
	chosen       bool
}

func newViews(w *text.Words, on BoardActions) *views {
	v := &views{words: w, on: on, items: map[string]*view{}, stack: flow.Stack(1)}
	v.root = part.NewGround(part.NewScroll(flow.InsetSides(10, 8, 11, 20, v.stack)))
	return v
}

func (v *views) render(s queues.State) {
	if v.changed(s.Views) {
		v.arrange(s.Views)
	}
	for _, each := range s.Views {
		count := ""
		if each.Count > 0 && each.ID != queues.ViewDone {
			count = v.words.Number(each.Count)
		}
		v.items[each.ID].set(v.label(each), count, each.ID == s.View)
	}
}

// label is the name of a queue, or the words of a view that is none.
func (v *views) label(each queues.View) string {
	if each.Queue != "" {
		return each.Queue
	}
	return v.words.T("work.view." + each.ID)
}

func (v *view) set(label, count string, chosen bool) {
	if v.label == label && v.count == count && v.chosen == chosen {
		return
	}
	v.label, v.count, v.chosen = label, count, chosen
	v.Set(label, count, chosen)
}

func (v *views) changed(list []queues.View) bool {
	if len(list) != len(v.shown) {
		return true
	}
	for i := range list {
		if list[i].ID != v.shown[i] {
			return true
		}
	}
	return false
}

// arrange puts the views below the headings of their sections.
func (v *views) arrange(list []queues.View) {
	v.stack.Objects, v.shown = nil, nil
	section := queues.Section("")
	for _, each := range list {
		if each.Section != section {
			section = each.Section
			v.stack.Add(part.NewNavHeading(v.words.T("work.section." + string(section))))
		}
		item, known := v.items[each.ID]
		if !known {
			item = &view{NavItem: part.NewNavItem("", func() { v.on.Choose(each.ID) })}
			part.Name(item.NavItem, "queues."+each.ID)
			v.items[each.ID] = item
		}
		v.stack.Add(item.NavItem)
		v.shown = append(v.shown, each.ID)
	}
	part.Relay(v.root)
}
