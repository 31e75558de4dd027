// Package thread makes a conversation of what Request Tracker keeps of a ticket: its
// columns, its history, and the records that came with the messages.
package thread

import (
	"cmp"
	"maps"
	"mime"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"relais/client/rt/mapping"
	"relais/client/rt/record"
	"relais/client/rt/stream"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// Nobody is the login of the owner of what nobody owns.
const Nobody = "Nobody"

// Frame is what is known about a Request Tracker while its tickets are read.
type Frame struct {
	Settings           mapping.Settings
	Level              func(queue string) int
	Lifecycles         map[string]string // id of a queue → its lifecycle
	Reference, Message string            // names of the custom fields with Keys
	Impact, Urgency    mapping.Scale
	Ref                func(wire.Ref) desk.PersonRef
	Known              func(id string) (wire.User, bool) // by login or number
}

// said is one message as Request Tracker keeps it, with its record if it has one.
type said struct {
	wire.Transaction
	record *record.Record
	text   string
	files  []desk.Attachment
	key    desk.Key
}

// said reads a transaction that says something.
func (s *Frame) said(r Reading, t wire.Transaction) said {
	m := said{Transaction: t}
	html := ""
	for _, a := range r.Texts[t.ID] {
		switch {
		case record.Is(a.Name):
			m.record = record.Decode(a.Content)
		case a.MediaType == "text/plain" && m.text == "":
			m.text = a.Content
		case a.MediaType == "text/html" && html == "":
			html = a.Content
		}
	}
	if m.text == "" && html != "" {
		m.text = mapping.FromHTML(html)
	}
	for _, a := range r.Files[t.ID] {
		if !record.Is(a.Name) {
			m.files = append(m.files, file(a))
		}
	}
	if m.record != nil && len(m.record.Names) == len(m.files) {
		for i, name := range m.record.Names {
			m.files[i].Name = name
		}
	}
	m.key = s.keyOf(r, m)
	if m.record != nil && m.record.Body != nil && (m.Type != "Create" || r.own(t)) {
		m.text = *m.record.Body // the answers of a ticket that was merged into this one stay in its words
	}
	return m
}

// keyOf is the Key that a message was sent with, "" for one that was not sent by
// Relais.
func (s *Frame) keyOf(r Reading, m said) desk.Key {
	if m.record != nil {
		return m.record.Key
	}
	key := desk.Key(m.Fields.Get(s.Message))
	if m.Type == "Create" && m.ObjectID == r.Ticket.ID {
		key = desk.Key(r.Ticket.Fields.Get(s.Reference))
	}
	if !key.Valid() {
		return ""
	}
	return key
}

// texts are the files that go as bytes, and that not every system knows by name.
var texts = map[string]string{".txt": "text/plain", ".log": "text/plain", ".csv": "text/csv", ".md": "text/markdown"}

func file(a wire.Attachment) desk.Attachment {
	kind, ending := a.MediaType, strings.ToLower(filepath.Ext(a.Name))
	if byName := cmp.Or(texts[ending], mime.TypeByExtension(ending)); kind == stream.Octets && byName != "" {
		kind = byName
	}
	kind, _, _ = strings.Cut(kind, ";")
	return desk.Attachment{ID: string(a.ID), Name: a.Name, Size: int64(a.Length.Int()), MediaType: kind}
}

// Fold makes a conversation of a history: what was said, what was changed, and
// the values that the records hold.
func (s *Frame) Fold(r Reading) desk.Conversation {
	f := &folding{
		s: s, r: r, t: s.Ticket(r.Ticket), values: desk.Patch{}, halves: map[desk.Key]said{},
	}
	f.t.Version = r.Version
	for _, t := range r.History {
		if t.Says() {
			f.say(s.said(r, t))
		} else {
			f.change(t)
		}
	}
	for _, half := range f.halves {
		f.add(half) // its public half never came
	}
	slices.SortStableFunc(f.messages, func(a, b desk.Message) int { return atoi(a.ID) - atoi(b.ID) })
	f.apply()
	return desk.Conversation{Ticket: f.t, Messages: f.messages, Events: f.events}
}

func atoi(s string) int { return wire.ID(s).Int() }

// folding is the work of Fold.
type folding struct {
	s        *Frame
	r        Reading
	t        desk.Ticket
	values   desk.Patch // what records say of fields
	halves   map[desk.Key]said
	messages []desk.Message
	events   []desk.Event
	reason   said // the last record with a reason whose changes were still to come
}

func (f *folding) say(m said) {
	r, own := m.record, f.r.own(m.Transaction)
	if r != nil && own {
		maps.Copy(f.values, r.Set)
		f.explain(m)
		if m.Type == "Create" {
			f.begin(r)
		}
	}
	switch {
	case r != nil && r.Note && r.Split:
		f.halves[r.Key] = m
	case r != nil && r.Note:
	case m.Type == "Create" && strings.TrimSpace(m.text) == "" && len(m.files) == 0: // made without words
	default:
		f.add(m)
	}
}

// begin takes what the first record says of a ticket.
func (f *folding) begin(r *record.Record) {
	f.t.Channel, f.t.Lang, f.t.Site, f.t.Answers = r.Channel, r.Lang, r.Site, r.Answers
	if f.t.Key == "" {
		f.t.Key = r.Key
	}
}

func (f *folding) add(m said) {
	message := desk.Message{
		ID: string(m.ID), Key: m.key, TicketID: f.t.ID, Author: f.s.Ref(m.Creator), Internal: m.Type == "Comment",
		Body: m.text, Created: m.Created.Time, Attachments: m.files,
	}
	half, ok := f.halves[m.key]
	if m.record != nil {
		message.HandOver, message.Sheet, message.Tried = m.record.HandOver, m.record.Sheet, m.record.Tried
	}
	if m.Type == "Create" && !f.r.own(m.Transaction) {
		message.Tried = nil // its text tells it
	}
	if ok && half.ID != m.ID {
		message.HandOver, message.Sheet = half.record.HandOver, half.record.Sheet
		delete(f.halves, m.key)
	}
	f.messages = append(f.messages, message)
}

// explain gives the changes that somebody just made the reason that they wrote.
func (f *folding) explain(m said) {
	if m.record.Reason == "" {
		return
	}
	f.reason = m
	for i := len(f.events) - 1; i >= 0; i-- {
		e := &f.events[i]
		if m.Created.Sub(e.At) > time.Minute || e.Reason != "" {
			return
		}
		if e.By.ID == string(m.Creator.ID) && slices.Contains(m.record.Fields, e.Field) {
			e.Reason = m.record.Reason
		}
	}
}

// change makes an event of a changed field.
func (f *folding) change(t wire.Transaction) {
	field, from, to := f.changed(t)
	switch field {
	case "":
		return
	case desk.FieldStatus:
		delete(f.values, desk.FieldPendingFor)
		delete(f.values, desk.FieldPendingUntil)
		delete(f.values, desk.FieldOutcome)
	case desk.FieldQueue:
		if f.s.Level(to) < f.s.Level(from) && f.s.Level(to) > 0 {
			f.t.Bounces++
		}
	case desk.FieldParent:
		f.t.Parent = to
	case desk.FieldImpact, desk.FieldUrgency:
		delete(f.values, field)
	}
	if from == to {
		return
	}
	e := desk.Event{ID: string(t.ID), TicketID: f.t.ID, At: t.Created.Time, By: f.s.Ref(t.Creator), Field: field, From: from, To: to}
	if r := f.reason.record; r != nil && f.reason.Creator.ID == t.Creator.ID && t.Created.Sub(f.reason.Created.Time) <= time.Minute {
		if _, late := r.Then[field]; late && slices.Contains(r.Fields, field) {
			e.Reason = r.Reason
		}
	}
	f.events = append(f.events, e)
}

// changed is which field a transaction changed, from what to what; "" for what
// Relais does not tell.
func (f *folding) changed(t wire.Transaction) (field desk.Field, from, to string) {
	before, after := string(t.OldValue), string(t.NewValue)
	switch {
	case !f.r.own(t) && t.Type == "AddLink" && t.Field == "MergedInto":
		return desk.FieldMergedInto, string(t.ObjectID), linked(after)
	case !f.r.own(t):
		return "", "", ""
	case t.Type == "Status":
		lifecycle := f.s.Lifecycles[f.t.Queue]
		was, _ := f.s.Settings.Meaning(lifecycle, before)
		is, _ := f.s.Settings.Meaning(lifecycle, after)
		return desk.FieldStatus, string(was), string(is)
	case t.Type == "AddLink" && t.Field == "MemberOf":
		return desk.FieldParent, "", linked(after)
	case t.Type == "DeleteLink" && t.Field == "MemberOf":
		return desk.FieldParent, linked(before), ""
	case t.Type == "CustomField":
		for field, s := range map[desk.Field]mapping.Scale{desk.FieldImpact: f.s.Impact, desk.FieldUrgency: f.s.Urgency} {
			if s.Field != "" && s.ID == string(t.Field) {
				remembered, _ := strconv.Atoi(f.values[field])
				return field, levelText(s.Refine(before, desk.Level(remembered))), levelText(s.Level(after))
			}
		}
		return "", "", ""
	}
	return f.changedColumn(t.Field, before, after)
}

func (f *folding) changedColumn(column wire.ID, before, after string) (field desk.Field, from, to string) {
	switch column {
	case "Subject":
		return desk.FieldTitle, before, after
	case "Queue":
		return desk.FieldQueue, before, after
	case "Priority":
		was, is := f.s.Settings.Priority(atoi(before)), f.s.Settings.Priority(atoi(after))
		return desk.FieldPriority, levelText(was), levelText(is)
	case "Due":
		return desk.FieldDue, desk.FormatTime(wire.ParseTime(before)), desk.FormatTime(wire.ParseTime(after))
	case "Owner":
		was, known := f.login(before)
		is, too := f.login(after)
		if known && too {
			return desk.FieldAssignee, was, is
		}
	}
	return "", "", ""
}

// login is that of a user's number; "" for nobody.
func (f *folding) login(number string) (string, bool) {
	u, ok := f.s.Known(number)
	if u.Name == Nobody {
		return "", true
	}
	return u.Name, ok
}

func levelText[T ~int](l T) string {
	if l == 0 {
		return ""
	}
	return strconv.Itoa(int(l))
}

// linked is the id of a ticket in the address of a link.
func linked(uri string) string { return uri[strings.LastIndexByte(uri, '/')+1:] }

// apply sets what only the records know, as far as Request Tracker's own values
// do not speak against it.
func (f *folding) apply() {
	t := &f.t
	for _, field := range f.values.Fields() {
		value := f.values[field]
		level, _ := strconv.Atoi(value)
		switch field {
		case desk.FieldImpact:
			t.Impact = f.s.Impact.Refine(f.r.Ticket.Fields.Get(f.s.Impact.Field), desk.Level(level))
		case desk.FieldUrgency:
			t.Urgency = f.s.Urgency.Refine(f.r.Ticket.Fields.Get(f.s.Urgency.Field), desk.Level(level))
		case desk.FieldPendingFor, desk.FieldPendingUntil:
			if t.Status == desk.StatusPending || f.r.Ticket.Status == "stalled" {
				t.Status = desk.StatusPending
				_ = t.Set(field, value) // a value of a later form is left out
			}
		case desk.FieldOutcome:
			if t.Status.Done() {
				_ = t.Set(field, value)
			}
		case desk.FieldKind, desk.FieldCategory:
			_ = t.Set(field, value)
		}
	}
	if t.Status != desk.StatusPlanned {
		t.PlannedAt = time.Time{}
	}
}

// Ticket translates the columns and custom fields of a ticket.
func (s *Frame) Ticket(w wire.Ticket) desk.Ticket {
	t := desk.Ticket{
		ID: string(w.ID), Number: string(w.ID), Title: w.Subject, Kind: desk.KindIncident, Queue: string(w.Queue.ID),
		Assignee: s.Ref(w.Owner), Created: w.Created.Time, Updated: w.LastUpdated.Time, Due: w.Due.Time, PlannedAt: w.Starts.Time,
		Priority: s.Settings.Priority(w.Priority.Int()),
		Impact:   s.Impact.Level(w.Fields.Get(s.Impact.Field)), Urgency: s.Urgency.Level(w.Fields.Get(s.Urgency.Field)),
	}
	if key := desk.Key(w.Fields.Get(s.Reference)); key.Valid() {
		t.Key = key
	}
	for i, r := range w.Requestor {
		if i == 0 {
			t.Requester = s.Ref(r)
		} else {
			t.Watchers = append(t.Watchers, s.Ref(r))
		}
	}
	for _, r := range w.Cc {
		t.Watchers = append(t.Watchers, s.Ref(r))
	}
	t.Status, t.Outcome = s.Settings.Meaning(s.Lifecycles[t.Queue], w.Status)
	if w.Status == "stalled" && !w.Starts.IsZero() {
		t.Status = desk.StatusPlanned // a planned ticket begins at some time, a waiting one does not
	}
	if !t.Status.Valid() {
		t.ReadOnly = map[string]string{string(desk.FieldStatus): w.Status}
	}
	if t.Status.Done() {
		t.Resolved = w.Resolved.Time
	}
	if t.Status == desk.StatusClosed {
		t.Closed = w.Resolved.Time
	}
	return t
}
