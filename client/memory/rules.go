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
	if n.Requester.ID != me.ID && !me.Role.Staff() {
		return nil, &desk.Error{Code: desk.CodeForbidden, Op: op, Err: errors.New("only staff asks for others")}
	}
	if _, ok := d.person(n.Requester.ID); !ok {
		return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("unknown requester")}
	}
	if n.Queue == "" {
		n.Queue = slices.MinFunc(d.o.Queues, func(a, b desk.Queue) int { return a.Level - b.Level }).ID
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
	const op = "update ticket"
	now, next := t.Ticket, t.Ticket
	if err := c.Set.Apply(&next); err != nil {
		return now, err
	}
	if now.Status == desk.StatusPending && c.Message != nil && me.ID == now.Requester.ID && c.Set[desk.FieldStatus] == "" {
		next.Status = desk.StatusOpen
	}
	for f := range c.Set {
		if !me.Role.Staff() && f != desk.FieldStatus && f != desk.FieldOutcome {
			return now, &desk.Error{Code: desk.CodeForbidden, Op: op, Subject: now.Number, Field: f}
		}
	}
	if !desk.MayMove(me.Role, now.Status, next.Status) {
		return now, &desk.Error{Code: desk.CodeForbidden, Op: op, Subject: now.Number, Field: desk.FieldStatus}
	}
	if err := d.merge(now, &next); err != nil {
		return now, err
	}
	d.follow(now, &next, c.Set)
	return next, d.checkValues(op, next, next.Impact != 0, next.Urgency != 0)
}

// merge closes a ticket that was merged into another one.
func (d *Desk) merge(now desk.Ticket, next *desk.Ticket) error {
	if next.MergedInto == now.MergedInto {
		return nil
	}
	into := d.tickets[next.MergedInto]
	if into == nil || into.gone || into.Ticket.ID == now.ID || into.Ticket.MergedInto != "" {
		return &desk.Error{Code: desk.CodeInvalid, Op: "update ticket", Subject: now.Number, Field: desk.FieldMergedInto}
	}
	next.Status = desk.StatusClosed
	return nil
}

// follow sets what a change brings with it: dates, names, the priority.
func (d *Desk) follow(now desk.Ticket, next *desk.Ticket, set desk.Patch) {
	next.Assignee = d.named(next.Assignee)
	if next.Impact != now.Impact || next.Urgency != now.Urgency {
		if _, ok := set[desk.FieldPriority]; !ok {
			next.Priority = desk.DefaultMatrix.Priority(next.Impact, next.Urgency)
		}
	}
	if from, to := d.level(now.Queue), d.level(next.Queue); to < from {
		next.Bounces++
	}
	if next.Status == now.Status {
		return
	}
	switch next.Status {
	case desk.StatusResolved:
		next.Resolved = d.now()
	case desk.StatusClosed:
		next.Closed = d.now()
	default:
		next.Outcome, next.Resolved, next.Closed = "", time.Time{}, time.Time{}
	}
	if next.Status != desk.StatusPending {
		next.PendingFor, next.PendingUntil = "", time.Time{}
	}
	if next.Status != desk.StatusPlanned {
		next.PlannedAt = time.Time{}
	}
}

func (d *Desk) level(queue string) int {
	q, _ := d.queue(queue)
	return q.Level
}

func (d *Desk) named(p desk.PersonRef) desk.PersonRef {
	if p.Empty() {
		return p
	}
	return d.ref(p.ID)
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
