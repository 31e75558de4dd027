package clienttest

import (
	"cmp"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

var pullTests = []test{
	{"a pull ends with all that there is", func(t *testing.T, b *bench) {
		id := b.ask().ID
		f := newFold()
		f.pullAll(t, b.as(Technician1))
		if f.tickets[id] == nil || len(f.queues) < 2 {
			t.Errorf("got %d tickets and queues %v", len(f.tickets), f.queues)
		}
		low := slices.IndexFunc(f.queues, func(q desk.Queue) bool { return q.ID == b.Low })
		high := slices.IndexFunc(f.queues, func(q desk.Queue) bool { return q.ID == b.High })
		if low < 0 || high < 0 || f.queues[low].Level >= f.queues[high].Level {
			t.Errorf("the queues are %+v", f.queues)
		}
	}},
	{"when nothing changed the page is empty and the cursor stays", func(t *testing.T, b *bench) {
		b.ask()
		f := newFold()
		f.pullAll(t, b.as(Requester))
		for range 3 {
			page, err := b.as(Requester).Pull(t.Context(), f.cursor)
			b.ok(err)
			if !page.Empty() || page.Next != f.cursor || page.More {
				t.Errorf("from %q: got %+v", f.cursor, page)
			}
		}
	}},
	{"a merge is pulled on both sides", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Merge, "merging") {
			return
		}
		goesOn, double := b.ask("Once"), b.ask("Twice", "The same as yesterday.")
		f := newFold()
		f.pullAll(t, b.as(Requester))
		b.set(Technician1, double.ID, desk.Patch{desk.FieldMergedInto: goesOn.ID})
		f.pullAll(t, b.as(Requester))
		if got := f.tickets[double.ID]; got != nil && got.Ticket.MergedInto != goesOn.ID {
			t.Errorf("the one that ended is %+v", got.Ticket)
		}
		read, pulled := b.read(Requester, goesOn.ID), f.tickets[goesOn.ID]
		if pulled == nil || !f.partly[goesOn.ID] && text(t, sorted(*pulled)) != text(t, sorted(read)) {
			t.Errorf("pulled %s\nand read %s", text(t, pulled), text(t, read))
		}
	}},
	{"a cursor holds on another device of the same person", func(t *testing.T, b *bench) {
		f := newFold()
		f.pullAll(t, b.as(Requester))
		id := b.ask().ID
		f.pullAll(t, b.device(Requester))
		if f.tickets[id] == nil {
			t.Error("the new ticket did not come")
		}
	}},
	{"what was deleted is gone", func(t *testing.T, b *bench) {
		if !b.needs(b.Vanish != nil, "a ticket that is deleted") {
			return
		}
		id := b.ask().ID
		folds := map[Who]*fold{Requester: newFold(), Technician1: newFold()}
		for who, f := range folds {
			f.pullAll(t, b.as(who))
		}
		b.Vanish(t, id)
		for who, f := range folds {
			f.pullAll(t, b.as(who))
			if f.tickets[id] != nil {
				t.Errorf("%s still has it", who)
			}
			_, err := b.as(who).Conversation(t.Context(), id)
			b.fails(err, desk.CodeNotFound)
			_, err = b.as(who).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "Hello?"}})
			b.fails(err, desk.CodeNotFound)
		}
	}},
	{"a cursor that is too old says so, and starting again works", func(t *testing.T, b *bench) {
		if !b.needs(b.Forget != nil, "a helpdesk that forgets its history") {
			return
		}
		f := newFold()
		f.pullAll(t, b.as(Requester))
		id := b.ask().ID
		b.Forget(t)
		_, err := b.as(Requester).Pull(t.Context(), f.cursor)
		b.fails(err, desk.CodeCursorTooOld)
		f = newFold()
		f.pullAll(t, b.as(Requester))
		if f.tickets[id] == nil {
			t.Error("the ticket did not come")
		}
	}},
	{"a cursor that no helpdesk made is too old", func(t *testing.T, b *bench) {
		_, err := b.as(Requester).Pull(t.Context(), "x-no-such-cursor")
		b.fails(err, desk.CodeCursorTooOld)
	}},
	{"what goes while everything is pulled is gone at the end", testGoneBetweenPages},
	{"what goes between being listed and being read is gone", testGoneMidway},
	{"changes in the very second of a pull come with the next", func(t *testing.T, b *bench) {
		id := b.ask().ID
		s := &story{b: b, folds: map[Who]*fold{Requester: newFold()}}
		for _, body := range []string{"One.", "Two."} {
			s.pullAndCompare(t, id)
			b.say(Technician1, id, body)
		}
		s.pullAndCompare(t, id)
	}},
	{"a helpdesk whose clock goes back hides no change", testRewind},
	{"a device whose clock is wrong misses nothing", testSkew},
	{"a cursor never misses a change", func(t *testing.T, b *bench) {
		s := &story{b: b, folds: map[Who]*fold{}}
		for _, who := range everybody {
			s.folds[who] = newFold()
		}
		rapid.Check(t, s.check)
	}},
}

var everybody = []Who{Requester, Requester2, Technician1, Technician2}

// story is a helpdesk in which several people write and pull at random. It goes
// on from one check to the next; each check compares what it touched.
type story struct {
	b       *bench
	folds   map[Who]*fold
	touched []string // ids of tickets, in this check
}

func (s *story) check(t *rapid.T) {
	s.touched = nil
	for _, act := range rapid.SliceOfN(rapid.SampledFrom(s.acts()), 3, 20).Draw(t, "acts") {
		if err := act.do(s, t); err != nil {
			t.Fatalf("%s: %v", act.name, err)
		}
	}
	for _, who := range everybody {
		for s.folds[who].pull(s.b.t, t, s.b.as(who)) {
		}
	}
	for _, id := range s.touched {
		for _, who := range everybody {
			s.compare(t, who, id)
		}
	}
}

// act is something that somebody does.
type act struct {
	name string
	do   func(*story, *rapid.T) error
}

// String names the act in a report of rapid.
func (a act) String() string { return a.name }

func (s *story) acts() []act {
	acts := []act{
		{"ask", (*story).ask}, {"pull", (*story).pullSome}, {"reply", (*story).reply}, {"change", (*story).change}, {"ask", (*story).ask},
		{"pull", (*story).pullSome}, {"start again", (*story).startAgain},
	}
	caps := s.b.caps(Technician1)
	if caps.Notes {
		acts = append(acts, act{"note", (*story).note})
	}
	if caps.Merge {
		acts = append(acts, act{"merge", (*story).merge})
	}
	if s.b.Vanish != nil {
		acts = append(acts, act{"vanish", (*story).vanish})
	}
	if s.b.Follow != nil {
		acts = append(acts, act{"follow", (*story).follow})
	}
	if s.b.Rewind != nil {
		acts = append(acts, act{"turn the clock", (*story).turn})
	}
	return acts
}

func (s *story) ask(t *rapid.T) error {
	who := rapid.SampledFrom([]Who{Requester, Requester2}).Draw(t, "who")
	w, err := s.b.as(who).Create(s.b.t.Context(), newKey(s.b.t), newTicket())
	s.touched = append(s.touched, w.Ticket.ID)
	return err
}

// update changes one of the tickets of this check. It is no fault when the
// ticket has gone meanwhile, or is not for this person.
func (s *story) update(t *rapid.T, who Who, c desk.Change) error {
	if len(s.touched) == 0 {
		return nil
	}
	id := rapid.SampledFrom(s.touched).Draw(t, "ticket")
	_, err := s.b.as(who).Update(s.b.t.Context(), newKey(s.b.t), id, "", c)
	if code := desk.CodeOf(err); code == desk.CodeNotFound || code == desk.CodeForbidden || code == desk.CodeInvalid {
		return nil
	}
	return err
}

func (s *story) reply(t *rapid.T) error {
	who := rapid.SampledFrom(everybody).Draw(t, "who")
	return s.update(t, who, desk.Change{Message: &desk.NewMessage{Body: "Any news?"}})
}

func (s *story) note(t *rapid.T) error {
	return s.update(t, Technician2, desk.Change{Message: &desk.NewMessage{Body: "psst", Internal: true}})
}

func (s *story) change(t *rapid.T) error {
	field := rapid.SampledFrom([]desk.Field{desk.FieldUrgency, desk.FieldImpact}).Draw(t, "field")
	value := strconv.Itoa(rapid.IntRange(1, 5).Draw(t, "value"))
	return s.update(t, Technician1, desk.Change{Set: desk.Patch{field: value}})
}

func (s *story) merge(t *rapid.T) error {
	if len(s.touched) == 0 {
		return nil
	}
	into := s.touched[len(s.touched)-1]
	return s.update(t, Technician1, desk.Change{Set: desk.Patch{desk.FieldMergedInto: into}})
}

func (s *story) vanish(t *rapid.T) error {
	if len(s.touched) > 0 {
		s.b.Vanish(s.b.t, rapid.SampledFrom(s.touched).Draw(t, "ticket"))
	}
	return nil
}

func (s *story) follow(t *rapid.T) error {
	if len(s.touched) > 0 {
		s.b.Follow(s.b.t, rapid.SampledFrom(s.touched).Draw(t, "ticket"), Requester2, rapid.Bool().Draw(t, "on"))
	}
	return nil
}

func (s *story) turn(t *rapid.T) error {
	seconds := time.Duration(rapid.IntRange(-3700, 3700).Draw(t, "seconds")) * time.Second
	if seconds < 0 {
		s.b.Rewind(-seconds)
	} else {
		s.b.Advance(seconds)
	}
	return nil
}

func (s *story) pullSome(t *rapid.T) error {
	who := rapid.SampledFrom(everybody).Draw(t, "who")
	s.folds[who].pull(s.b.t, t, s.b.as(who))
	return nil
}

func (s *story) startAgain(t *rapid.T) error {
	s.folds[rapid.SampledFrom(everybody).Draw(t, "who")] = newFold()
	return nil
}

// compare checks that what somebody pulled of a ticket is what they read.
func (s *story) compare(t failer, who Who, id string) {
	f := s.folds[who]
	pulled := f.tickets[id]
	read, err := s.b.as(who).Conversation(s.b.t.Context(), id)
	switch {
	case desk.CodeOf(err) == desk.CodeNotFound || desk.CodeOf(err) == desk.CodeForbidden:
		if pulled != nil && pulled.Ticket.MergedInto == "" {
			t.Fatalf("%s pulled ticket %s, and can't read it", who, id)
		}
		return
	case err != nil:
		t.Fatalf("%s reads ticket %s: %v", who, id, err)
	case read.Ticket.ID != id:
		if pulled != nil && pulled.Ticket.MergedInto == "" {
			t.Fatalf("%s did not pull that ticket %s was merged into %s", who, id, read.Ticket.ID)
		}
		return
	case pulled == nil:
		t.Fatalf("%s never pulled ticket %s", who, id)
		return
	}
	if f.partly[id] {
		read.Messages, read.Events, pulled.Messages, pulled.Events = nil, nil, nil, nil
	}
	got, want := text(s.b.t, sorted(*pulled)), text(s.b.t, sorted(read))
	if got != want {
		t.Fatalf("%s pulled of ticket %s\n%s\nand reads\n%s", who, id, got, want)
	}
}

// sorted is a conversation in an order that does not depend on how it came.
func sorted(c desk.Conversation) desk.Conversation {
	c.Messages = slices.SortedFunc(slices.Values(c.Messages), func(a, b desk.Message) int { return cmp.Compare(a.ID, b.ID) })
	c.Events = slices.SortedFunc(slices.Values(c.Events), func(a, b desk.Event) int { return cmp.Compare(a.ID, b.ID) })
	c.Ticket.Watchers = slices.SortedFunc(slices.Values(c.Ticket.Watchers), func(a, b desk.PersonRef) int { return cmp.Compare(a.ID, b.ID) })
	return c
}
