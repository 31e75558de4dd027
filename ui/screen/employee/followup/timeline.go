package followup

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/requests"
	"relais/ui/part"
	"relais/ui/screen/employee/look"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// entriesAtFirst is how many entries of a conversation show before older ones
// are asked for, and entriesAtOnce how many more do each time.
const (
	entriesAtFirst = 8
	entriesAtOnce  = 30
)

// timeline is the conversation of a request, the newest last, as everywhere in
// Relais: whoever goes on writes right below what was said last.
type timeline struct {
	line  *part.Timeline
	words *text.Words
	on    PageActions
	win   look.Window

	last     int // how many entries are shown
	hidden   int // older entries that are not
	coming   map[string]model.Coming
	messages map[string]*message
	events   map[string]*part.EventLine
	entries  []fyne.CanvasObject
}

// message is one message with what it shows, so that it is not drawn anew.
type message struct {
	*part.Message
	shown part.MessageState
	files []desk.Attachment
}

func newTimeline(w *text.Words, on PageActions, win look.Window) *timeline {
	return &timeline{last: entriesAtFirst, line: part.Name(part.NewTimeline(), "request.timeline"), words: w, on: on, win: win, messages: map[string]*message{}, events: map[string]*part.EventLine{}}
}

// render shows s, and tells whether what the person here said last has just come.
func (t *timeline) render(s requests.PageState) (said bool) {
	t.coming = s.Coming
	list := slices.Clone(s.Entries)
	if m := onCard(s); m != nil {
		list = slices.DeleteFunc(list, func(e model.Entry) bool { return e.Message == m })
	}
	t.hidden = s.View.Earlier
	if len(list) > t.last+1 || t.hidden > 0 {
		rest := max(len(list)-t.last, 0)
		t.hidden, list = t.hidden+rest, list[rest:]
	}
	var entries []fyne.CanvasObject
	for _, e := range list {
		if e.Message != nil {
			entries = append(entries, t.message(e, s))
		} else if icon, words := t.event(*e.Event, s); words != "" {
			entries = append(entries, t.eventLine(*e.Event, icon, words))
		}
	}
	part.ShowIf(t.line, len(entries) > 0)
	if !t.same(entries) {
		last := len(entries) - 1
		said = last >= 0 && !slices.Contains(t.entries, entries[last]) && list[len(list)-1].Mine
		t.entries = entries
		t.line.Set(entries...)
	}
	return said
}

// onCard is the message that the card of what waits for the person says in full: a
// question, or the answer that is thought to settle it; nil when there is none.
func onCard(s requests.PageState) *desk.Message {
	settled := s.View.Ticket.Status == desk.StatusResolved && s.View.Ticket.MergedInto == ""
	asks := s.Asked != nil && len(s.Asked.Tasks) == 0 && s.Asked.ID != ""
	for _, e := range slices.Backward(s.Entries) {
		m := e.Message
		switch {
		case m == nil:
		case asks && m.ID == s.Asked.ID, settled && m.Author.ID != s.View.Ticket.Requester.ID:
			if len(m.Attachments) > 0 { // they are opened in the conversation
				return nil
			}
			return m
		case settled: // the requester said more since
			return nil
		}
	}
	return nil
}

// eventLine shows an event in the object that it has, or a new one.
func (t *timeline) eventLine(e desk.Event, icon theme.IconName, words string) fyne.CanvasObject {
	id := e.ID + "/" + string(e.Field) + "/" + desk.FormatTime(e.At)
	line, known := t.events[id]
	if !known {
		line = part.NewEventLine(icon, words)
		t.events[id] = line
		return line
	}
	line.Set(icon, words)
	return line
}

// same tells whether the entries are those that show, in the same places.
func (t *timeline) same(entries []fyne.CanvasObject) bool {
	return slices.EqualFunc(t.entries, entries, func(a, b fyne.CanvasObject) bool { return a == b })
}

// message shows a message in the object that it has, or a new one.
func (t *timeline) message(e model.Entry, s requests.PageState) fyne.CanvasObject {
	id := e.Message.ID + "/" + string(e.Message.Key)
	m, known := t.messages[id]
	if !known {
		m = &message{Message: part.NewMessage()}
		m.OnLink = t.win.Browse
		m.OnOpen = func(ref string) {
			for _, a := range m.files {
				if model.FileKey(a) == ref {
					t.clicked(a)
				}
			}
		}
		t.messages[id] = m
	}
	next := t.messageState(e, s)
	m.files = e.Message.Attachments
	if !known || !sameMessage(m.shown, next) {
		m.shown = next
		m.Set(next)
	}
	return m.Message
}

func sameMessage(a, b part.MessageState) bool {
	return a.Author == b.Author && a.Meta == b.Meta && a.State == b.State && a.Body == b.Body && slices.Equal(a.Attachments, b.Attachments)
}

func (t *timeline) messageState(e model.Entry, s requests.PageState) part.MessageState {
	w, m := t.words, e.Message
	meta := "· " + w.When(m.Created, s.Now)
	if !e.Mine && m.Author.ID != s.View.Ticket.Requester.ID {
		meta = "· " + w.T("requests.support") + " " + meta
	}
	state := part.MessageState{Author: m.Author.Name, Meta: meta, Body: bodyOf(w, *m), Markdown: true,
		Copy: w.T("copy.message"), Copied: w.T("copy.done")}
	if e.Mine {
		state.Author = w.T("requests.you")
		state.State, state.StateTone, state.StateIcon = t.sent(e.State)
	}
	for _, a := range m.Attachments {
		state.Attachments = append(state.Attachments, say.File(w, a, s.Coming, look.FileIcon(a)))
	}
	return state
}

// bodyOf is what a message says: its words, the solution that came with it, and
// what was tried before asking.
func bodyOf(w *text.Words, m desk.Message) string {
	body := m.Body
	if body == "" && m.Sheet != nil {
		body = m.Sheet.Solution
	}
	if len(m.Tried) > 0 {
		body += "\n\n**" + w.T("ask.tried") + "**\n- " + strings.Join(look.Tried(m.Tried), "\n- ")
	}
	return body
}

// sent says how far a message of the person's own got.
func (t *timeline) sent(state desk.OperationState) (words string, tone part.Tone, icon theme.IconName) {
	switch state {
	case desk.StateQueued:
		return t.words.T("requests.message.queued"), part.Amber, theme.IconCloud
	case desk.StateSent:
		return t.words.T("requests.message.sent"), part.Amber, theme.IconSend
	case desk.StateAttention:
		return t.words.T("requests.message.attention"), part.Coral, theme.IconAlert
	}
	return t.words.T("requests.message.received"), part.Green, theme.IconCheck
}

// clicked opens a file, or stops it while it comes.
func (t *timeline) clicked(a desk.Attachment) {
	if _, comes := t.coming[model.FileKey(a)]; comes {
		t.on.StopFile(a)
		return
	}
	t.on.OpenFile(a)
}

// event says in plain words what happened, or nothing where it means nothing to
// who asked.
func (t *timeline) event(e desk.Event, s requests.PageState) (icon theme.IconName, words string) {
	w := t.words
	switch {
	case e.Field == desk.FieldAssignee:
		icon, words = theme.IconUser, t.assigned(e, s)
	case e.Field == desk.FieldMergedInto:
		icon, words = theme.IconMerge, w.T("requests.event.merged")
	case e.Field == desk.FieldPlannedAt:
		icon, words = theme.IconCalendar, w.T("requests.event.planned", "When", w.Value(e.Field, e.To, s.Now, nil))
	case e.Field == desk.FieldStatus:
		icon, words = t.moved(e)
	}
	if words == "" {
		return theme.NoIcon, ""
	}
	return icon, words + " · " + w.When(e.At, s.Now)
}

// moved says what a change of status means.
func (t *timeline) moved(e desk.Event) (icon theme.IconName, words string) {
	switch to := desk.Status(e.To); {
	case to == desk.StatusOpen && desk.Status(e.From).Done():
		return theme.IconRefresh, t.words.T("requests.event.reopened")
	case to == desk.StatusPending:
		return theme.IconPause, t.words.T("requests.event.pending")
	case to == desk.StatusResolved:
		return theme.IconCheckCircle, t.words.T("requests.event.resolved")
	case to == desk.StatusClosed:
		return theme.IconCheck, t.words.T("requests.event.closed")
	}
	return theme.NoIcon, ""
}

// assigned says who takes care of it now.
func (t *timeline) assigned(e desk.Event, s requests.PageState) string {
	name := ""
	for _, p := range append([]desk.PersonRef{e.By, s.View.Ticket.Assignee}, authors(s.View)...) {
		if p.ID == e.To && p.Name != "" {
			name = p.Name
			break
		}
	}
	switch {
	case name == "":
		return t.words.T("requests.event.given")
	case e.To == e.By.ID:
		return t.words.T("requests.event.taken", "Name", say.FirstName(name))
	}
	return t.words.T("requests.event.assigned", "Name", say.FirstName(name))
}

func authors(v desk.View) []desk.PersonRef {
	list := make([]desk.PersonRef, 0, len(v.Messages)+len(v.Events))
	for _, m := range v.Messages {
		list = append(list, m.Author)
	}
	for _, e := range v.Events {
		list = append(list, e.By)
	}
	return list
}
