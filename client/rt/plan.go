package rt

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"relais/client/rt/record"
	"relais/client/rt/stream"
	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// plan is what an update comes down to in Request Tracker, in this order: put,
// what is said to colleagues, what is said to everybody, put what the message
// would undo or take the right for, merge.
type plan struct {
	next  desk.Ticket // as it shall be
	set   desk.Patch
	put   map[string]any
	late  bool     // put comes after the messages
	tries []string // statuses to try, the likeliest first
	merge string

	note, comment, public *letter // to colleagues: values and reasons, or a message; to everybody
}

func (s *site) checkMessage(op string, m *desk.NewMessage) error {
	switch {
	case m == nil:
		return nil
	case strings.TrimSpace(m.Body) == "" && len(m.Attachments) == 0 && m.HandOver == nil && m.Sheet == nil:
		return &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("an empty message")}
	case !s.notes && (m.Internal || m.HandOver != nil || m.Sheet != nil):
		return &desk.Error{Code: desk.CodeForbidden, Op: op, Err: errors.New("notes, cards and sheets are for staff")}
	}
	return nil
}

// plan checks a change as far as can be known before anything is written.
func (b *Backend) plan(ctx context.Context, s *site, r thread.Reading, before desk.Ticket, key desk.Key, c desk.Change) (*plan, error) {
	const op = "update ticket"
	if len(c.Set) == 0 && c.Message == nil {
		return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("nothing to do")}
	}
	if err := s.checkMessage(op, c.Message); err != nil {
		return nil, err
	}
	p := &plan{next: before, set: c.Set, put: map[string]any{}}
	for _, f := range c.Set.Fields() {
		if !s.change {
			return nil, &desk.Error{Code: desk.CodeForbidden, Op: op, Subject: before.Number, Field: f}
		}
	}
	if err := c.Set.Apply(&p.next); err != nil {
		return nil, err
	}
	if err := b.check(ctx, s, before, p.next, c.Set); err != nil {
		return nil, err
	}
	p.columns(b, s, before)
	values := p.values(b, s, r, before)
	if err := p.letters(s, key, c, values); err != nil {
		return nil, err
	}
	return p, nil
}

// check refuses values that Request Tracker would refuse, or worse, take.
func (b *Backend) check(ctx context.Context, s *site, before, next desk.Ticket, set desk.Patch) error {
	_, queue := s.queue(next.Queue)
	for _, c := range []struct {
		field desk.Field
		ok    bool
	}{
		{desk.FieldTitle, strings.TrimSpace(next.Title) != "" && utf8.RuneCountInString(next.Title) <= longestTitle},
		{desk.FieldKind, next.Kind.Valid()},
		{desk.FieldStatus, next.Status.Valid() && desk.MayMove(s.me.Role, before.Status, next.Status)},
		{desk.FieldPendingFor, next.PendingFor == "" || next.PendingFor.Valid()},
		{desk.FieldQueue, queue},
		{desk.FieldPriority, next.Priority.Valid()},
	} {
		if _, changed := set[c.field]; changed && !c.ok {
			return &desk.Error{Code: desk.CodeInvalid, Op: "update ticket", Subject: before.Number, Field: c.field}
		}
	}
	for _, f := range []desk.Field{desk.FieldAssignee, desk.FieldParent, desk.FieldMergedInto} {
		if v := set[f]; v != "" {
			if err := b.checkOther(ctx, before.ID, f, v); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkOther looks whether somebody or something that a field names is there.
func (b *Backend) checkOther(ctx context.Context, id string, f desk.Field, value string) error {
	invalid := &desk.Error{Code: desk.CodeInvalid, Op: "update ticket", Subject: id, Field: f}
	var err error
	var there bool
	if f == desk.FieldAssignee {
		var u wire.User
		u, err = b.user(ctx, value)
		there = u.Privileged.Int() != 0 && u.Name == value
	} else {
		if number("update ticket", value) != nil || value == id {
			return invalid
		}
		var t wire.Ticket
		_, err = b.get(ctx, "read ticket", "/ticket/{id}", map[string]string{"id": value}, nil, &t)
		there = string(t.ID) == value && t.Status != "deleted"
	}
	switch desk.CodeOf(err) {
	case "":
		if there {
			return nil
		}
		return invalid
	case desk.CodeNotFound, desk.CodeForbidden:
		return invalid
	}
	return err
}

// columns are the changes that Request Tracker has a place for.
func (p *plan) columns(b *Backend, s *site, before desk.Ticket) {
	n := p.next
	if _, ok := p.set[desk.FieldPriority]; !ok && (n.Impact != before.Impact || n.Urgency != before.Urgency) {
		p.put["Priority"] = b.settings.Number(desk.DefaultMatrix.Priority(n.Impact, n.Urgency))
	}
	custom := map[string]any{}
	for f := range p.set {
		switch f {
		case desk.FieldTitle:
			p.put["Subject"] = n.Title
		case desk.FieldPriority:
			p.put["Priority"] = b.settings.Number(n.Priority)
		case desk.FieldQueue:
			p.put["Queue"] = n.Queue
		case desk.FieldAssignee:
			p.put["Owner"] = n.Assignee.ID
			if n.Assignee.Empty() {
				p.put["Owner"] = thread.Nobody
			}
		case desk.FieldDue:
			p.put["Due"] = wire.FormatTime(n.Due)
		case desk.FieldPlannedAt:
			p.put["Starts"] = wire.FormatTime(n.PlannedAt)
		case desk.FieldParent:
			parents := []string{}
			if n.Parent != "" {
				parents = append(parents, n.Parent)
			}
			p.put["Parent"] = parents
		case desk.FieldMergedInto:
			p.merge = n.MergedInto
		case desk.FieldImpact:
			s.impact.Write(custom, n.Impact)
		case desk.FieldUrgency:
			s.urgency.Write(custom, n.Urgency)
		}
	}
	if len(custom) > 0 {
		p.put["CustomFields"] = custom
	}
	p.status(b, s, before)
}

// status finds the statuses that may be meant.
func (p *plan) status(b *Backend, s *site, before desk.Ticket) {
	n := p.next
	if _, ok := p.set[desk.FieldStatus]; !ok || n.Status == before.Status && (n.Outcome == before.Outcome || !n.Status.Done()) {
		return
	}
	lifecycle := s.lifecycles[n.Queue]
	outcome := n.Outcome
	if outcome == "" && n.Status == desk.StatusClosed {
		outcome = desk.OutcomeUnsolved
	}
	p.tries = b.settings.Candidates(lifecycle, n.Status, outcome)
	b.mu.Lock()
	works := b.works[lifecycle+"/"+string(n.Status)+"/"+string(outcome)]
	b.mu.Unlock()
	if works != "" {
		p.tries = []string{works}
	}
	if len(p.tries) > 0 {
		p.put["Status"] = p.tries[0]
	}
	if _, ok := p.put["Starts"]; !ok && before.Status == desk.StatusPlanned && n.Status != desk.StatusPlanned {
		p.put["Starts"] = ""
	}
}

// values are the changes that only a record can hold.
func (p *plan) values(b *Backend, s *site, r thread.Reading, before desk.Ticket) desk.Patch {
	values := desk.Patch{}
	for f := range p.set {
		v := p.next.Get(f)
		var same bool
		switch f {
		case desk.FieldKind, desk.FieldCategory:
			same = before.Get(f) == v
		case desk.FieldPendingFor, desk.FieldPendingUntil:
			moved := before.Status != p.next.Status
			same = p.next.Status != desk.StatusPending || !moved && before.Get(f) == v || moved && v == ""
		case desk.FieldOutcome:
			_, implied := b.settings.Meaning(s.lifecycles[p.next.Queue], first(p.tries, r.Ticket.Status))
			same = !p.next.Status.Done() || implied == p.next.Outcome
		case desk.FieldImpact:
			same = s.impact.Holds(r.Ticket.Fields.Get(s.impact.Field), before.Impact, p.next.Impact)
		case desk.FieldUrgency:
			same = s.urgency.Holds(r.Ticket.Fields.Get(s.urgency.Field), before.Urgency, p.next.Urgency)
		default:
			same = true
		}
		if !same {
			values[f] = v
		}
	}
	return values
}

func first(list []string, otherwise string) string {
	if len(list) > 0 {
		return list[0]
	}
	return otherwise
}

// letters are the messages that an update leaves.
func (p *plan) letters(s *site, key desk.Key, c desk.Change, values desk.Patch) error {
	m := c.Message
	staff := record.Record{Key: key, Reason: strings.TrimSpace(c.Reason)}
	if staff.Reason != "" {
		staff.Fields = c.Set.Fields()
	}
	if !s.notes {
		staff.Reason, staff.Fields = "", nil
	}
	lang := cmp.Or(s.me.Lang, p.next.Lang)
	var blobs []desk.Blob
	body := ""
	if m != nil {
		var err error
		if blobs, err = stream.Checked("update ticket", m.Attachments); err != nil {
			return err
		}
		staff.HandOver, staff.Sheet, body = m.HandOver, m.Sheet, m.Body
	}
	p.late = p.put["Queue"] != nil || p.merge != "" || m != nil && !m.Internal && p.next.Status.Done()
	then := p.then()
	switch {
	case m == nil:
		staff.Note, staff.Set, staff.Then = true, values, then
		if len(values) > 0 || staff.Reason != "" {
			p.note = compose(staff, "", lang, nil)
		} else {
			p.late = false
		}
	case m.Internal:
		staff.Tried, staff.Set, staff.Then = m.Tried, values, then
		p.comment = compose(staff, body, lang, blobs)
	default:
		said := record.Record{Key: key, Tried: m.Tried, Set: values, Then: then}
		p.public = compose(said, body, lang, blobs)
		if staff.HandOver != nil || staff.Sheet != nil || staff.Reason != "" {
			staff.Note, staff.Split, staff.Then = true, true, then
			p.note = compose(staff, "", lang, nil)
		}
	}
	return nil
}

// then are the fields that tell whether the late part was done.
func (p *plan) then() desk.Patch {
	if !p.late {
		return nil
	}
	then := desk.Patch{}
	for _, f := range []desk.Field{desk.FieldStatus, desk.FieldQueue} {
		if v, ok := p.set[f]; ok {
			then[f] = v
		}
	}
	return then
}

// compose writes a message with its record.
func compose(r record.Record, body, lang string, blobs []desk.Blob) *letter {
	text := r.Readable(body, lang)
	if text == "" {
		for _, b := range blobs {
			text += b.Name + "\n"
		}
	}
	if text != body && !r.Note {
		r.Body = &body
	}
	return &letter{record: r, blobs: blobs, fields: map[string]any{"Content": text, "ContentType": "text/plain"}}
}
