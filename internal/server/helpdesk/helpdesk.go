// Package helpdesk decides: what each person may see and do, what follows from
// it, and what is kept. It is the only writer of the store.
package helpdesk

import (
	"context"
	"time"

	"relais/internal/desk"
	"relais/internal/server/blob"
	"relais/internal/server/store"
)

// maxAttachments is how many files one message has at most.
const maxAttachments = 50

// ResolvedFor is how long a resolved ticket waits for "it's back" before it is
// closed.
const ResolvedFor = 7 * 24 * time.Hour

// How long things are kept that nobody asked for any more.
const (
	keepTombstones = 90 * 24 * time.Hour
	keepUploads    = 7 * 24 * time.Hour
)

// Desk does what signed-in persons ask for. Its methods may be called from
// several goroutines; their errors are *desk.Error or those of package sqlite.
type Desk struct {
	store         *store.Store
	blobs         *blob.Store
	now           func() time.Time
	maxAttachment int64
	forgets       bool
}

// New makes a desk. maxAttachment is in bytes; forgets says that the store does not
// know for ever what a key did.
func New(s *store.Store, blobs *blob.Store, now func() time.Time, maxAttachment int64, forgets bool) *Desk {
	return &Desk{store: s, blobs: blobs, now: now, maxAttachment: maxAttachment, forgets: forgets}
}

// grace is how long a request may be on its way after its sender gave up.
const grace = 10 * time.Second

// Capabilities tell what this helpdesk can do for somebody of a role.
func (d *Desk) Capabilities(role desk.Role) desk.Capabilities {
	c := desk.Capabilities{
		Kind: "relais", Create: desk.Keyed, Message: desk.Keyed, Change: desk.Keyed, Guard: desk.GuardVersion,
		Articles: true, Pictures: true, Outcomes: true, Events: true, Answers: true,
		Statuses: desk.Statuses(), Fields: requesterFields, MaxAttachment: d.maxAttachment,
	}
	if d.forgets { // what was said still bears its key
		c.Create, c.Message, c.Change, c.Grace = desk.Findable, desk.Findable, desk.BestEffort, grace
	}
	if role.Staff() {
		c.WriteArticles, c.Drafts, c.Notes, c.Merge = true, true, true, true
		c.Fields = staffFields
	}
	return c
}

// Welcome tells a person who they are and what they may do here.
func (d *Desk) Welcome(who desk.Person, version string) (desk.Welcome, desk.Capabilities) {
	return desk.Welcome{Me: who, Server: "Relais", Version: version, Time: d.now().UTC(), Matrix: desk.DefaultMatrix},
		d.Capabilities(who.Role)
}

// Maintain does what time asks for: it closes what was resolved long ago and
// forgets expired tokens, old tombstones and files that belong to nothing. It may
// be called at any time, any number of times.
func (d *Desk) Maintain(ctx context.Context) error {
	if err := d.CloseDue(ctx); err != nil {
		return err
	}
	err := d.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DropExpired(); err != nil {
			return err
		}
		return tx.Prune(tx.Now.Add(-keepTombstones))
	})
	if err != nil {
		return err
	}
	return d.blobs.Drop(ctx, d.now().Add(-keepUploads))
}

// CloseDue closes tickets that have been resolved for ResolvedFor. It costs one
// look into an index when there is none.
func (d *Desk) CloseDue(ctx context.Context) error {
	var due []string
	err := d.store.Read(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.Resolved(tx.Now.Add(-ResolvedFor))
		return err
	})
	if err != nil || len(due) == 0 {
		return err
	}
	return d.store.Write(ctx, func(tx *store.Tx) error {
		due, err := tx.Resolved(tx.Now.Add(-ResolvedFor))
		if err != nil {
			return err
		}
		for _, id := range due {
			if err := closeResolved(tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func closeResolved(tx *store.Tx, id string) error {
	before, err := tx.Ticket(id)
	if err != nil {
		return err
	}
	after := before
	after.Status, after.Closed = desk.StatusClosed, before.Resolved.Add(ResolvedFor)
	if err := tx.Touch(&after, true); err != nil {
		return err
	}
	if err := tx.UpdateTicket(&after); err != nil {
		return err
	}
	return record(tx, before, &after, desk.PersonRef{}, "", false)
}

// record writes the history of what differs between two states of a ticket.
func record(tx *store.Tx, before store.Ticket, after *store.Ticket, by desk.PersonRef, reason string, staffReason bool) error {
	for _, f := range staffFields {
		from, to := before.Get(f), after.Get(f)
		if from == to {
			continue
		}
		e := desk.Event{At: tx.Now, By: by, Field: f, From: from, To: to, Reason: reason}
		if err := tx.InsertEvent(after, e, staffReason); err != nil {
			return err
		}
	}
	return nil
}
