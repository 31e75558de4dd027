package helpdesk

import (
	"time"

	"relais/internal/desk"
	"relais/internal/server/clean"
)

var zero time.Time

// mayMerge finds the ticket that goes on. A merged ticket is never at hand: there
// is nothing to take apart.
func (u *update) mayMerge(id string) (string, error) {
	if id == "" {
		return "", nil
	}
	into, err := goesOn(u.tx, id)
	if err != nil {
		return "", clean.Unknown(err, desk.FieldMergedInto, "no such ticket")
	}
	if into.ID == u.before.ID {
		return "", clean.Invalid(desk.FieldMergedInto, "a ticket can't be merged into itself")
	}
	u.into = &into
	return into.ID, nil
}

// merge takes what was said, and those who follow, over to the ticket that goes on.
// Its requester goes on seeing the merged one as well.
func (u *update) merge() error {
	if u.into == nil {
		return nil
	}
	if err := u.tx.Touch(u.into, true); err != nil {
		return err
	}
	if err := u.tx.MoveMessages(u.after.ID, u.into); err != nil {
		return err
	}
	followers, err := u.tx.Followers(u.after.ID)
	if err != nil {
		return err
	}
	for _, p := range followers {
		if err := u.tx.Follow(u.into, p); err != nil {
			return err
		}
		if p == u.after.Requester.ID {
			continue
		}
		if err := u.tx.Unfollow(&u.after, p); err != nil {
			return err
		}
	}
	u.after.Watchers = nil
	if u.message != nil {
		u.message.TicketID = u.into.ID
	}
	return u.tx.UpdateTicket(u.into)
}
