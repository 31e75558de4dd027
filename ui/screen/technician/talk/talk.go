// Package talk shows the conversation of a ticket: what was said to the requester,
// what only the team reads, and what changed.
package talk

import (
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/work"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/screen/technician/look"
	"relais/ui/theme"
)

// Actions is what a person can do in a conversation.
type Actions interface {
	OpenFile(a desk.Attachment)
	StopFile(a desk.Attachment)
	Earlier()
}

// Talk is the conversation: the first message, which is the request, and the last
// ones. Those between come in steps, when somebody asks for them.
type Talk struct {
	words    *text.Words
	on       Actions
	browse   func(string)
	messages map[string]*part.Message
	events   map[string]*part.EventLine
	older    *part.Button
	list     *fyne.Container
	state    work.TicketState
	last     int // how many turns are shown besides the first
}

// atOnce is how many turns are shown at first, and how many more at each step.
const atOnce = 20

// New builds an empty conversation. Links are opened by browse.
func New(w *text.Words, on Actions, browse func(string)) *Talk {
	t := &Talk{
		words: w, on: on, browse: browse, last: atOnce, list: part.Name(flow.Stack(12), "ticket.talk"),
		messages: map[string]*part.Message{}, events: map[string]*part.EventLine{},
	}
	t.older = part.Name(part.NewQuiet("", t.more), "ticket.older")
	return t
}

func (t *Talk) more() {
	t.last += atOnce
	t.arrange()
	if t.state.View.Earlier > 0 {
		t.on.Earlier()
	}
}

// Object is the conversation, one turn below the other.
func (t *Talk) Object() *fyne.Container { return t.list }

// Render shows the conversation of s, if it is not the one that is shown.
func (t *Talk) Render(s work.TicketState) {
	before := t.state
	t.state = s
	if look.Same(before.Entries, s.Entries) && look.Same(before.View.Pending, s.View.Pending) && maps.Equal(before.Coming, s.Coming) && sameDay(before.Now, s.Now) {
		return
	}
	t.arrange()
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// turn is one thing in the conversation: a message, or what one person changed at
// one time.
type turn []model.Entry

// turns puts changes that belong together into one.
func turns(entries []model.Entry) []turn {
	list := make([]turn, 0, len(entries))
	for _, e := range entries {
		if n := len(list) - 1; n >= 0 && together(list[n], e) {
			list[n] = append(list[n], e)
			continue
		}
		list = append(list, turn{e})
	}
	return list
}

const moment = time.Minute

func together(before turn, e model.Entry) bool {
	last := before[len(before)-1].Event
	return last != nil && e.Event != nil && last.By.ID == e.Event.By.ID && e.Event.At.Sub(last.At) < moment
}

// arrange shows what is to be shown, with the parts that are there already.
func (t *Talk) arrange() {
	all := turns(t.state.Entries)
	hidden := max(len(all)-1-t.last, 0)
	var list []fyne.CanvasObject
	for i, each := range all {
		if left := hidden + t.state.View.Earlier; i == 1 && left > 0 {
			t.older.SetLabel(t.words.N("work.older", left))
			list = append(list, flow.Center(t.older))
		}
		if i == 0 || i > hidden {
			list = append(list, t.show(each))
		}
	}
	for _, p := range t.state.View.Pending {
		if o := t.waiting(p); o != nil {
			list = append(list, o)
		}
	}
	t.list.Objects = list
	part.Relay(t.list)
}

func (t *Talk) show(each turn) fyne.CanvasObject {
	e := each[0]
	if e.Message == nil {
		line := keep(t.events, e.Event.ID, func() *part.EventLine { return part.NewEventLine(theme.NoIcon, "") })
		line.Set(iconOf(each[len(each)-1].Event.Field), t.history(each))
		return line
	}
	m := keep(t.messages, e.Message.ID+string(e.Message.Key), func() *part.Message {
		m := part.NewMessage()
		m.OnLink = t.browse
		return m
	})
	m.OnOpen = func(ref string) {
		for _, a := range e.Message.Attachments {
			if model.FileKey(a) == ref {
				t.clicked(a)
			}
		}
	}
	m.Set(t.message(e))
	return m
}

// clicked opens a file, or stops it while it comes.
func (t *Talk) clicked(a desk.Attachment) {
	if _, comes := t.state.Coming[model.FileKey(a)]; comes {
		t.on.StopFile(a)
		return
	}
	t.on.OpenFile(a)
}

// keep finds what was made under an id; what has none is made anew.
func keep[T any](made map[string]T, id string, build func() T) T {
	if o, ok := made[id]; ok && id != "" {
		return o
	}
	made[id] = build()
	return made[id]
}

func (t *Talk) message(e model.Entry) part.MessageState {
	w, m := t.words, e.Message
	who := m.Author.Name
	if e.Mine {
		who = w.T("work.you")
	}
	s := part.MessageState{Author: who, Internal: m.Internal, Body: t.body(*m), Markdown: true, More: w.T("work.message.more"),
		Hidden: look.Hidden(w, t.state), Copy: w.T("copy.message"), Copied: w.T("copy.done")}
	s.Meta = "· " + w.When(m.Created, t.state.Now)
	switch aside := t.aside(*m); {
	case m.Internal:
		s.Author, s.Meta = w.T("work.message."+sort(*m)), "· "+who+" "+s.Meta
		s.Body = joined(s.Body, aside)
	case aside != "":
		s.AsideTitle, s.Aside = w.T("work.message."+sort(*m)), aside
	}
	s.State, s.StateTone, s.StateIcon = look.Way(w, e.State)
	for _, a := range m.Attachments {
		s.Attachments = append(s.Attachments, say.File(w, a, t.state.Coming, iconOfFile(a)))
	}
	return s
}

// sort says what an internal message is.
func sort(m desk.Message) string {
	switch {
	case m.HandOver != nil:
		return "card"
	case m.Sheet != nil:
		return "sheet"
	}
	return "note"
}

func iconOfFile(a desk.Attachment) theme.IconName {
	if strings.HasPrefix(a.MediaType, "image/") {
		return theme.IconImage
	}
	return theme.IconPaperclip
}

// joined puts texts below each other.
func joined(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

// section is a part of a text under its heading; nothing where there is none.
func (t *Talk) section(key, words string) string {
	if words = strings.TrimSpace(words); words == "" {
		return ""
	}
	return "**" + t.words.T(key) + "**\n\n" + words
}

// body is what a message says, with the steps that came with it as Markdown.
func (t *Talk) body(m desk.Message) string {
	var steps []string
	for _, step := range m.Tried {
		steps = append(steps, "- "+step.Text)
	}
	return joined(m.Body, t.section("work.tried", strings.Join(steps, "\n")))
}

// aside is what came with a message and the requester is not given: the card or the
// sheet, as Markdown.
func (t *Talk) aside(m desk.Message) string {
	var parts []string
	section := func(key, words string) { parts = append(parts, t.section(key, words)) }
	if c := m.HandOver; c != nil {
		section("work.card.happening", c.Happening)
		section("work.card.tried", c.Tried)
		section("work.card.hypothesis", c.Hypothesis)
		section("work.card.context", c.Context)
		section("work.card.check", c.Check)
	}
	if s := m.Sheet; s != nil {
		solution := "work.sheet.solution"
		if s.Workaround {
			solution = "work.sheet.workaround"
		}
		section(solution, s.Solution)
		section("work.sheet.cause", s.Cause)
		section("work.sheet.analysis", s.Analysis)
		section("work.sheet.hypotheses", t.hypotheses(s.Hypotheses))
		section("work.sheet.tested", s.Tested)
	}
	return joined(parts...)
}

func (t *Talk) hypotheses(list []desk.Hypothesis) string {
	lines := make([]string, 0, len(list))
	for _, h := range list {
		key := "work.sheet.refuted"
		if h.Confirmed {
			key = "work.sheet.confirmed"
		}
		lines = append(lines, "- "+h.Text+" — "+t.words.T(key))
	}
	return strings.Join(lines, "\n")
}

// history is a line about what one person changed at one time.
func (t *Talk) history(each turn) string {
	w, s := t.words, t.state
	var changes []string
	by := each[0].Event.By.Name
	if each[0].Mine {
		by = w.T("work.you.did")
	}
	for _, e := range each {
		line := w.Event(*e.Event, s.Now, look.Names(w, s))
		if e.Event.Reason != "" {
			line = w.T("work.event.reason", "Event", line, "Reason", e.Event.Reason)
		}
		if !slices.Contains(changes, line) {
			changes = append(changes, line)
		}
		if e.Event.Field == desk.FieldAssignee && e.Event.To == e.Event.By.ID { // who took it is named already
			by = ""
		}
	}
	return look.Dots(append(changes, by, w.When(each[0].At(), s.Now))...)
}

func iconOf(f desk.Field) theme.IconName {
	switch f {
	case desk.FieldStatus, desk.FieldOutcome:
		return theme.IconProgress
	case desk.FieldQueue:
		return theme.IconEscalate
	case desk.FieldAssignee:
		return theme.IconUser
	case desk.FieldPlannedAt, desk.FieldPendingUntil, desk.FieldDue:
		return theme.IconCalendar
	case desk.FieldPendingFor:
		return theme.IconPause
	case desk.FieldMergedInto, desk.FieldParent:
		return theme.IconMerge
	case desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority:
		return theme.IconFlag
	}
	return theme.IconPencil
}

// waiting shows what was done here and has not reached the helpdesk; nil for what
// is shown already, as a message or as a question.
func (t *Talk) waiting(p desk.Pending) fyne.CanvasObject {
	said := slices.ContainsFunc(t.state.View.Messages, func(m desk.Message) bool { return m.Key == p.Key })
	if said || p.State == desk.StateAttention {
		return nil
	}
	words, _, icon := look.Way(t.words, p.State)
	what := t.words.Verb(p.Verb)
	if p.Text != "" {
		what = t.words.T("work.event.reason", "Event", what, "Reason", p.Text)
	}
	return part.NewEventLine(icon, look.Dots(what, words))
}
