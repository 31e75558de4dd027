package panel

import (
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// dayField takes a date: one of those offered, or a typed one.
type dayField struct {
	*label
	open  bool // no date is an answer too
	pills *part.Pills
	typed *part.Field
	now   time.Time
	days  []work.Day
	value string
}

// never is the choice of no date.
const never = "none"

func day(name string, open bool) func(*Panel) entry {
	return func(p *Panel) entry {
		f := &dayField{open: open, pills: part.NewPills()}
		f.typed = part.NewField(p.words.T("work.panel.date"), "", p.words.T("work.panel.date.help"))
		part.Name(f.typed.Control(), p.name(name))
		f.pills.OnChosen = f.choose
		f.typed.OnChanged = f.read
		f.typed.OnSubmitted = func(string) { p.on.Do() }
		f.label = newLabel(p, name, f.pills, flow.AtMost(360, f.typed))
		return entry{name, f}
	}
}

// choose takes one of the offered dates.
func (f *dayField) choose(id string) {
	f.typed.SetText("")
	value := ""
	for _, d := range f.days {
		if d.ID == id {
			value = desk.FormatTime(d.At)
		}
	}
	f.fill(value)
}

// read takes a typed date; a text that is none gives no date.
func (f *dayField) read(text string) {
	value := ""
	if at, ok := work.ParseWhen(text, f.now); ok {
		value = desk.FormatTime(at)
	}
	f.fill(value)
}

func (f *dayField) fill(value string) {
	f.value = value
	f.comment()
	f.panel.on.Fill(f.name, value)
}

// comment says below the line how its text was understood.
func (f *dayField) comment() {
	w := f.panel.words
	at, err := desk.ParseTime(f.value)
	switch {
	case f.typed.Text() == "":
		f.typed.SetWrong("")
		f.typed.SetHelp(w.T("work.panel.date.help"))
	case f.value == "" || err != nil:
		f.typed.SetWrong(w.T("work.panel.date.wrong"))
	default:
		f.typed.SetWrong("")
		f.typed.SetHelp(w.Full(at))
	}
}

func (f *dayField) render(s work.TicketState, value string, missing bool) {
	f.label.render(s, value, missing)
	f.now, f.days = s.Now, work.Days(s.Now)
	if f.value != value { // it was kept from last time
		f.value = value
		f.typed.SetText(f.written(value))
		f.comment()
	}
	f.pills.Set(f.offers(s), f.chosen())
}

// written is a date as it stands in the line: nothing when it is one of those
// offered.
func (f *dayField) written(value string) string {
	at, err := desk.ParseTime(value)
	if value == "" || err != nil || f.offered(value) != "" {
		return ""
	}
	return at.In(f.now.Location()).Format("2006-01-02 15:04")
}

// offered is the id of a date that is offered, or "".
func (f *dayField) offered(value string) string {
	for _, d := range f.days {
		if value == desk.FormatTime(d.At) {
			return d.ID
		}
	}
	return ""
}

// chosen is the id of the offer that holds, or "" when a date was typed.
func (f *dayField) chosen() string {
	switch {
	case f.typed.Text() != "":
		return ""
	case f.value == "" && f.open:
		return never
	}
	return f.offered(f.value)
}

func (f *dayField) offers(s work.TicketState) []part.Choice {
	w := f.panel.words
	list := make([]part.Choice, 0, len(f.days)+1)
	for _, d := range f.days {
		list = append(list, part.Choice{ID: d.ID, Title: w.T("work.panel.day."+d.ID, "When", w.When(d.At, s.Now))})
	}
	if f.open {
		list = append(list, part.Choice{ID: never, Title: w.T("work.panel.day.none")})
	}
	for i := range list {
		list[i].Name = f.panel.name(f.name + "." + list[i].ID)
	}
	return list
}

func (f *dayField) focus() fyne.Focusable { return f.pills.First() }
