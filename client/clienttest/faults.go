package clienttest

import (
	"context"
	"testing"
	"time"

	"relais/internal/desk"
)

var faultTests = []test{
	{"a reply that is lost after the ticket was made leaves one ticket", testLostCreate},
	{"a reply that is lost after a message was kept leaves one message", testLostMessage},
	{"a reply that is lost after a change leaves it changed", func(t *testing.T, b *bench) {
		if !b.needs(b.Lose != nil, "a lost reply") {
			return
		}
		ticket, key := b.read(Technician1, b.ask().ID).Ticket, newKey(t)
		c := desk.Change{Set: desk.Patch{desk.FieldUrgency: "1"}}
		b.Lose(1)
		_, err := b.as(Technician1).Update(t.Context(), key, ticket.ID, ticket.Version, c)
		b.fails(err, desk.CodeInterrupted)
		if b.caps(Technician1).Change == desk.Keyed {
			_, err = b.as(Technician1).Update(t.Context(), key, ticket.ID, ticket.Version, c)
			b.ok(err)
		}
		if got := b.read(Technician2, ticket.ID).Ticket.Urgency; got != 1 {
			t.Errorf("urgency is %d", got)
		}
	}},
	{"a request that is lost on the way leaves nothing, and its key still works", func(t *testing.T, b *bench) {
		if !b.needs(b.Cut != nil, "a lost request") {
			return
		}
		key := newKey(t)
		b.as(Requester)
		b.Cut(1)
		_, err := b.as(Requester).Create(t.Context(), key, newTicket())
		if code := desk.CodeOf(err); code != desk.CodeInterrupted && code != desk.CodeUnreachable {
			t.Errorf("got %v", err)
		}
		if b.caps(Requester).Create != desk.BestEffort {
			b.grace(Requester)
			_, err = b.as(Requester).Find(t.Context(), key)
			b.fails(err, desk.CodeNotFound)
		}
		w, err := b.as(Requester).Create(t.Context(), key, newTicket())
		b.ok(err)
		b.read(Requester, w.Ticket.ID)
	}},
	{"a cancelled context writes nothing", func(t *testing.T, b *bench) {
		before := b.read(Technician1, b.ask().ID)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		key := newKey(t)
		_, err := b.as(Requester).Create(ctx, key, newTicket())
		b.fails(err, desk.CodeCanceled)
		_, err = b.as(Technician1).Update(ctx, newKey(t), before.Ticket.ID, "", desk.Change{
			Set: desk.Patch{desk.FieldUrgency: "1"}, Message: &desk.NewMessage{Body: "Too late.", Attachments: []desk.Blob{blobOf("a.txt", "a")}},
		})
		b.fails(err, desk.CodeCanceled)
		_, err = b.as(Requester).Pull(ctx, "")
		b.fails(err, desk.CodeCanceled)
		_, err = b.as(Requester).Welcome(ctx)
		b.fails(err, desk.CodeCanceled)
		b.unchanged(before)
		if b.caps(Requester).Create != desk.BestEffort {
			b.grace(Requester)
			_, err = b.as(Requester).Find(t.Context(), key)
			b.fails(err, desk.CodeNotFound)
		}
	}},
	{"throttled carries the delay", func(t *testing.T, b *bench) {
		if !b.needs(b.Throttle != nil, "a helpdesk that has had enough") {
			return
		}
		id := b.ask().ID
		b.Throttle(90 * time.Second)
		_, pull := b.as(Requester).Pull(t.Context(), "")
		_, read := b.as(Requester).Conversation(t.Context(), id)
		_, write := b.as(Requester).Create(t.Context(), newKey(t), newTicket())
		for _, err := range []error{pull, read, write} {
			b.fails(err, desk.CodeThrottled)
			if got := desk.RetryAfter(err); got != 90*time.Second {
				t.Errorf("wait %s, want 90 s", got)
			}
		}
		b.Throttle(0)
		b.read(Requester, id)
	}},
	{"when nobody answers it is unreachable, and works again afterwards", func(t *testing.T, b *bench) {
		if !b.needs(b.Outage != nil, "an outage") {
			return
		}
		id := b.ask().ID
		b.Outage(true)
		_, err := b.as(Requester).Welcome(t.Context())
		b.fails(err, desk.CodeUnreachable)
		_, err = b.as(Requester).Pull(t.Context(), "")
		b.fails(err, desk.CodeUnreachable)
		_, err = b.as(Requester).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "Hello?"}})
		b.fails(err, desk.CodeUnreachable)
		b.Outage(false)
		if got := b.read(Requester, id).Messages; len(got) != 1 {
			t.Errorf("there are %+v", got)
		}
	}},
}

// resend does what an engine does after an unknown outcome: it sends the same
// again, or looks, as far as the promise allows. With best effort the outcome
// stays unknown, and it is enough that it was reported so.
func (b *bench) resend(p desk.Promise, key desk.Key, again func() (desk.Written, error)) (desk.Written, bool) {
	b.t.Helper()
	switch p {
	case desk.Keyed:
		w, err := again()
		b.ok(err)
		return w, true
	case desk.Findable:
		b.grace(Requester)
		w, err := b.as(Requester).Find(b.t.Context(), key)
		b.ok(err)
		return w, true
	}
	return desk.Written{}, false
}

func testLostCreate(t *testing.T, b *bench) {
	if !b.needs(b.Lose != nil, "a lost reply") {
		return
	}
	key := newKey(t)
	f := newFold()
	f.pullAll(t, b.as(Requester))
	create := func() (desk.Written, error) { return b.as(Requester).Create(t.Context(), key, newTicket()) }
	b.Lose(1)
	_, err := create()
	b.fails(err, desk.CodeInterrupted)
	w, sure := b.resend(b.caps(Requester).Create, key, create)
	if !sure {
		return
	}
	if w.Ticket.Key != key || w.Ticket.ID == "" {
		t.Errorf("got %+v", w.Ticket)
	}
	f.pullAll(t, b.as(Requester))
	n := 0
	for _, c := range f.tickets {
		if c.Ticket.Key == key {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d tickets came of it", n)
	}
	if got := f.tickets[w.Ticket.ID]; got == nil || got.Ticket.Key != key {
		t.Errorf("pulled %+v", got)
	}
}

func testLostMessage(t *testing.T, b *bench) {
	if !b.needs(b.Lose != nil, "a lost reply") {
		return
	}
	id, key := b.ask().ID, newKey(t)
	say := func() (desk.Written, error) {
		return b.as(Requester).Update(t.Context(), key, id, "", desk.Change{Message: &desk.NewMessage{Body: "Any news?"}})
	}
	b.Lose(1)
	_, err := say()
	b.fails(err, desk.CodeInterrupted)
	if _, sure := b.resend(b.caps(Requester).Message, key, say); !sure {
		return
	}
	if got := b.read(Technician1, id).Messages; len(got) != 2 || got[1].Key != key {
		t.Errorf("there are %+v", got)
	}
}
