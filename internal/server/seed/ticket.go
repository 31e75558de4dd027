package seed

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"relais/internal/desk"
	"relais/internal/server/store"
)

// ticket is a line of tickets.json. Times are counted from now or from its making.
type ticket struct {
	Ref            string          `json:"ref"`
	Title          string          `json:"title"`
	Lang           string          `json:"lang"`
	Kind           desk.Kind       `json:"kind"`
	Category       string          `json:"category"`
	Channel        desk.Channel    `json:"channel"`
	Site           string          `json:"site"`
	Impact         desk.Level      `json:"impact"`
	Urgency        desk.Level      `json:"urgency"`
	Priority       desk.Priority   `json:"priority"`
	Queue          string          `json:"queue"`
	Requester      string          `json:"requester"`
	Assignee       string          `json:"assignee"`
	Watchers       []string        `json:"watchers"`
	Status         desk.Status     `json:"status"`
	Outcome        desk.Outcome    `json:"outcome"`
	PendingFor     desk.PendingFor `json:"pendingFor"`
	PendingInHours float64         `json:"pendingInHours"`
	PlannedInHours float64         `json:"plannedInHours"`
	AgeMinutes     int             `json:"ageMinutes"`
	DueInMinutes   *int            `json:"dueInMinutes"`
	Parent         string          `json:"parent"`
	MergedInto     string          `json:"mergedInto"`
	Bounces        int             `json:"bounces"`
	Answers        *desk.Answers   `json:"answers"`
	Messages       []message       `json:"messages"`
}

type message struct {
	By           string         `json:"by"`
	Internal     bool           `json:"internal"`
	AfterMinutes int            `json:"afterMinutes"`
	Body         string         `json:"body"`
	HandOver     *desk.HandOver `json:"handOver"`
	Sheet        *desk.Sheet    `json:"sheet"`
	Tried        []desk.Tried   `json:"tried"`
}

// writer adds sample tickets, each action at its own time.
type writer struct {
	tx  *store.Tx
	now time.Time
	ids map[string]string // by ref
}

func (w *writer) addTickets(tickets []ticket) error {
	added := map[string]bool{}
	for _, in := range tickets {
		before, found, err := w.tx.Operation(key(in.Ref))
		if err != nil {
			return err
		}
		if found {
			w.ids[in.Ref] = before.Ticket
			continue
		}
		added[in.Ref] = true
		if err := w.add(in); err != nil {
			return fmt.Errorf("ticket %s: %w", in.Ref, err)
		}
	}
	for _, in := range tickets {
		if !added[in.Ref] {
			continue
		}
		if err := w.link(in); err != nil {
			return fmt.Errorf("ticket %s: %w", in.Ref, err)
		}
	}
	return w.order(added)
}

// add makes one ticket as it came in, says what was said, and leaves it as it is
// today.
func (w *writer) add(in ticket) error {
	created := w.now.Add(-time.Duration(in.AgeMinutes) * time.Minute)
	w.tx.Now = created
	t := store.Ticket{Ticket: desk.Ticket{
		Key: key(in.Ref), Title: in.Title, Kind: in.Kind, Category: in.Category, Channel: in.Channel, Lang: in.Lang, Site: in.Site,
		Status: desk.StatusNew, Impact: in.Impact, Urgency: in.Urgency, Priority: in.Priority, Queue: in.Queue,
		Requester: desk.PersonRef{ID: in.Requester}, Answers: in.Answers, Created: created,
	}}
	if t.Priority == 0 {
		t.Priority = desk.DefaultMatrix.Priority(t.Impact, t.Urgency)
	}
	if err := w.tx.InsertTicket(&t); err != nil {
		return err
	}
	w.ids[in.Ref] = t.ID
	for i, m := range in.Messages {
		if i > 0 {
			w.tx.Now = created.Add(time.Duration(m.AfterMinutes) * time.Minute)
			if err := w.tx.Touch(&t, !m.Internal); err != nil {
				return err
			}
		}
		if err := w.say(&t, key(fmt.Sprintf("%s/%d", in.Ref, i)), m); err != nil {
			return err
		}
	}
	if err := w.finish(&t, in); err != nil {
		return err
	}
	return w.tx.InsertOperation(store.Operation{Key: t.Key, Digest: []byte{}, Ticket: t.ID, Answer: "{}"})
}

func (w *writer) say(t *store.Ticket, k desk.Key, m message) error {
	return w.tx.InsertMessage(t, &desk.Message{
		Key: k, Author: desk.PersonRef{ID: m.By}, Internal: m.Internal, Body: m.Body, Created: w.tx.Now,
		HandOver: m.HandOver, Sheet: m.Sheet, Tried: m.Tried,
	})
}

// finish sets the fields that changed since the ticket came in, with their history.
func (w *writer) finish(t *store.Ticket, in ticket) error {
	before := *t
	t.Status, t.Outcome, t.PendingFor, t.Bounces = in.Status, in.Outcome, in.PendingFor, in.Bounces
	t.Assignee = desk.PersonRef{ID: in.Assignee}
	t.PendingUntil, t.PlannedAt = w.in(in.PendingInHours), w.in(in.PlannedInHours)
	if in.DueInMinutes != nil {
		t.Due = w.now.Add(time.Duration(*in.DueInMinutes) * time.Minute)
	}
	if t.Status.Done() {
		t.Resolved = w.tx.Now
	}
	if t.Status == desk.StatusClosed {
		t.Closed = w.tx.Now
	}
	if err := w.tx.Touch(t, true); err != nil {
		return err
	}
	by := desk.PersonRef{ID: in.Assignee}
	if by.Empty() {
		by.ID = in.Requester
	}
	for _, f := range []desk.Field{desk.FieldStatus, desk.FieldAssignee, desk.FieldOutcome} {
		if before.Get(f) == t.Get(f) {
			continue
		}
		e := desk.Event{At: w.tx.Now, By: by, Field: f, From: before.Get(f), To: t.Get(f)}
		if err := w.tx.InsertEvent(t, e, false); err != nil {
			return err
		}
	}
	for _, p := range in.Watchers {
		if err := w.tx.Follow(t, p); err != nil {
			return err
		}
	}
	return w.tx.UpdateTicket(t)
}

// in is a time so many hours from now; not set for 0.
func (w *writer) in(hours float64) time.Time {
	if hours == 0 {
		return time.Time{}
	}
	return w.now.Add(time.Duration(hours * float64(time.Hour)))
}

// link sets what refers to other tickets, once all are there.
func (w *writer) link(in ticket) error {
	if in.Parent == "" && in.MergedInto == "" {
		return nil
	}
	t, err := w.tx.Ticket(w.ids[in.Ref])
	if err != nil {
		return err
	}
	w.tx.Now = t.Updated
	if in.Parent != "" {
		if t.Parent = w.ids[in.Parent]; t.Parent == "" {
			return errRef
		}
	}
	if in.MergedInto != "" {
		if t.MergedInto = w.ids[in.MergedInto]; t.MergedInto == "" {
			return errRef
		}
		if err := w.merge(&t); err != nil {
			return err
		}
	}
	return w.touch(&t)
}

func (w *writer) merge(t *store.Ticket) error {
	into, err := w.tx.Ticket(t.MergedInto)
	if err != nil {
		return err
	}
	if into.Updated.After(w.tx.Now) {
		w.tx.Now = into.Updated
	}
	if err := w.touch(&into); err != nil {
		return err
	}
	if err := w.tx.MoveMessages(t.ID, &into); err != nil {
		return err
	}
	return w.tx.Follow(&into, t.Requester.ID)
}

func (w *writer) touch(t *store.Ticket) error {
	if err := w.tx.Touch(t, true); err != nil {
		return err
	}
	return w.tx.UpdateTicket(t)
}

// order touches the added tickets in the order of their last changes, so that
// lists begin with the newest.
func (w *writer) order(added map[string]bool) error {
	var tickets []store.Ticket
	for ref := range added {
		t, err := w.tx.Ticket(w.ids[ref])
		if err != nil {
			return err
		}
		tickets = append(tickets, t)
	}
	slices.SortFunc(tickets, func(a, b store.Ticket) int {
		return cmp.Or(a.Updated.Compare(b.Updated), cmp.Compare(a.Seq, b.Seq))
	})
	for _, t := range tickets {
		w.tx.Now = t.Updated
		if err := w.touch(&t); err != nil {
			return err
		}
	}
	w.tx.Now = w.now
	return nil
}
