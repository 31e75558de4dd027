package change

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"relais/internal/desk"
)

// tries bounds how often one push meets a newer version before it gives up for
// now: somebody, or something, is writing to the ticket all the time.
const tries = 5

// show applies a change to what a person sees.
func show(s *Scene, c desk.Change) {
	if !s.Drop {
		before := s.Ticket
		if c.Set.Apply(&s.Ticket) == nil {
			follow(s, before, c.Set)
		}
	}
	if c.Message != nil {
		say(s, *c.Message)
	}
	if s.At.After(s.Ticket.Updated) {
		s.Ticket.Updated = s.At
	}
}

// follow sets what comes with a change at every helpdesk.
func follow(s *Scene, before desk.Ticket, set desk.Patch) {
	t := &s.Ticket
	_, byHand := set[desk.FieldPriority]
	if (t.Impact != before.Impact || t.Urgency != before.Urgency) && !byHand {
		t.Priority = s.Matrix.Priority(t.Impact, t.Urgency)
	}
	if t.Assignee.ID == before.Assignee.ID {
		t.Assignee.Name = before.Assignee.Name
	}
	if t.Status == before.Status {
		return
	}
	switch t.Status {
	case desk.StatusResolved:
		t.Resolved = s.At
	case desk.StatusClosed:
		t.Closed = s.At
	default:
		t.Outcome, t.Resolved, t.Closed = "", time.Time{}, time.Time{}
	}
	if t.Status != desk.StatusPending {
		t.PendingFor, t.PendingUntil = "", time.Time{}
	}
	if t.Status != desk.StatusPlanned {
		t.PlannedAt = time.Time{}
	}
}

// say adds a message, unless the helpdesk has told it already.
func say(s *Scene, m desk.NewMessage) {
	for _, have := range s.Messages {
		if have.Key == s.Key && s.Key != "" {
			return
		}
	}
	said := desk.Message{
		Key: s.Key, TicketID: s.Ticket.ID, Author: s.By, Internal: m.Internal, Body: m.Body, Created: s.At,
		HandOver: m.HandOver, Sheet: m.Sheet, Tried: m.Tried,
	}
	for _, b := range m.Attachments {
		said.Attachments = append(said.Attachments, b.Attachment)
	}
	s.Messages = append(s.Messages[:len(s.Messages):len(s.Messages)], said)
}

// push sends a change of a ticket. Fields go as they were merged, a message goes
// in any case.
func push(ctx context.Context, b desk.Backend, w *Way, c desk.Change) (Result, error) {
	c = reasoned(able(c, b.Capabilities()), b.Capabilities())
	c.Message = opened(c.Message, w.Open)
	if w.Sent != nil {
		r, err := update(ctx, b, w, c, *w.Sent)
		if desk.CodeOf(err) != desk.CodeConflict {
			return r, err
		}
		w.Sent = nil // the earlier attempt was never done, or it would have been answered again
		if err := reread(ctx, w); err != nil {
			return Result{}, err
		}
	}
	for range tries {
		sent, err := merged(w, c)
		if err != nil {
			return Result{}, err
		}
		if len(sent.Set) == 0 && c.Message == nil {
			return Result{Ticket: &w.Ticket}, nil // the helpdesk has these values already
		}
		if err := w.Keep(ctx, sent); err != nil {
			return Result{}, err
		}
		r, err := update(ctx, b, w, c, sent)
		if desk.CodeOf(err) != desk.CodeConflict {
			return r, err
		}
		if err := reread(ctx, w); err != nil {
			return Result{}, err
		}
	}
	return Result{}, desk.Errorf(desk.CodeConflict, "update ticket", "changed %d times while it was being sent", tries)
}

func reread(ctx context.Context, w *Way) (err error) {
	w.Ticket, err = w.Read(ctx)
	return err
}

// merged decides which fields to send, and to which ticket.
func merged(w *Way, c desk.Change) (Sent, error) {
	if len(c.Set) == 0 || w.Drop {
		return Sent{Ticket: w.TicketID}, nil
	}
	if c.Set[desk.FieldMergedInto] == w.Ticket.ID {
		return Sent{Ticket: w.TicketID}, nil // it was merged, and that is what the helpdesk tells of it
	}
	set, conflicts := c.Set.Merge(forgiving(w, c.Set), w.Ticket)
	if w.Ticket.ID != w.TicketID && w.Base[desk.FieldMergedInto] != w.Ticket.ID {
		conflicts = append(conflicts, desk.Conflict{Field: desk.FieldMergedInto, Theirs: w.Ticket.ID})
	}
	if len(conflicts) > 0 {
		return Sent{}, &Clash{Conflicts: conflicts}
	}
	if len(set) == 0 {
		return Sent{Ticket: w.TicketID}, nil
	}
	return Sent{Ticket: w.Ticket.ID, Version: w.Ticket.Version, Set: set}, nil
}

// forgiving is the base, but for somebody who opens a ticket again: whether it
// was resolved or has been closed since makes no difference to them.
func forgiving(w *Way, set desk.Patch) desk.Patch {
	status := desk.FieldStatus
	if desk.Status(set[status]) != desk.StatusOpen || !desk.Status(w.Base[status]).Done() || !w.Ticket.Status.Done() {
		return w.Base
	}
	base := maps.Clone(w.Base)
	base[status] = string(w.Ticket.Status)
	return base
}

func update(ctx context.Context, b desk.Backend, w *Way, c desk.Change, sent Sent) (Result, error) {
	c.Set = sent.Set
	wrote, err := b.Update(ctx, w.Key, sent.Ticket, sent.Version, c)
	if err != nil {
		return Result{}, err
	}
	return Result{Ticket: &wrote.Ticket, Messages: wrote.Messages}, nil
}

// able leaves out the outcome, which nobody typed, where the helpdesk keeps none.
func able(c desk.Change, can desk.Capabilities) desk.Change {
	if _, ok := c.Set[desk.FieldOutcome]; ok && len(can.Fields) > 0 && !slices.Contains(can.Fields, desk.FieldOutcome) {
		c.Set = maps.Clone(c.Set)
		delete(c.Set, desk.FieldOutcome)
	}
	return c
}

// reasoned says the reason of a change in a message where the helpdesk has no
// history that keeps it.
func reasoned(c desk.Change, can desk.Capabilities) desk.Change {
	if !can.Events && c.Message == nil && !blank(c.Reason) {
		c.Message = &desk.NewMessage{Internal: can.Notes, Body: c.Reason}
	}
	return c
}

// PromiseFor tells how sure a helpdesk is to do an operation exactly once. With
// a change of fields only, state decides: what has its value already is not sent
// again, so that it may be repeated wherever the outcome can be read.
func PromiseFor(o Operation, can desk.Capabilities) (p desk.Promise, repeatable bool) {
	e, ok := o.(Edit)
	if !ok {
		if o.Verb() == desk.VerbAsk {
			return can.Create, false
		}
		return can.Change, false
	}
	c := reasoned(e.Change(), can)
	switch {
	case c.Message == nil:
		return can.Change, true
	case len(c.Set) == 0:
		return can.Message, false
	}
	return weaker(can.Message, can.Change), false
}

func weaker(a, b desk.Promise) desk.Promise {
	for _, p := range []desk.Promise{desk.Keyed, desk.Findable} {
		if a == p {
			return b
		}
		if b == p {
			return a
		}
	}
	return desk.BestEffort
}

// opened gives a message readers for its attachments.
func opened(m *desk.NewMessage, open func(desk.Attachment) (io.ReadCloser, error)) *desk.NewMessage {
	if m == nil || len(m.Attachments) == 0 {
		return m
	}
	next := *m
	next.Attachments = make([]desk.Blob, len(m.Attachments))
	for i, b := range m.Attachments {
		b.Open = func() (io.ReadCloser, error) { return open(b.Attachment) }
		next.Attachments[i] = b
	}
	return &next
}

// checkMessage checks the message of an operation.
func checkMessage(o Operation, m desk.NewMessage) error {
	if blank(m.Body) && len(m.Attachments) == 0 && m.HandOver == nil && m.Sheet == nil {
		return invalid(o, "", "an empty message")
	}
	for i, b := range m.Attachments {
		if b.SHA256 == "" || b.Size <= 0 {
			return invalid(o, "", fmt.Sprintf("attachment %d is not in the outbox", i+1))
		}
	}
	return tooLong(o, m.Body)
}

// wordsOf are the words in a change.
func wordsOf(c desk.Change) string {
	words := c.Reason
	if m := c.Message; m != nil {
		words = paragraphs(m.Body, words)
		if h := m.HandOver; h != nil {
			words = paragraphs(words, h.Happening, h.Tried, h.Hypothesis, h.Context, h.Check)
		}
		if s := m.Sheet; s != nil {
			words = paragraphs(words, s.Solution, s.Analysis, s.Cause, s.Tested)
		}
	}
	return words
}

func filesOf(m *desk.NewMessage) []desk.Attachment {
	if m == nil {
		return nil
	}
	var list []desk.Attachment
	for _, b := range m.Attachments {
		list = append(list, b.Attachment)
	}
	return list
}
