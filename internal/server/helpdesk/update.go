package helpdesk

import (
	"context"
	"slices"

	"relais/internal/desk"
	"relais/internal/server/clean"
	"relais/internal/server/keyed"
	"relais/internal/server/store"
)

// Update changes fields of a ticket, adds a message, or both as one action. When
// ifVersion is not empty and not the newest that this person can know, and the
// change sets fields, nothing is done: CodeConflict. The answer is the same when
// the key comes again with the same content; replayed tells so. CodeNotFound,
// CodeInvalid, CodeTooLarge, CodeForbidden, CodeKeyReused.
func (d *Desk) Update(ctx context.Context, who desk.Person, key desk.Key, id, ifVersion string, c desk.Change) (w desk.Written, replayed bool, err error) {
	if err := d.CloseDue(ctx); err != nil {
		return w, false, err
	}
	a := keyed.Action{Key: key, Who: who, What: "update ticket " + id, Content: c}
	return keyed.Once(ctx, d.store, a, func(tx *store.Tx) (desk.Written, keyed.Made, error) {
		t, err := visible(tx, who, id)
		if err != nil {
			return desk.Written{}, keyed.Made{}, err
		}
		if len(c.Set) > 0 && ifVersion != "" && ifVersion != t.For(who.Role.Staff()).Version {
			return desk.Written{}, keyed.Made{}, &desk.Error{Code: desk.CodeConflict, Op: "update ticket", Subject: t.ID}
		}
		u := update{tx: tx, who: who, key: key, change: c, before: t, after: t}
		w, err := u.run()
		return w, keyed.Made{Ticket: t.ID}, err
	})
}

// update is one change of one ticket under way.
type update struct {
	tx            *store.Tx
	who           desk.Person
	key           desk.Key
	change        desk.Change
	message       *desk.Message
	before, after store.Ticket
	into          *store.Ticket // the one that goes on, when it is merged
}

func (u *update) run() (desk.Written, error) {
	for _, step := range []func() error{u.checkMessage, u.checkFields, u.apply, u.settle, u.keep, u.merge} {
		if err := step(); err != nil {
			return desk.Written{}, err
		}
	}
	w := desk.Written{Ticket: u.after.For(u.who.Role.Staff())}
	if u.message != nil {
		w.Messages = []desk.Message{*u.message}
	}
	return w, nil
}

func (u *update) checkMessage() (err error) {
	if u.change.Reason, err = clean.Short("reason", u.change.Reason); err != nil {
		return err
	}
	if u.change.Message == nil {
		if len(u.change.Set) == 0 {
			return clean.Invalid("", "nothing to do")
		}
		return nil
	}
	m, err := message(u.tx, u.who, u.key, *u.change.Message)
	if err == nil && !said(m) {
		err = clean.Invalid("", "the message is empty")
	}
	u.message = &m
	return err
}

// apply sets the fields, and what a reply of the requester means.
func (u *update) apply() error {
	if err := u.change.Set.Apply(&u.after.Ticket); err != nil {
		return err
	}
	_, moved := u.change.Set[desk.FieldStatus]
	if !moved && u.message != nil && !u.message.Internal && u.who.ID == u.before.Requester.ID && u.before.Status == desk.StatusPending {
		u.after.Status = desk.StatusOpen
	}
	return u.names()
}

// names looks up what fields refer to.
func (u *update) names() error {
	if u.after.Assignee.ID != u.before.Assignee.ID && !u.after.Assignee.Empty() {
		p, err := u.tx.Person(u.after.Assignee.ID)
		if err != nil {
			return clean.Unknown(err, desk.FieldAssignee, "no such person")
		}
		if !p.Role.Staff() {
			return clean.Invalid(desk.FieldAssignee, "tickets are given to staff only")
		}
		u.after.Assignee = p.Ref()
	}
	if u.after.Parent != u.before.Parent {
		return u.descends()
	}
	return nil
}

// descends refuses a parent that is not there, or that descends from the ticket.
func (u *update) descends() error {
	seen := map[string]bool{u.after.ID: true}
	for up := u.after.Parent; up != ""; {
		p, err := u.tx.Ticket(up)
		if err != nil {
			return clean.Unknown(err, desk.FieldParent, "no such ticket")
		}
		if seen[p.ID] {
			return clean.Invalid(desk.FieldParent, "a ticket is not its own parent")
		}
		seen[p.ID], up = true, p.Parent
	}
	return nil
}

// keep writes the ticket, the message and the history. A note alone is no change
// for those who can't see it.
func (u *update) keep() error {
	changed := u.changed()
	if !changed && u.message == nil {
		return nil
	}
	if err := u.tx.Touch(&u.after, changed || !u.message.Internal); err != nil {
		return err
	}
	if err := u.tx.UpdateTicket(&u.after); err != nil {
		return err
	}
	if u.message != nil {
		if err := u.tx.InsertMessage(&u.after, u.message); err != nil {
			return err
		}
	}
	return record(u.tx, u.before, &u.after, u.who.Ref(), u.change.Reason, u.staffReason())
}

func (u *update) changed() bool {
	return slices.ContainsFunc(staffFields, func(f desk.Field) bool { return u.before.Get(f) != u.after.Get(f) })
}

// staffReason tells whether the reason is for staff only: it is for everybody
// when the ticket ends or opens again, unless a queue change is part of it.
func (u *update) staffReason() bool {
	_, status := u.change.Set[desk.FieldStatus]
	_, queue := u.change.Set[desk.FieldQueue]
	return u.who.Role.Staff() && (!status || queue)
}
