package panel

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// label stands above a field: what it is for, help, and, in coral, that it is
// needed.
type label struct {
	panel *Panel
	name  string
	title *part.Text
	help  *part.Text
	wrong *part.Text
	stack *fyne.Container
}

func newLabel(p *Panel, name string, below ...fyne.CanvasObject) *label {
	l := &label{panel: p, name: name, title: part.NewStrong("")}
	l.help = part.NewSmall("").Readable()
	l.wrong = part.NewSmall(p.words.T("work.panel.needed")).Color(theme.ColorCoral)
	l.stack = flow.Stack(6, append([]fyne.CanvasObject{flow.Stack(1, l.title, l.help, l.wrong)}, below...)...)
	return l
}

func (l *label) object() fyne.CanvasObject { return l.stack }

func (l *label) render(s work.TicketState, _ string, missing bool) {
	p, key, requester := l.panel, l.panel.key(l.name+".help"), say.FirstName(s.View.Ticket.Requester.Name)
	l.title.Set(p.words.T(p.key(l.name), "Name", requester))
	some := p.words.Has(key)
	if some {
		l.help.Set(p.words.T(key, "Name", requester))
	}
	part.ShowIf(l.help, some)
	part.ShowIf(l.wrong, missing)
}

// areaField takes words.
type areaField struct {
	*label
	area *part.TextArea
}

func area(name string, rows int) func(*Panel) entry {
	return func(p *Panel) entry {
		f := &areaField{area: part.NewTextArea(p.maybe(p.key(name+".hint")), rows)}
		part.Name(f.area.Control(), p.name(name))
		f.area.OnChanged = p.fill(name)
		f.area.OnSubmitted = func(string) { p.on.Do() }
		f.label = newLabel(p, name, f.area)
		return entry{name, f}
	}
}

func (f *areaField) render(s work.TicketState, value string, missing bool) {
	f.label.render(s, value, missing)
	f.area.SetText(value)
}

func (f *areaField) focus() fyne.Focusable {
	control, _ := f.area.Control().(fyne.Focusable)
	return control
}

// items are what can be picked, and choices what can be chosen, in a state.
type (
	items   func(*Panel, work.TicketState) []part.PickerItem
	choices func(*Panel, work.TicketState) []part.Choice
)

// pickField finds one of many by letters. What is picked stands in its place, with
// a way back.
type pickField struct {
	*label
	items  items
	shown  []part.PickerItem
	picker *part.Picker
	mark   *part.Text
	change *part.Button
	picked *fyne.Container
}

func pick(name string, from items) func(*Panel) entry {
	return func(p *Panel) entry {
		f := &pickField{items: from, picker: part.NewPicker(p.maybe(p.key(name+".hint")), p.words.T("work.panel.none")), mark: part.NewStrong("")}
		part.Name(f.picker.Control(), p.name(name))
		for i := range pickerRows {
			part.Name(f.picker.Row(i), p.name(name+"."+strconv.Itoa(i)))
		}
		f.picker.OnPicked = p.fill(name)
		f.picker.OnChanged = p.on.FindTickets
		f.change = part.Name(part.NewQuiet(p.words.T("work.panel.change"), func() { f.again(p) }), p.name(name+".change"))
		f.picked = flow.Line(8, part.NewIcon(theme.IconCheckCircle, theme.ColorPrimary, theme.SizeIcon), f.mark, f.change)
		f.label = newLabel(p, name, flow.Layer(f.picker, f.picked))
		return entry{name, f}
	}
}

// pickerRows is how many lines a picker shows.
const pickerRows = 7

// again lets the person pick anew.
func (f *pickField) again(p *Panel) {
	f.picker.SetText("")
	p.on.Fill(f.name, "")
	f.picker.Focus()
}

func (f *pickField) render(s work.TicketState, value string, missing bool) {
	f.label.render(s, value, missing)
	if list := f.items(f.panel, s); !slices.Equal(list, f.shown) {
		f.shown = list
		f.picker.SetItems(list)
	}
	part.ShowIf(f.picked, value != "")
	part.ShowIf(f.picker, value == "")
	title := value
	for _, it := range f.shown {
		if it.ID == value {
			title = it.Title
		}
	}
	f.mark.Set(title)
}

func (f *pickField) focus() fyne.Focusable {
	o := f.picker.Control()
	if f.picked.Visible() {
		o = f.change
	}
	control, _ := o.(fyne.Focusable)
	return control
}

// pillField chooses one of a few.
type pillField struct {
	*label
	choices choices
	pills   *part.Pills
}

func choose(name string, among choices) func(*Panel) entry {
	return func(p *Panel) entry {
		f := &pillField{choices: among, pills: part.NewPills()}
		f.pills.OnChosen = p.fill(name)
		f.label = newLabel(p, name, f.pills)
		return entry{name, f}
	}
}

func (f *pillField) render(s work.TicketState, value string, missing bool) {
	f.label.render(s, value, missing)
	list := f.choices(f.panel, s)
	for i := range list {
		list[i].Name = f.panel.name(f.name + "." + list[i].ID)
	}
	f.pills.Set(list, value)
}

func (f *pillField) focus() fyne.Focusable { return f.pills.First() }

// tickField is yes or no.
type tickField struct {
	panel *Panel
	name  string
	row   *part.CheckRow
}

func tick(name string) func(*Panel) entry {
	return func(p *Panel) entry {
		f := &tickField{panel: p, name: name, row: part.NewCheckRow(part.CheckState{})}
		part.Name(f.row, p.name(name))
		f.row.OnChanged = func(on bool) {
			value := ""
			if on {
				value = "yes"
			}
			p.on.Fill(name, value)
		}
		return entry{name, f}
	}
}

func (f *tickField) object() fyne.CanvasObject { return f.row }

func (f *tickField) render(_ work.TicketState, value string, _ bool) {
	p := f.panel
	f.row.Set(part.CheckState{On: value == "yes", Title: p.words.T(p.key(f.name)), Detail: p.maybe(p.key(f.name + ".help"))})
}

func (f *tickField) focus() fyne.Focusable { return f.row }
