// Package panel holds the forms of the actions on a ticket: to whom, until when,
// with which words. A panel stands in the page of the ticket, so that the
// conversation stays in view while it is filled in.
package panel

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// Actions is what a person can do with an action that is being filled in.
type Actions interface {
	Fill(field, value string)
	FindTickets(letters string)
	Do()
	Cancel()
}

// field is one thing to fill in.
type field interface {
	object() fyne.CanvasObject
	// render shows the value that the state has, and whether it is still needed.
	render(s work.TicketState, value string, missing bool)
	focus() fyne.Focusable
}

// entry is a field with its name in the state.
type entry struct {
	name string
	field
}

// Panel is the form of one action.
type Panel struct {
	words   *text.Words
	verb    desk.Verb
	on      Actions
	title   *part.Text
	help    *part.Text
	short   *part.Text // says that something is missing
	fields  []entry
	missing []string
	send    *part.Button
	root    *part.Card
}

// New builds the form of an action.
func New(w *text.Words, v desk.Verb, on Actions) *Panel {
	p := &Panel{words: w, verb: v, on: on, title: part.NewSection(""), help: part.NewSmall("").Readable()}
	p.short = part.NewSmall(w.T("work.panel.missing")).Color(theme.ColorCoral)
	p.send = part.Name(part.NewPrimary(w.T(p.key("send")), on.Do), p.name("send"))
	leave := part.Name(part.NewQuiet(w.T("work.panel.cancel"), on.Cancel), p.name("cancel"))
	list := flow.Stack(17)
	for _, build := range forms[v] {
		e := build(p)
		p.fields = append(p.fields, e)
		list.Add(e.object())
	}
	foot := flow.Stack(8, p.short, flow.Split(10, flow.Line(0, p.send), leave))
	head := flow.Stack(3, p.title, p.help)
	p.root = part.NewCard(flow.Stack(18, head, list, foot)).Accent(part.Primary)
	return p
}

// key is where the words of a part of the panel are.
func (p *Panel) key(of string) string { return "work.panel." + string(p.verb) + "." + of }

// name is that of a control, for journeys.
func (p *Panel) name(of string) string { return string(p.verb) + "." + of }

// maybe gives words that not every panel has.
func (p *Panel) maybe(key string) string {
	if p.words.Has(key) {
		return p.words.T(key)
	}
	return ""
}

// fill takes a value that the person gave.
func (p *Panel) fill(name string) func(string) {
	return func(value string) { p.on.Fill(name, value) }
}

// Object is the panel.
func (p *Panel) Object() fyne.CanvasObject { return p.root }

// Focus is the first field that is missing, else the first one.
func (p *Panel) Focus() fyne.Focusable {
	for _, f := range p.fields {
		if slices.Contains(p.missing, f.name) {
			return f.focus()
		}
	}
	return p.fields[0].focus()
}

// Render shows s.
func (p *Panel) Render(s work.TicketState) {
	w, name := p.words, say.FirstName(s.View.Ticket.Requester.Name)
	p.title.Set(w.T(p.key("title")))
	if p.verb == desk.VerbEscalate && s.Fields[work.FieldTo] != "" {
		p.title.Set(w.T("work.panel.escalate.towards", "Queue", s.Queue(s.Fields[work.FieldTo]).Name))
	}
	help := p.key("help")
	part.ShowIf(p.help, w.Has(help))
	if w.Has(help) {
		p.help.Set(w.T(help, "Name", name))
	}
	p.missing = s.Missing
	part.ShowIf(p.short, len(s.Missing) > 0)
	p.send.Set(p.send.Label(), !s.Sending)
	for _, f := range p.fields {
		f.render(s, s.Fields[f.name], slices.Contains(s.Missing, f.name))
	}
}
