package memory

import (
	"errors"
	"slices"
	"time"

	"relais/internal/desk"
)

// newTicket checks a new ticket and fills in what was left open.
func (d *Desk) newTicket(me desk.Person, key desk.Key, n desk.NewTicket) (*ticket, error) {
	const op = "create ticket"
	if n.Requester.Empty() {
		n.Requester = me.Ref()
	}
	lowest := slices.MinFunc(d.o.Queues, func(a, b desk.Queue) int { return a.Level - b.Level })
	if n.Queue == "" {
		n.Queue = lowest.ID
	}
	if !me.Role.Staff() && (n.Requester.ID != me.ID || n.Priority != 0 || n.Kind == desk.KindProblem) {
		return nil, &desk.Error{Code: desk.CodeForbidden, Op: op, Err: errors.New("only staff asks for that")}
	}
	if !me.Role.Staff() && d.level(n.Queue) > lowest.Level {
		return nil, &desk.Error{Code: desk.CodeForbidden, Op: op, Field: desk.FieldQueue, Err: errors.New("this queue takes no tickets from requesters")}
	}
	if _, ok := d.person(n.Requester.ID); !ok {
		return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("unknown requester")}
	}
	if n.Channel == "" {
		n.Channel = desk.ChannelApp
	}
	if n.Priority == 0 {
		n.Priority = desk.DefaultMatrix.Priority(n.Impact, n.Urgency)
	}
	t := &ticket{Conversation: clone(desk.Conversation{Ticket: desk.Ticket{
		Key: key, Title: n.Title, Kind: n.Kind, Category: n.Category, Channel: n.Channel, Lang: n.Lang, Site: n.Site, Status: desk.StatusNew,
		Impact: n.Impact, Urgency: n.Urgency, Priority: n.Priority, Queue: n.Queue, Requester: d.ref(n.Requester.ID), Created: d.now(), Answers: n.Answers,
	}})}
	return t, d.checkValues(op, t.Ticket, n.Impact != 0, n.Urgency != 0)
}

// checkValues refuses values that no ticket may have.
func (d *Desk) checkValues(op string, t desk.Ticket, impact, urgency bool) error {
	_, queue := d.queue(t.Queue)
	who, assignee := d.person(t.Assignee.ID)
	for _, c := range []struct {
		field desk.Field
		ok    bool
	}{
		{desk.FieldTitle, t.Title != ""},
		{desk.FieldKind, t.Kind.Valid()},
		{desk.FieldStatus, t.Status.Valid()},
		{desk.FieldImpact, !impact || t.Impact.Valid()},
		{desk.FieldUrgency, !urgency || t.Urgency.Valid()},
		{desk.FieldPriority, t.Priority.Valid()},
		{desk.FieldQueue, queue},
		{desk.FieldAssignee, t.Assignee.Empty() || assignee && who.Role.Staff()},
		{desk.FieldPendingFor, t.PendingFor == "" || t.PendingFor.Valid()},
		{desk.FieldParent, t.Parent == "" || d.tickets[t.Parent] != nil},
	} {
		if !c.ok {
			return &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: t.Number, Field: c.field}
		}
	}
	return nil
}

func staffFields() []desk.Field {
	return []desk.Field{
		desk.FieldTitle, desk.FieldKind, desk.FieldCategory, desk.FieldStatus, desk.FieldOutcome, desk.FieldPendingFor, desk.FieldPendingUntil,
		desk.FieldPlannedAt, desk.FieldDue, desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldQueue, desk.FieldAssignee,
		desk.FieldMergedInto, desk.FieldParent,
	}
}

// patched is the ticket as a change leaves it.
func (d *Desk) patched(me desk.Person, t *ticket, c desk.Change) (desk.Ticket, error) {
	now, next := t.Ticket, t.Ticket
	if err := c.Set.Apply(&next); err != nil {
		return now, err
	}
	refuse := func(code desk.Code, f desk.Field) (desk.Ticket, error) {
		return now, &desk.Error{Code: code, Op: "update ticket", Subject: now.Number, Field: f}
	}
	mine := me.ID == now.Requester.ID
	for f := range c.Set {
		if !me.Role.Staff() && !(mine && (f == desk.FieldStatus || f == desk.FieldOutcome)) {
			return refuse(desk.CodeForbidden, f)
		}
	}
	if _, ok := c.Set[desk.FieldStatus]; !ok && mine && now.Status == desk.StatusPending && c.Message != nil && !c.Message.Internal {
		next.Status = desk.StatusOpen
	}
	switch {
	case !desk.MayMove(me.Role, now.Status, next.Status):
		return refuse(desk.CodeForbidden, desk.FieldStatus)
	case d.level(next.Queue) < d.level(now.Queue) && c.Reason == "":
		return refuse(desk.CodeInvalid, desk.FieldQueue)
	case next.MergedInto != now.MergedInto && !d.mergeable(now, next.MergedInto):
		return refuse(desk.CodeInvalid, desk.FieldMergedInto)
	case next.Parent != now.Parent && !d.descends(now.ID, next.Parent):
		return refuse(desk.CodeInvalid, desk.FieldParent)
	}
	d.follow(me, now, &next, c.Set)
	return next, d.checkValues("update ticket", next, next.Impact != 0, next.Urgency != 0)
}

// descends tells whether a ticket may be below another: not below itself.
func (d *Desk) descends(id, parent string) bool {
	seen := map[string]bool{id: true}
	for up := parent; up != ""; {
		t := d.tickets[up]
		if t == nil || seen[up] {
			return false
		}
		seen[up], up = true, t.Ticket.Parent
	}
	return true
}

func (d *Desk) mergeable(now desk.Ticket, into string) bool {
	t := d.tickets[into]
	return t != nil && !t.gone && t.Ticket.ID != now.ID && t.Ticket.MergedInto == ""
}

// merge takes what was said over to the ticket that goes on.
func (d *Desk) merge(t *ticket) {
	into := d.tickets[t.Ticket.MergedInto]
	for _, m := range t.Messages {
		m.TicketID = into.Ticket.ID
		for _, a := range m.Attachments {
			f := d.files[a.ID]
			f.ticket = into.Ticket.ID
			d.files[a.ID] = f
		}
		into.Messages = append(into.Messages, m)
	}
	slices.SortStableFunc(into.Messages, func(a, b desk.Message) int { return a.Created.Compare(b.Created) })
	t.Messages = nil
	if !into.visible(desk.Person{ID: t.Ticket.Requester.ID}) {
		into.Ticket.Watchers = append(slices.Clone(into.Ticket.Watchers), t.Ticket.Requester)
	}
	d.touch(into, true)
}

// follow sets what a change brings with it: dates, names, the priority.
func (d *Desk) follow(me desk.Person, now desk.Ticket, next *desk.Ticket, set desk.Patch) {
	if !next.Assignee.Empty() {
		next.Assignee = d.ref(next.Assignee.ID)
	}
	if next.Impact != now.Impact || next.Urgency != now.Urgency {
		if _, ok := set[desk.FieldPriority]; !ok {
			next.Priority = desk.DefaultMatrix.Priority(next.Impact, next.Urgency)
		}
	}
	if d.level(next.Queue) < d.level(now.Queue) {
		next.Bounces++
	}
	merged := next.MergedInto != ""
	if merged {
		next.Status = desk.StatusClosed
	}
	if next.Status != desk.StatusPending {
		next.PendingFor, next.PendingUntil = "", time.Time{}
	}
	if next.Status != desk.StatusPlanned && now.Status == desk.StatusPlanned {
		next.PlannedAt = time.Time{}
	}
	if !next.Status.Done() {
		next.Outcome, next.Resolved, next.Closed = "", time.Time{}, time.Time{}
		return
	}
	if next.Outcome == "" && !merged {
		next.Outcome = desk.OutcomeSolved
		if me.Role.Staff() && next.Status == desk.StatusClosed && !now.Status.Done() {
			next.Outcome = desk.OutcomeUnsolved
		}
	}
	if !now.Status.Done() {
		next.Resolved = d.now()
	}
	if next.Status == desk.StatusClosed && now.Status != desk.StatusClosed {
		next.Closed = d.now()
	}
}

func (d *Desk) level(queue string) int {
	q, _ := d.queue(queue)
	return q.Level
}

// recordEvents writes the history of a change.
func (d *Desk) recordEvents(me desk.Person, t *ticket, next desk.Ticket, reason string) {
	for _, f := range staffFields() {
		from, to := t.Ticket.Get(f), next.Get(f)
		if from != to {
			t.Events = append(t.Events, desk.Event{
				ID: d.nextID("e"), TicketID: t.Ticket.ID, At: d.now(), By: me.Ref(), Field: f, From: from, To: to, Reason: reason,
			})
		}
	}
}
