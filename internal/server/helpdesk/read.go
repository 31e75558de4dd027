package helpdesk

import (
	"context"
	"encoding/json"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// visible finds the ticket that a person means: a merged one is the one that goes
// on. CodeNotFound when it is not there, or not for them.
func visible(tx *store.Tx, who desk.Person, id string) (store.Ticket, error) {
	t, err := goesOn(tx, id)
	if err != nil || who.Role.Staff() {
		return t, err
	}
	ok, err := tx.Follows(t.ID, who.ID)
	if err == nil && !ok {
		err = &desk.Error{Code: desk.CodeNotFound, Op: "read ticket", Subject: id}
	}
	return t, err
}

// goesOn follows merges to the ticket at their end. Merging never makes a circle.
func goesOn(tx *store.Tx, id string) (store.Ticket, error) {
	for {
		t, err := tx.Ticket(id)
		if err != nil || t.MergedInto == "" {
			return t, err
		}
		id = t.MergedInto
	}
}

// Conversation reads one ticket whole, as a person sees it. A merged ticket
// answers with the one that goes on. CodeNotFound.
func (d *Desk) Conversation(ctx context.Context, who desk.Person, id string) (c desk.Conversation, err error) {
	if err := d.CloseDue(ctx); err != nil {
		return c, err
	}
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		t, err := visible(tx, who, id)
		if err != nil {
			return err
		}
		all, err := tx.Conversations(store.Since{t.ID: 0}, who.Role.Staff())
		if err != nil {
			return err
		}
		c = *all[t.ID]
		c.Ticket = t.For(who.Role.Staff())
		return nil
	})
	return c, err
}

// Tickets lists what a person sees, last change first, below a place (0: from the
// newest). It answers the place to go on from, 0 at the end.
func (d *Desk) Tickets(ctx context.Context, who desk.Person, below int64, limit int) (tickets []desk.Ticket, next int64, err error) {
	if err := d.CloseDue(ctx); err != nil {
		return nil, 0, err
	}
	staff := who.Role.Staff()
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		found, err := tx.Tickets(who, below, limit)
		tickets = make([]desk.Ticket, len(found))
		for i, t := range found {
			tickets[i] = t.For(staff)
		}
		if len(found) == limit {
			next = found[limit-1].Seq
			if !staff {
				next = found[limit-1].PublicSeq
			}
		}
		return err
	})
	return tickets, next, err
}

// Attachment finds a file that a person may read. CodeNotFound.
func (d *Desk) Attachment(ctx context.Context, who desk.Person, id string) (a desk.Attachment, err error) {
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		found, err := tx.Attachment(id)
		if err != nil {
			return err
		}
		a = found.Attachment
		if who.Role.Staff() {
			return nil
		}
		ok, err := tx.Follows(found.Ticket, who.ID)
		if err == nil && (!ok || found.Internal) {
			err = &desk.Error{Code: desk.CodeNotFound, Op: "read attachment", Subject: id}
		}
		return err
	})
	return a, err
}

// Queues lists all queues, the lowest level first.
func (d *Desk) Queues(ctx context.Context) (queues []desk.Queue, err error) {
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		queues, err = tx.Queues()
		return err
	})
	return queues, err
}

// Find answers what a write of this person with this key left behind on a ticket.
// CodeNotFound.
func (d *Desk) Find(ctx context.Context, who desk.Person, key desk.Key) (w desk.Written, err error) {
	err = d.store.Read(ctx, func(tx *store.Tx) error {
		o, found, err := tx.Operation(key)
		if err != nil {
			return err
		}
		if !found && d.forgets {
			w, err = borne(tx, who, key)
			return err
		}
		if !found || o.Person != who.ID || o.Ticket == "" {
			return unfound(key)
		}
		return json.Unmarshal([]byte(o.Answer), &w)
	})
	return w, err
}

// borne finds what a forgotten key did by the message that bears it.
func borne(tx *store.Tx, who desk.Person, key desk.Key) (desk.Written, error) {
	m, err := tx.Said(key)
	if err != nil {
		return desk.Written{}, err
	}
	if m.Author.ID != who.ID {
		return desk.Written{}, unfound(key)
	}
	t, err := tx.Ticket(m.TicketID)
	return desk.Written{Ticket: t.For(who.Role.Staff()), Messages: []desk.Message{m}}, err
}

func unfound(key desk.Key) error {
	return &desk.Error{Code: desk.CodeNotFound, Op: "find operation", Subject: string(key)}
}
