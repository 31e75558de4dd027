package helpdesk

import (
	"context"
	"slices"

	"relais/internal/desk"
	"relais/internal/server/clean"
	"relais/internal/server/keyed"
	"relais/internal/server/store"
)

var channels = []desk.Channel{desk.ChannelApp, desk.ChannelPhone, desk.ChannelEmail, desk.ChannelWalkIn, desk.ChannelMonitoring}

// Create makes a ticket with its first message. The answer is the same when the
// key comes again with the same content; replayed tells so. CodeInvalid,
// CodeTooLarge, CodeForbidden, CodeKeyReused.
func (d *Desk) Create(ctx context.Context, who desk.Person, key desk.Key, in desk.NewTicket) (w desk.Written, replayed bool, err error) {
	a := keyed.Action{Key: key, Who: who, What: "create ticket", Content: in}
	return keyed.Once(ctx, d.store, a, func(tx *store.Tx) (desk.Written, keyed.Made, error) {
		t, err := newTicket(tx, who, key, in)
		if err != nil {
			return desk.Written{}, keyed.Made{}, err
		}
		if err := tx.InsertTicket(&t); err != nil {
			return desk.Written{}, keyed.Made{}, err
		}
		m, err := message(tx, who, key, in.Message)
		if err != nil {
			return desk.Written{}, keyed.Made{}, err
		}
		if m.Internal {
			return desk.Written{}, keyed.Made{}, clean.Invalid("", "the first message is for everybody")
		}
		if err := tx.InsertMessage(&t, &m); err != nil {
			return desk.Written{}, keyed.Made{}, err
		}
		w := desk.Written{Ticket: t.For(who.Role.Staff()), Messages: []desk.Message{m}}
		return w, keyed.Made{Ticket: t.ID}, nil
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
			return t, clean.Unknown(err, "", "no such requester")
		}
		t.Requester = p.Ref()
	}
	return t, route(tx, &t, who)
}

// words cleans and checks the texts of a new ticket.
func words(t *store.Ticket, in desk.NewTicket) (err error) {
	if t.Title, err = clean.Title(in.Title); err != nil {
		return err
	}
	if t.Category, err = clean.Short("category", in.Category); err != nil {
		return err
	}
	if t.Site, err = clean.Short("site", in.Site); err != nil {
		return err
	}
	if t.Lang, err = clean.Short("lang", in.Lang); err != nil {
		return err
	}
	if !slices.Contains(channels, t.Channel) {
		return clean.Invalid("", "unknown channel")
	}
	return clean.Structured("answers", in.Answers)
}

// grades checks impact, urgency and priority, and looks up the priority that was
// left open.
func grades(t *store.Ticket) error {
	switch {
	case !t.Kind.Valid():
		return clean.Invalid(desk.FieldKind, "unknown kind")
	case t.Impact != 0 && !t.Impact.Valid():
		return clean.Invalid(desk.FieldImpact, "not on the scale")
	case t.Urgency != 0 && !t.Urgency.Valid():
		return clean.Invalid(desk.FieldUrgency, "not on the scale")
	case t.Priority == 0:
		t.Priority = desk.DefaultMatrix.Priority(t.Impact, t.Urgency)
	case !t.Priority.Valid():
		return clean.Invalid(desk.FieldPriority, "not on the scale")
	}
	return nil
}

// asRequester refuses what only staff may say about a new ticket.
func asRequester(who desk.Person, in desk.NewTicket) error {
	switch {
	case !in.Requester.Empty() && in.Requester.ID != who.ID:
		return clean.Forbidden("", "only staff asks for somebody else")
	case in.Priority != 0:
		return clean.Forbidden(desk.FieldPriority, "only staff sets the priority")
	case in.Kind == desk.KindProblem:
		return clean.Forbidden(desk.FieldKind, "only staff opens a problem")
	case in.Channel != "" && in.Channel != desk.ChannelApp:
		return clean.Forbidden("", "only staff says by which way it came")
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
		return clean.Invalid(desk.FieldQueue, "no such queue")
	}
	if !who.Role.Staff() && queues[at].Level > queues[0].Level {
		return clean.Forbidden(desk.FieldQueue, "this queue takes no tickets from requesters")
	}
	return nil
}
