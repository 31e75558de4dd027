package clienttest

import (
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
)

var updateTests = []test{
	{"what can be set comes back as it was set", testSetFields},
	{"a version differs after each change", func(t *testing.T, b *bench) {
		ticket := b.ask()
		versions := []string{ticket.Version}
		for _, w := range []desk.Written{
			b.set(Technician1, ticket.ID, desk.Patch{desk.FieldUrgency: "1"}), b.say(Technician1, ticket.ID, "Hello."), b.say(Requester, ticket.ID, "Hello."),
		} {
			versions = append(versions, w.Ticket.Version)
		}
		if now := b.read(Technician1, ticket.ID).Ticket.Version; now == versions[2] {
			t.Errorf("the requester's reply left version %q", now)
		}
		if versions[1] == versions[0] || versions[2] == versions[1] {
			t.Errorf("got %v", versions)
		}
	}},
	{"a stale version conflicts and changes nothing", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Guard != desk.GuardNone, "versions") {
			return
		}
		stale := b.read(Technician1, b.ask().ID).Ticket
		b.set(Technician2, stale.ID, desk.Patch{desk.FieldUrgency: "1"})
		before := b.read(Technician1, stale.ID)
		_, err := b.as(Technician1).Update(t.Context(), newKey(t), stale.ID, stale.Version, desk.Change{
			Set: desk.Patch{desk.FieldImpact: "5"}, Message: &desk.NewMessage{Body: "It reaches everybody."},
		})
		b.fails(err, desk.CodeConflict)
		b.unchanged(before)
	}},
	{"a key that met a conflict works on the newest version", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Guard != desk.GuardNone, "versions") {
			return
		}
		stale := b.read(Technician1, b.ask().ID).Ticket
		b.set(Technician2, stale.ID, desk.Patch{desk.FieldUrgency: "1"})
		key, c := newKey(t), desk.Change{Set: desk.Patch{desk.FieldImpact: "5"}}
		_, err := b.as(Technician1).Update(t.Context(), key, stale.ID, stale.Version, c)
		b.fails(err, desk.CodeConflict)
		w, err := b.as(Technician1).Update(t.Context(), key, stale.ID, b.read(Technician1, stale.ID).Ticket.Version, c)
		b.ok(err)
		if w.Ticket.Impact != 5 || w.Ticket.Urgency != 1 {
			t.Errorf("got %+v", w.Ticket)
		}
	}},
	{"a change applied twice is once, also when the version has gone on", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Change == desk.Keyed, "keys for changes") {
			return
		}
		ticket, key := b.read(Technician1, b.ask().ID).Ticket, newKey(t)
		c := desk.Change{Set: desk.Patch{desk.FieldUrgency: "1"}}
		_, err := b.as(Technician1).Update(t.Context(), key, ticket.ID, ticket.Version, c)
		b.ok(err)
		b.set(Technician2, ticket.ID, desk.Patch{desk.FieldUrgency: "5"})
		before := b.read(Technician1, ticket.ID)
		again, err := b.as(Technician1).Update(t.Context(), key, ticket.ID, ticket.Version, c)
		b.ok(err)
		if again.Ticket.ID != ticket.ID {
			t.Errorf("got %+v", again)
		}
		b.unchanged(before)
	}},
	{"a value that is none is invalid and changes nothing", func(t *testing.T, b *bench) {
		before := b.read(Technician1, b.ask().ID)
		for field, value := range map[desk.Field]string{
			desk.FieldStatus: "asleep", desk.FieldUrgency: "9", desk.FieldImpact: "much", desk.FieldQueue: "no-such-queue",
			desk.FieldAssignee: "no-such-person", desk.FieldTitle: "", desk.FieldPendingUntil: "tomorrow", "colour": "red",
			desk.FieldMergedInto: "no-such-ticket",
		} {
			_, err := b.as(Technician1).Update(t.Context(), newKey(t), before.Ticket.ID, "", desk.Change{
				Set: desk.Patch{field: value}, Reason: "It has to be.", Message: &desk.NewMessage{Body: "This must not arrive."},
			})
			if err == nil || !desk.CodeOf(err).Permanent() {
				t.Errorf("%s=%q: got %v", field, value, err)
			}
		}
		b.unchanged(before)
	}},
	{"a ticket that is not there is not found", func(t *testing.T, b *bench) {
		for _, id := range unknownIDs(b.ask().ID) {
			_, err := b.as(Technician1).Conversation(t.Context(), id)
			b.fails(err, desk.CodeNotFound)
			_, err = b.as(Technician1).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "Hello?"}})
			b.fails(err, desk.CodeNotFound)
		}
	}},
	{"priority follows impact and urgency unless it is set", func(t *testing.T, b *bench) {
		if !b.needs(b.canSet(desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority), "priorities to set") {
			return
		}
		id := b.ask().ID
		welcome, err := b.as(Technician1).Welcome(t.Context())
		b.ok(err)
		w := b.set(Technician1, id, desk.Patch{desk.FieldImpact: "5", desk.FieldUrgency: "5"})
		if want := welcome.Matrix.Priority(5, 5); w.Ticket.Priority != want {
			t.Errorf("got %d, want %d", w.Ticket.Priority, want)
		}
		if w = b.set(Technician1, id, desk.Patch{desk.FieldPriority: "6"}); w.Ticket.Priority != desk.PriorityMajor {
			t.Errorf("got %d, want major", w.Ticket.Priority)
		}
	}},
	{"the history tells what was changed by whom and why", func(t *testing.T, b *bench) {
		if !b.needs(b.caps(Technician1).Events, "history") {
			return
		}
		id := b.ask().ID
		b.update(Technician1, id, desk.Change{Set: desk.Patch{desk.FieldUrgency: "1"}, Reason: "The other printer works."})
		events := b.read(Technician2, id).Events
		i := slices.IndexFunc(events, func(e desk.Event) bool { return e.Field == desk.FieldUrgency })
		if i < 0 {
			t.Fatalf("got %+v", events)
		}
		e := events[i]
		if e.From != "4" || e.To != "1" || e.By.ID != b.me(Technician1).ID || e.ID == "" || e.TicketID != id || e.At.IsZero() || e.Reason != "The other printer works." {
			t.Errorf("got %+v", e)
		}
	}},
}

// unknownIDs are ids that look like one that is there, and ids that look like
// none.
func unknownIDs(known string) []string {
	return []string{known + "999999", "no-such-thing", "", "..", "../" + known, known + "/x", "%2e%2e", "é ?#"}
}

// canSet tells whether a technician can set all of these fields.
func (b *bench) canSet(fields ...desk.Field) bool {
	b.t.Helper()
	there := b.caps(Technician1).Fields
	return !slices.ContainsFunc(fields, func(f desk.Field) bool { return !slices.Contains(there, f) })
}

func testSetFields(t *testing.T, b *bench) {
	later := desk.FormatTime(b.ask().Created.Add(72 * time.Hour).Truncate(time.Second))
	parent := b.ask("The bigger matter").ID
	for field, value := range map[desk.Field]string{
		desk.FieldTitle: "Un autre titre – précisé", desk.FieldKind: string(desk.KindRequest), desk.FieldCategory: "network", desk.FieldDue: later,
		desk.FieldImpact: "5", desk.FieldUrgency: "1", desk.FieldPriority: "6", desk.FieldQueue: b.High, desk.FieldParent: parent,
		desk.FieldAssignee: b.me(Technician2).ID,
	} {
		if !b.canSet(field) {
			continue
		}
		id := b.ask().ID
		w := b.set(Technician1, id, desk.Patch{field: value})
		if got := w.Ticket.Get(field); got != value {
			t.Errorf("%s: the answer says %q, want %q", field, got, value)
		}
		read := b.read(Technician2, id).Ticket
		if got := read.Get(field); got != value {
			t.Errorf("%s: read %q, want %q", field, got, value)
		}
		if field == desk.FieldAssignee && read.Assignee.Name != b.me(Technician2).Name {
			t.Errorf("the assignee is %+v", read.Assignee)
		}
	}
}
