package clienttest

import (
	"testing"

	"relais/internal/desk"
)

var createTests = []test{
	{"a ticket comes back as it was asked", testCreateComesBack},
	{"applied twice is once, and answers the same", func(t *testing.T, b *bench) {
		r, key := b.as(Requester), newKey(t)
		if !b.needs(b.caps(Requester).Create == desk.Keyed, "keys for new tickets") {
			return
		}
		first, err := r.Create(t.Context(), key, newTicket())
		b.ok(err)
		b.say(Technician1, first.Ticket.ID, "On my way.")
		again, err := b.device(Requester).Create(t.Context(), key, newTicket())
		b.ok(err)
		if first.Ticket.ID != again.Ticket.ID || len(again.Messages) != 1 || first.Messages[0].ID != again.Messages[0].ID {
			t.Errorf("first %+v, then %+v", first, again)
		}
		if c := b.read(Requester, first.Ticket.ID); len(c.Messages) != 2 {
			t.Errorf("there are %d messages, want 2", len(c.Messages))
		}
	}},
	{"a key that comes again with another content is refused", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Requester).Create == desk.Keyed, "keys for new tickets") {
			return
		}
		r, key := b.as(Requester), newKey(t)
		w, err := r.Create(t.Context(), key, newTicket())
		b.ok(err)
		_, err = r.Create(t.Context(), key, newTicket("Something else"))
		b.fails(err, desk.CodeKeyReused)
		if b.caps(Requester).Message == desk.Keyed {
			_, err = r.Update(t.Context(), key, w.Ticket.ID, "", desk.Change{Message: &desk.NewMessage{Body: "Hello?"}})
			b.fails(err, desk.CodeKeyReused)
		}
	}},
	{"what a key made is found", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Requester).Create != desk.BestEffort, "way to find a key") {
			return
		}
		r, key := b.as(Requester), newKey(t)
		_, err := r.Find(t.Context(), key)
		b.fails(err, desk.CodeNotFound)
		made, err := r.Create(t.Context(), key, newTicket())
		b.ok(err)
		b.grace(Requester)
		found, err := r.Find(t.Context(), key)
		b.ok(err)
		if found.Ticket.ID != made.Ticket.ID || found.Ticket.Key != key {
			t.Errorf("made %+v, found %+v", made.Ticket, found.Ticket)
		}
	}},
	{"a key is for whoever made it", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Requester).Create != desk.BestEffort, "way to find a key") {
			return
		}
		key := newKey(t)
		_, err := b.as(Requester).Create(t.Context(), key, newTicket())
		b.ok(err)
		b.grace(Requester)
		_, err = b.as(Requester2).Find(t.Context(), key)
		b.fails(err, desk.CodeNotFound)
	}},
	{"a technician asks for somebody else", func(t *testing.T, b *bench) {
		n := newTicket()
		n.Requester, n.Channel = b.me(Requester2).Ref(), desk.ChannelPhone
		w, err := b.as(Technician1).Create(t.Context(), newKey(t), n)
		b.ok(err)
		if c := b.read(Requester2, w.Ticket.ID); c.Ticket.Requester.ID != n.Requester.ID {
			t.Errorf("got %+v", c.Ticket)
		}
	}},
	{"a requester asks for themselves only", func(t *testing.T, b *bench) {
		n := newTicket()
		n.Requester = b.me(Requester2).Ref()
		_, err := b.as(Requester).Create(t.Context(), newKey(t), n)
		b.refused(err)
	}},
	{"a ticket that can't be is invalid, and nothing is made", testCreateInvalid},
	{"answers and tried steps come back as keys", testCreateAnswers},
}

// grace lets the time pass after which Find is sure.
func (b *bench) grace(who Who) {
	if wait := b.caps(who).Grace; wait > 0 && b.Advance != nil {
		b.Advance(wait)
	}
}

func testCreateComesBack(t *testing.T, b *bench) {
	key, n := newKey(t), newTicket("Écran noir – poste 12 😀", "Plus rien.\n\nDepuis ce matin…")
	w, err := b.as(Requester).Create(t.Context(), key, n)
	b.ok(err)
	me := b.me(Requester)
	for _, got := range []desk.Ticket{w.Ticket, b.read(Requester, w.Ticket.ID).Ticket, b.read(Technician1, w.Ticket.ID).Ticket} {
		if got.ID == "" || got.Number == "" || got.Version == "" || got.Created.IsZero() || got.Updated.IsZero() {
			t.Errorf("something is missing in %+v", got)
		}
		if got.Title != n.Title || got.Kind != n.Kind || got.Category != n.Category || got.Impact != 2 || got.Urgency != 4 {
			t.Errorf("got %+v, want %+v", got, n)
		}
		if got.Status != desk.StatusNew || got.Queue != b.Low || got.Requester.ID != me.ID || !got.Assignee.Empty() {
			t.Errorf("got %+v", got)
		}
		if b.caps(Requester).Create != desk.BestEffort && got.Key != key {
			t.Errorf("the key is %q, want %q", got.Key, key)
		}
	}
	welcome, err := b.as(Requester).Welcome(t.Context())
	b.ok(err)
	if want := welcome.Matrix.Priority(2, 4); w.Ticket.Priority != want {
		t.Errorf("priority %d, want %d by the matrix", w.Ticket.Priority, want)
	}
	c := b.read(Technician1, w.Ticket.ID)
	if len(c.Messages) != 1 || c.Messages[0].Body != n.Message.Body || c.Messages[0].Author.ID != me.ID || c.Messages[0].Internal {
		t.Errorf("the first message is %+v", c.Messages)
	}
	if len(w.Messages) != 1 || w.Messages[0].ID != c.Messages[0].ID || w.Messages[0].TicketID != w.Ticket.ID {
		t.Errorf("the answer holds %+v", w.Messages)
	}
}

func testCreateInvalid(t *testing.T, b *bench) {
	for _, c := range []struct {
		name  string
		field desk.Field
		spoil func(*desk.NewTicket)
	}{
		{"no title", desk.FieldTitle, func(n *desk.NewTicket) { n.Title = "" }},
		{"a kind that is none", desk.FieldKind, func(n *desk.NewTicket) { n.Kind = "riddle" }},
		{"an impact off the scale", desk.FieldImpact, func(n *desk.NewTicket) { n.Impact = 9 }},
		{"a queue that is not there", desk.FieldQueue, func(n *desk.NewTicket) { n.Queue = "no-such-queue" }},
	} {
		n, key := newTicket(), newKey(t)
		c.spoil(&n)
		_, err := b.as(Technician1).Create(t.Context(), key, n)
		if code := desk.CodeOf(err); code != desk.CodeInvalid && code != desk.CodeForbidden {
			t.Errorf("%s: got %v", c.name, err)
		}
		if b.caps(Technician1).Create != desk.BestEffort {
			b.grace(Technician1)
			_, err = b.as(Technician1).Find(t.Context(), key)
			b.fails(err, desk.CodeNotFound)
		}
	}
	_, err := b.as(Requester).Create(t.Context(), "not-a-key", newTicket())
	b.fails(err, desk.CodeInvalid)
}

func testCreateAnswers(t *testing.T, b *bench) {
	if !b.needs(b.caps(Requester).Answers, "guided answers") {
		return
	}
	n := newTicket()
	n.Answers = &desk.Answers{
		Form: "printing", Version: 3,
		Given: []desk.Answer{{Question: "since", Values: []string{"today"}}, {Question: "what", Text: "Ça « clignote »\nsans arrêt"}},
		Told:  []desk.Told{{Question: "Depuis quand ?", Answer: "Aujourd’hui"}, {Question: "Que voyez-vous ?", Answer: "Ça « clignote »\nsans arrêt"}},
		Derived: []desk.Derivation{
			{Field: desk.FieldUrgency, Value: "4", Question: "work", Option: "no"}, {Field: desk.FieldKind, Value: "incident"},
		},
		Facts: []desk.Fact{{Key: "disk", Value: "3 Go", Unusual: true}},
	}
	n.Message.Tried = []desk.Tried{{Article: "printing-queue.fr", Step: 2, Text: "Rallumer l’imprimante"}}
	w, err := b.as(Requester).Create(t.Context(), newKey(t), n)
	b.ok(err)
	for _, who := range []Who{Requester, Technician2} {
		c := b.read(who, w.Ticket.ID)
		if got, want := text(t, c.Ticket.Answers), text(t, n.Answers); got != want {
			t.Errorf("%s reads %s, want %s", who, got, want)
		}
		if len(c.Messages) == 0 || text(t, c.Messages[0].Tried) != text(t, n.Message.Tried) {
			t.Errorf("%s reads %+v", who, c.Messages)
		}
	}
}
