package change_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
)

// noon is when people act in these tests.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

var (
	amelie = desk.PersonRef{ID: "p1", Name: "Amélie"}
	claire = desk.PersonRef{ID: "p2", Name: "Claire"}
)

const key = desk.Key("01900000-0000-7000-8000-000000000001")

// roundTrip checks that an operation is good and comes back from JSON as it was.
func roundTrip(t *testing.T, o change.Operation) {
	t.Helper()
	if err := o.Validate(); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	back, err := change.Decode(o.Verb(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(o, back) {
		t.Fatalf("kept %+v, got %+v", o, back)
	}
}

// refused checks that none of the operations is good.
func refused(t *testing.T, code desk.Code, list ...change.Operation) {
	t.Helper()
	for _, o := range list {
		if got := desk.CodeOf(o.Validate()); got != code {
			t.Errorf("%s %+v: got %q", o.Verb(), o, got)
		}
	}
}

// open is a ticket that Amélie asked for and nobody has.
func open() desk.Ticket {
	return desk.Ticket{
		ID: "1", Number: "1", Version: "v1", Title: "No sound", Kind: desk.KindIncident, Status: desk.StatusOpen, Impact: 2, Urgency: 3, Priority: 2,
		Queue: "level1", Requester: amelie, Created: noon.Add(-time.Hour), Updated: noon.Add(-time.Hour),
	}
}

func with(t desk.Ticket, set desk.Patch) desk.Ticket {
	if err := set.Apply(&t); err != nil {
		panic(err)
	}
	return t
}

// shown applies an operation of Claire, twice: the second time must change
// nothing.
func shown(t *testing.T, o change.Operation, on desk.Ticket) desk.Conversation {
	t.Helper()
	return shownBy(t, claire, o, on)
}

func shownBy(t *testing.T, who desk.PersonRef, o change.Operation, on desk.Ticket) desk.Conversation {
	t.Helper()
	s := change.Scene{Conversation: desk.Conversation{Ticket: on}, Matrix: desk.DefaultMatrix, Key: key, By: who, At: noon}
	o.Apply(&s)
	once := s.Conversation
	o.Apply(&s)
	if !reflect.DeepEqual(once, s.Conversation) {
		t.Fatalf("applied once %+v, twice %+v", once, s.Conversation)
	}
	return once
}

// want compares fields of a ticket.
func want(t *testing.T, got desk.Ticket, fields desk.Patch) {
	t.Helper()
	for _, f := range fields.Fields() {
		if got.Get(f) != fields[f] {
			t.Errorf("%s is %q, want %q", f, got.Get(f), fields[f])
		}
	}
}

// helpdesk records what it is asked, and answers with what is next.
type helpdesk struct {
	desk.Backend
	can     desk.Capabilities
	now     desk.Ticket
	refuse  []error
	changes []desk.Change
	on      []string // "ticket version"
}

func (h *helpdesk) Capabilities() desk.Capabilities { return h.can }

func (h *helpdesk) Update(_ context.Context, _ desk.Key, id, version string, c desk.Change) (desk.Written, error) {
	h.changes, h.on = append(h.changes, c), append(h.on, id+" "+version)
	if len(h.refuse) > 0 {
		err := h.refuse[0]
		h.refuse = h.refuse[1:]
		if err != nil {
			return desk.Written{}, err
		}
	}
	return desk.Written{Ticket: h.now}, nil
}

// way leads to the helpdesk, from what the device knew.
func (h *helpdesk) way(knew desk.Ticket, o change.Edit) *change.Way {
	return &change.Way{
		Key: key, TicketID: knew.ID, Ticket: knew, Base: o.Change().Set.Base(knew),
		Resolve: func(ref string) (string, bool) { return ref, ref != string(key) },
		Keep:    func(context.Context, change.Sent) error { return nil },
		Read:    func(context.Context) (desk.Ticket, error) { return h.now, nil },
	}
}
