package clienttest

import (
	"context"
	"errors"
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
	{"a reply that is lost after an article was kept leaves one article", testLostArticle},
	{"a reply that is lost after a file came leaves one message with one file", func(t *testing.T, b *bench) {
		if b.needs(b.LoseFile != nil, "files that travel by themselves") {
			b.loseWithFile(b.LoseFile)
		}
	}},
	{"a reply that is lost after a message with a file was kept leaves one of each", func(t *testing.T, b *bench) {
		if b.needs(b.Lose != nil, "a lost reply") {
			b.loseWithFile(b.Lose)
		}
	}},
	{"a field that is dropped in silence is refused by its name", testDroppedField},
	{"a message that is dropped in silence is refused", testDroppedMessage},
	{"a field of a new ticket that is dropped in silence is refused, and the ticket is found", testDroppedOfNew},
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
	key, ask := newKey(t), newTicket()
	ask.Message.Attachments = []desk.Blob{blobOf("photo.txt", "what it shows")}
	f := newFold()
	f.pullAll(t, b.as(Requester))
	create := func() (desk.Written, error) { return b.as(Requester).Create(t.Context(), key, ask) }
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
	if len(w.Messages) != 1 || len(w.Messages[0].Attachments) != 1 {
		t.Fatalf("the messages are %+v", w.Messages)
	}
	b.holds(Technician1, w.Messages[0].Attachments[0].ID, "what it shows")
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

func testLostArticle(t *testing.T, b *bench) {
	if !b.needs(b.caps(Technician1).WriteArticles, "articles to write") || !b.needs(b.Lose != nil, "a lost reply") {
		return
	}
	key, a := newKey(t), newArticle("Once")
	b.Lose(1)
	_, err := b.as(Technician1).SaveArticle(t.Context(), key, a)
	b.fails(err, desk.CodeInterrupted)
	saved, err := b.as(Technician1).SaveArticle(t.Context(), key, a)
	b.ok(err)
	f := newFold()
	f.pullAll(t, b.as(Technician1))
	n := 0
	for _, got := range f.articles {
		if got.Title == a.Title {
			n++
		}
	}
	if n != 1 || f.articles[saved.ID].Title != a.Title {
		t.Errorf("%d articles came of it, saved %+v", n, saved)
	}
}

// loseWithFile sends a message with a file while something gets lost, and checks
// that there is one of each once it was sent again.
func (b *bench) loseWithFile(lose func(n int)) {
	b.t.Helper()
	id, key := b.ask().ID, newKey(b.t)
	say := func() (desk.Written, error) {
		return b.as(Requester).Update(b.t.Context(), key, id, "", desk.Change{Message: &desk.NewMessage{
			Body: "Here it is.", Attachments: []desk.Blob{blobOf("photo.txt", "shows "+string(key))},
		}})
	}
	lose(1)
	_, err := say()
	b.fails(err, desk.CodeInterrupted)
	if _, sure := b.resend(b.caps(Requester).Message, key, say); !sure {
		return
	}
	messages := b.read(Technician1, id).Messages
	if len(messages) != 2 || len(messages[1].Attachments) != 1 {
		b.t.Fatalf("there are %+v", messages)
	}
	b.holds(Technician1, messages[1].Attachments[0].ID, "shows "+string(key))
}

// refusedField checks that a write was called done and was not.
func (b *bench) refusedField(err error, want desk.Field) {
	b.t.Helper()
	var e *desk.Error
	if !errors.As(err, &e) || e.Code != desk.CodeRefused || e.Field != want {
		b.t.Errorf("got %v, want that %q is refused", err, want)
	}
}

const silence = "a helpdesk that says yes and does nothing"

func testDroppedField(t *testing.T, b *bench) {
	if !b.needs(b.Drop != nil, silence) {
		return
	}
	for field, value := range map[desk.Field]string{desk.FieldTitle: "Un autre titre", desk.FieldPriority: "6", desk.FieldQueue: b.High} {
		if !b.canSet(field) {
			continue
		}
		before := b.ask()
		b.Drop(field)
		_, err := b.as(Technician1).Update(t.Context(), newKey(t), before.ID, "", desk.Change{Set: desk.Patch{field: value}, Reason: "It has to be."})
		b.refusedField(err, field)
		if got := b.read(Technician1, before.ID).Ticket.Get(field); got != before.Get(field) {
			t.Errorf("%s is %q", field, got)
		}
	}
	if !b.canSet(desk.FieldTitle, desk.FieldPriority) {
		return
	}
	id, c := b.ask().ID, desk.Change{Set: desk.Patch{desk.FieldTitle: "Un autre titre", desk.FieldPriority: "6"}}
	b.Drop(desk.FieldPriority)
	_, err := b.as(Technician1).Update(t.Context(), newKey(t), id, "", c)
	b.refusedField(err, desk.FieldPriority)
	if got := b.read(Technician1, id).Ticket; got.Title != "Un autre titre" || got.Priority == desk.PriorityMajor {
		t.Errorf("it is %+v", got)
	}
	b.update(Technician1, id, c)
}

func testDroppedMessage(t *testing.T, b *bench) {
	if !b.needs(b.Drop != nil, silence) {
		return
	}
	id := b.ask().ID
	b.Drop("")
	_, err := b.as(Requester).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "Any news?"}})
	b.refusedField(err, "")
	if got := b.read(Requester, id).Messages; len(got) != 1 {
		t.Errorf("there are %+v", got)
	}
}

func testDroppedOfNew(t *testing.T, b *bench) {
	if !b.needs(b.Drop != nil, silence) {
		return
	}
	key, n := newKey(t), newTicket()
	n.Requester, n.Channel, n.Priority = b.me(Requester).Ref(), desk.ChannelPhone, desk.PriorityMajor
	b.Drop(desk.FieldPriority)
	_, err := b.as(Technician1).Create(t.Context(), key, n)
	b.refusedField(err, desk.FieldPriority)
	if b.caps(Technician1).Create == desk.BestEffort {
		return
	}
	b.grace(Technician1)
	w, err := b.as(Technician1).Find(t.Context(), key)
	b.ok(err)
	if got := b.read(Requester, w.Ticket.ID).Ticket; got.Priority == n.Priority || got.Title != n.Title {
		t.Errorf("it is %+v", got)
	}
}
