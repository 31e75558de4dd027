package helpdesk

import (
	"context"
	"slices"

	"relais/internal/desk"
	"relais/internal/server/store"
)

var channels = []desk.Channel{desk.ChannelApp, desk.ChannelPhone, desk.ChannelEmail, desk.ChannelWalkIn, desk.ChannelMonitoring}

// Create makes a ticket with its first message. The answer is the same when the
// key comes again with the same content; replayed tells so. CodeInvalid,
// CodeTooLarge, CodeForbidden, CodeKeyReused.
func (d *Desk) Create(ctx context.Context, who desk.Person, key desk.Key, in desk.NewTicket) (w desk.Written, replayed bool, err error) {
	a := action{key: key, who: who, what: "create ticket", content: in}
	return once(ctx, d, a, func(tx *store.Tx) (desk.Written, made, error) {
		t, err := newTicket(tx, who, key, in)
		if err != nil {
			return desk.Written{}, made{}, err
		}
		if err := tx.InsertTicket(&t); err != nil {
			return desk.Written{}, made{}, err
		}
		m, err := message(tx, who, key, in.Message)
		if err != nil {
			return desk.Written{}, made{}, err
		}
		if m.Internal {
			return desk.Written{}, made{}, invalid("", "the first message is for everybody")
		}
		if err := tx.InsertMessage(&t, &m); err != nil {
			return desk.Written{}, made{}, err
		}
		w := desk.Written{Ticket: t.For(who.Role.Staff()), Messages: []desk.Message{m}}
		return w, made{ticket: t.ID}, nil
	})
}

// newTicket checks what came in and fills in what it leaves open.
func newTicket(tx *store.Tx, who desk.Person, key desk.Key, in desk.NewTicket) (store.Ticket, error) {
	t := store.Ticket{Ticket: desk.Ticket{
		Key: key, Kind: in.Kind, Channel: in.Channel, Status: desk.StatusNew,
		Impact: in.Impact, Urgency: in.Urgency, Priority: in.Priority, Queue: in.Queue, Requester: who.Ref(), Answers: in.Answers,
	}}
	if t.Kind == "" {
		t.Kind = desk.KindIncident
	}
	if t.Channel == "" {
		t.Channel = desk.ChannelApp
	}
	if err := words(&t, in); err != nil {
		return t, err
	}
	if err := grades(&t); err != nil {
		return t, err
	}
	if !who.Role.Staff() {
		if err := asRequester(who, in); err != nil {
			return t, err
		}
	}
	if !in.Requester.Empty() && in.Requester.ID != who.ID {
		p, err := tx.Person(in.Requester.ID)
		if err != nil {
			return t, unknown(err, "", "no such requester")
		}
		t.Requester = p.Ref()
	}
	return t, route(tx, &t, who)
}

// words cleans and checks the texts of a new ticket.
func words(t *store.Ticket, in desk.NewTicket) (err error) {
	if t.Title, err = title(in.Title); err != nil {
		return err
	}
	if t.Category, err = short("category", in.Category); err != nil {
		return err
	}
	if t.Site, err = short("site", in.Site); err != nil {
		return err
	}
	if t.Lang, err = short("lang", in.Lang); err != nil {
		return err
	}
	if !slices.Contains(channels, t.Channel) {
		return invalid("", "unknown channel")
	}
	return structured("answers", in.Answers)
}

// grades checks impact, urgency and priority, and looks up the priority that was
// left open.
func grades(t *store.Ticket) error {
	switch {
	case !t.Kind.Valid():
		return invalid(desk.FieldKind, "unknown kind")
	case t.Impact != 0 && !t.Impact.Valid():
		return invalid(desk.FieldImpact, "not on the scale")
	case t.Urgency != 0 && !t.Urgency.Valid():
		return invalid(desk.FieldUrgency, "not on the scale")
	case t.Priority == 0:
		t.Priority = desk.DefaultMatrix.Priority(t.Impact, t.Urgency)
	case !t.Priority.Valid():
		return invalid(desk.FieldPriority, "not on the scale")
	}
	return nil
}

// asRequester refuses what only staff may say about a new ticket.
func asRequester(who desk.Person, in desk.NewTicket) error {
	switch {
	case !in.Requester.Empty() && in.Requester.ID != who.ID:
		return forbidden("", "only staff asks for somebody else")
	case in.Priority != 0:
		return forbidden(desk.FieldPriority, "only staff sets the priority")
	case in.Kind == desk.KindProblem:
		return forbidden(desk.FieldKind, "only staff opens a problem")
	case in.Channel != "" && in.Channel != desk.ChannelApp:
		return forbidden("", "only staff says by which way it came")
	}
	return nil
}

// route puts a new ticket into its queue: the one that was asked for, else the
// first of the lowest level. Requesters may ask for that level only.
func route(tx *store.Tx, t *store.Ticket, who desk.Person) error {
	queues, err := tx.Queues()
	if err != nil {
		return err
	}
	if len(queues) == 0 {
		return desk.Errorf(desk.CodeUnavailable, "create ticket", "there is no queue yet")
	}
	if t.Queue == "" {
		t.Queue = queues[0].ID
		return nil
	}
	at := slices.IndexFunc(queues, func(q desk.Queue) bool { return q.ID == t.Queue })
	if at < 0 {
		return invalid(desk.FieldQueue, "no such queue")
	}
	if !who.Role.Staff() && queues[at].Level > queues[0].Level {
		return forbidden(desk.FieldQueue, "this queue takes no tickets from requesters")
	}
	return nil
}

// unknown turns not-found about something that a request names into invalid.
func unknown(err error, f desk.Field, format string, args ...any) error {
	if desk.CodeOf(err) == desk.CodeNotFound {
		return invalid(f, format, args...)
	}
	return err
}
