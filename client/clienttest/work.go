package clienttest

import (
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
)

var workTests = []test{
	{"a technician takes a ticket", func(t *testing.T, b *bench) {
		id, me := b.ask().ID, b.me(Technician1)
		b.set(Technician1, id, desk.Patch{desk.FieldAssignee: me.ID, desk.FieldStatus: string(desk.StatusOpen)})
		if got := b.read(Requester, id).Ticket; got.Assignee.ID != me.ID || got.Status != desk.StatusOpen {
			t.Errorf("got %+v", got)
		}
		b.set(Technician1, id, desk.Patch{desk.FieldAssignee: ""})
		if got := b.read(Technician1, id).Ticket; !got.Assignee.Empty() {
			t.Errorf("it is still with %+v", got.Assignee)
		}
	}},
	{"a ticket waits for somebody until a time", func(t *testing.T, b *bench) {
		if !b.needs(b.canSet(desk.FieldPendingFor, desk.FieldPendingUntil), "pending until a time") {
			return
		}
		ticket := b.ask()
		until := ticket.Created.Add(24 * time.Hour).Truncate(time.Second)
		b.pend(ticket.ID, until)
		got := b.read(Technician2, ticket.ID).Ticket
		if got.Status != desk.StatusPending || got.PendingFor != desk.PendingUser || !got.PendingUntil.Equal(until) {
			t.Errorf("got %+v", got)
		}
		b.set(Technician1, ticket.ID, desk.Patch{desk.FieldStatus: string(desk.StatusOpen), desk.FieldPendingFor: "", desk.FieldPendingUntil: ""})
		if got := b.read(Technician1, ticket.ID).Ticket; got.Status != desk.StatusOpen || got.PendingFor != "" || !got.PendingUntil.IsZero() {
			t.Errorf("got %+v", got)
		}
	}},
	{"a reply of the requester turns pending into open", func(t *testing.T, b *bench) {
		if !b.needs(slices.Contains(b.caps(Technician1).Statuses, desk.StatusPending), "pending tickets") {
			return
		}
		if !b.needs(!b.caps(Requester).KeepsPending, "a reply that opens what waits") {
			return
		}
		ticket := b.ask()
		b.pend(ticket.ID, ticket.Created.Add(24*time.Hour).Truncate(time.Second))
		b.say(Requester, ticket.ID, "It is the one by the window.")
		if got := b.read(Technician1, ticket.ID).Ticket.Status; got != desk.StatusOpen {
			t.Errorf("it is %s", got)
		}
	}},
	{"a visit is planned", func(t *testing.T, b *bench) {
		if !b.needs(b.canSet(desk.FieldPlannedAt), "planned tickets") {
			return
		}
		ticket := b.ask()
		at := ticket.Created.Add(48 * time.Hour).Truncate(time.Second)
		b.set(Technician1, ticket.ID, desk.Patch{desk.FieldStatus: string(desk.StatusPlanned), desk.FieldPlannedAt: desk.FormatTime(at)})
		if got := b.read(Requester, ticket.ID).Ticket; got.Status != desk.StatusPlanned || !got.PlannedAt.Equal(at) {
			t.Errorf("got %+v", got)
		}
	}},
	{"an escalation hands over with its card", testEscalate},
	{"a ticket is sent back with a reason", func(t *testing.T, b *bench) {
		id := b.ask().ID
		b.set(Technician1, id, desk.Patch{desk.FieldQueue: b.High})
		b.update(Technician2, id, desk.Change{Set: desk.Patch{desk.FieldQueue: b.Low}, Reason: "The card is empty."})
		c := b.read(Technician1, id)
		if c.Ticket.Queue != b.Low {
			t.Errorf("it is in %s", c.Ticket.Queue)
		}
		if b.caps(Technician1).Events {
			if c.Ticket.Bounces != 1 || !slices.ContainsFunc(c.Events, func(e desk.Event) bool { return e.Reason == "The card is empty." }) {
				t.Errorf("%d bounces, history %+v", c.Ticket.Bounces, c.Events)
			}
		}
	}},
	{"a resolution brings its sheet", testResolve},
	{"a ticket is closed unsolved", func(t *testing.T, b *bench) {
		id := b.ask().ID
		b.update(Technician1, id, desk.Change{
			Set: desk.Patch{desk.FieldStatus: string(desk.StatusClosed), desk.FieldOutcome: string(desk.OutcomeUnsolved)}, Reason: "Nobody makes this part any more.",
		})
		if got := b.read(Requester, id).Ticket; got.Status != desk.StatusClosed || got.Outcome != desk.OutcomeUnsolved {
			t.Errorf("got %+v", got)
		}
	}},
	{"the requester says that it is solved, and that it is back", func(t *testing.T, b *bench) {
		if !b.needs(slices.Contains(b.caps(Requester).Fields, desk.FieldStatus), "moves of requesters") {
			return
		}
		id := b.ask().ID
		b.set(Technician1, id, desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)})
		b.set(Requester, id, desk.Patch{desk.FieldStatus: string(desk.StatusClosed), desk.FieldOutcome: string(desk.OutcomeSolved)})
		if got := b.read(Technician1, id).Ticket; got.Status != desk.StatusClosed || got.Outcome != desk.OutcomeSolved {
			t.Errorf("solved: got %+v", got)
		}
		w := b.update(Requester, id, desk.Change{
			Set:     desk.Patch{desk.FieldStatus: string(desk.StatusOpen), desk.FieldOutcome: ""},
			Message: &desk.NewMessage{Body: "It started again this morning."},
		})
		if got := b.read(Technician1, id).Ticket; got.Status != desk.StatusOpen || got.Outcome != "" || len(w.Messages) != 1 {
			t.Errorf("back: got %+v and %+v", got, w.Messages)
		}
	}},
	{"thanks do not open a ticket again", func(t *testing.T, b *bench) {
		if !b.needs(!b.caps(Requester).Reopens, "a reply that leaves what is done") {
			return
		}
		id := b.ask().ID
		b.set(Technician1, id, desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)})
		b.say(Requester, id, "Thank you.")
		if got := b.read(Technician1, id).Ticket.Status; got != desk.StatusResolved {
			t.Errorf("it is %s", got)
		}
	}},
	{"a merged ticket answers with the one that goes on", testMerge},
}

func (b *bench) pend(id string, until time.Time) {
	b.t.Helper()
	b.update(Technician1, id, desk.Change{
		Set: desk.Patch{
			desk.FieldStatus: string(desk.StatusPending), desk.FieldPendingFor: string(desk.PendingUser), desk.FieldPendingUntil: desk.FormatTime(until),
		},
		Message: &desk.NewMessage{Body: "Which printer is it?"},
	})
}

func testEscalate(t *testing.T, b *bench) {
	id := b.ask().ID
	b.set(Technician1, id, desk.Patch{desk.FieldAssignee: b.me(Technician1).ID, desk.FieldStatus: string(desk.StatusOpen)})
	card := &desk.HandOver{
		Happening: "Toutes les impressions s’arrêtent.", Tried: "Redémarrage ;\nautre câble", Hypothesis: "Le serveur d’impression",
		Context: "Étage 2", Check: "La file d’attente",
	}
	w := b.update(Technician1, id, desk.Change{
		Set:     desk.Patch{desk.FieldQueue: b.High, desk.FieldAssignee: ""},
		Message: &desk.NewMessage{Body: "À vous.", Internal: b.caps(Technician1).Notes, HandOver: card},
	})
	if len(w.Messages) != 1 || text(t, w.Messages[0].HandOver) != text(t, card) {
		t.Errorf("the answer holds %+v", w.Messages)
	}
	c := b.read(Technician2, id)
	if c.Ticket.Queue != b.High || !c.Ticket.Assignee.Empty() {
		t.Errorf("got %+v", c.Ticket)
	}
	if last := c.Messages[len(c.Messages)-1]; text(t, last.HandOver) != text(t, card) {
		t.Errorf("the card reads %+v", last.HandOver)
	}
	if got := b.read(Requester, id); got.Ticket.Queue != b.High || b.caps(Technician1).Notes && len(got.Messages) != 1 {
		t.Errorf("the requester reads %+v", got)
	}
}

func testResolve(t *testing.T, b *bench) {
	ticket := b.ask()
	sheet := &desk.Sheet{
		Analysis: "La file était bloquée.", Hypotheses: []desk.Hypothesis{{Text: "Câble", Confirmed: false}, {Text: "File d’attente", Confirmed: true}},
		Solution: "1. Vider la file\n2. Relancer", Workaround: true, Tested: "Trois pages", Cause: "Un document abîmé",
	}
	b.update(Technician1, ticket.ID, desk.Change{
		Set:     desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)},
		Message: &desk.NewMessage{Body: "C’est réparé.", Sheet: sheet},
	})
	c := b.read(Technician2, ticket.ID)
	if c.Ticket.Status != desk.StatusResolved || c.Ticket.Outcome != desk.OutcomeSolved || c.Ticket.Resolved.IsZero() {
		t.Errorf("got %+v", c.Ticket)
	}
	if last := c.Messages[len(c.Messages)-1]; text(t, last.Sheet) != text(t, sheet) || last.Body != "C’est réparé." {
		t.Errorf("got %+v", last)
	}
	said := b.read(Requester, ticket.ID).Messages
	if last := said[len(said)-1]; last.Sheet != nil || last.Body != "C’est réparé." {
		t.Errorf("the requester reads %+v", last)
	}
	b.set(Technician1, ticket.ID, desk.Patch{desk.FieldStatus: string(desk.StatusOpen), desk.FieldOutcome: ""})
	if got := b.read(Requester, ticket.ID).Ticket; got.Status != desk.StatusOpen || got.Outcome != "" || !got.Resolved.IsZero() {
		t.Errorf("opened again: got %+v", got)
	}
}

func testMerge(t *testing.T, b *bench) {
	if !b.needs(b.caps(Technician1).Merge, "merging") {
		return
	}
	goesOn, double := b.ask("The first one"), b.ask("The same again")
	b.set(Technician1, double.ID, desk.Patch{desk.FieldMergedInto: goesOn.ID})
	for _, who := range []Who{Requester, Technician2} {
		if got := b.read(who, double.ID).Ticket; got.ID != goesOn.ID || got.Title != "The first one" {
			t.Errorf("%s reads %+v", who, got)
		}
	}
	third := b.ask("And again")
	b.set(Technician1, third.ID, desk.Patch{desk.FieldMergedInto: goesOn.ID})
	if got := b.read(Technician1, third.ID).Ticket.ID; got != goesOn.ID {
		t.Errorf("it is %s", got)
	}
	_, err := b.as(Technician1).Update(t.Context(), newKey(t), goesOn.ID, "", desk.Change{Set: desk.Patch{desk.FieldMergedInto: goesOn.ID}})
	b.refused(err)
	_, err = b.as(Requester).Update(t.Context(), newKey(t), b.ask().ID, "", desk.Change{Set: desk.Patch{desk.FieldMergedInto: goesOn.ID}})
	b.refused(err)
}
