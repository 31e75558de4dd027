package clienttest

import (
	"testing"

	"relais/internal/desk"
)

var roleTests = []test{
	{"a requester does not see the tickets of others", func(t *testing.T, b *bench) {
		id := b.ask().ID
		_, err := b.as(Requester2).Conversation(t.Context(), id)
		b.fails(err, desk.CodeNotFound, desk.CodeForbidden)
		_, err = b.as(Requester2).Update(t.Context(), newKey(t), id, "", desk.Change{Message: &desk.NewMessage{Body: "May I see?"}})
		b.fails(err, desk.CodeNotFound, desk.CodeForbidden)
		f := newFold()
		f.pullAll(t, b.as(Requester2))
		if _, ok := f.tickets[id]; ok {
			t.Error("it is in the pull of somebody else")
		}
		if got := b.read(Technician1, id).Messages; len(got) != 1 {
			t.Errorf("there are %+v", got)
		}
	}},
	{"a requester moves a ticket only as requesters do", func(t *testing.T, b *bench) {
		before := b.read(Technician1, b.ask().ID)
		for _, set := range []desk.Patch{
			{desk.FieldStatus: string(desk.StatusResolved)}, {desk.FieldStatus: string(desk.StatusPlanned)}, {desk.FieldPriority: "6"},
			{desk.FieldUrgency: "5"}, {desk.FieldQueue: b.High}, {desk.FieldAssignee: b.me(Technician1).ID}, {desk.FieldTitle: "Something else"},
			{desk.FieldStatus: string(desk.StatusClosed), desk.FieldUrgency: "5"},
		} {
			_, err := b.as(Requester).Update(t.Context(), newKey(t), before.Ticket.ID, "", desk.Change{
				Set: set, Reason: "Because.", Message: &desk.NewMessage{Body: "This must not arrive."},
			})
			b.refused(err)
			b.unchanged(before)
		}
	}},
	{"a technician has no way around the life of a ticket", func(t *testing.T, b *bench) {
		id := b.ask().ID
		b.set(Technician1, id, desk.Patch{desk.FieldStatus: string(desk.StatusResolved), desk.FieldOutcome: string(desk.OutcomeSolved)})
		before := b.read(Technician1, id)
		for _, to := range []desk.Status{desk.StatusPending, desk.StatusPlanned, desk.StatusNew} {
			_, err := b.as(Technician1).Update(t.Context(), newKey(t), id, "", desk.Change{Set: desk.Patch{desk.FieldStatus: string(to)}})
			b.refused(err)
		}
		b.unchanged(before)
	}},
	{"tickets are given to staff only", func(t *testing.T, b *bench) {
		before := b.read(Technician1, b.ask().ID)
		_, err := b.as(Technician1).Update(t.Context(), newKey(t), before.Ticket.ID, "", desk.Change{Set: desk.Patch{desk.FieldAssignee: b.me(Requester).ID}})
		b.refused(err)
		b.unchanged(before)
	}},
	{"somebody who follows a ticket sees it, until they do not", func(t *testing.T, b *bench) {
		if !b.needs(b.Follow != nil, "somebody who follows") {
			return
		}
		id, f := b.ask().ID, newFold()
		f.pullAll(t, b.as(Requester2))
		b.Follow(t, id, Requester2, true)
		b.read(Requester2, id)
		f.pullAll(t, b.as(Requester2))
		if _, ok := f.tickets[id]; !ok {
			t.Error("it was not pulled when it came into sight")
		}
		_, err := b.as(Requester2).Update(t.Context(), newKey(t), id, "", desk.Change{Set: desk.Patch{desk.FieldStatus: string(desk.StatusClosed)}})
		b.refused(err)
		b.Follow(t, id, Requester2, false)
		f.pullAll(t, b.as(Requester2))
		if _, ok := f.tickets[id]; ok {
			t.Error("it is still there after it went out of sight")
		}
		_, err = b.as(Requester2).Conversation(t.Context(), id)
		b.fails(err, desk.CodeNotFound, desk.CodeForbidden)
	}},
}
