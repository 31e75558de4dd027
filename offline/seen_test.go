package offline_test

import (
	"testing"

	"relais/client/memory"
	"relais/internal/desk"
)

func TestWhatSomebodyElseChangedUnseenIsAskedAndNotWrittenOver(t *testing.T) {
	t.Parallel()
	w, mine, theirs := pair(t, memory.Options{})
	v, err := mine.Ticket(t.Context(), "1")
	must(t, err)
	seeing := desk.Seeing(t.Context(), v.Ticket)
	_, err = theirs.Correct(t.Context(), "1", desk.Patch{desk.FieldTitle: "No sound in room 12"})
	must(t, err)
	w.sync(theirs)
	w.sync(mine) // in the background, while the person fills in
	_, err = mine.Correct(seeing, "1", desk.Patch{desk.FieldTitle: "No sound at all"})
	must(t, err)
	_, err = mine.Note(seeing, "1", says("Asked in the room"), "")
	must(t, err)
	if r := w.sync(mine); r.Pushed != 0 || r.Attention != 1 {
		t.Fatalf("sync %+v", r)
	}
	if title := w.hub.Conversations()[0].Ticket.Title; title != "No sound in room 12" {
		t.Fatalf("the helpdesk has %q", title)
	}
	list, err := mine.Outbox(t.Context())
	must(t, err)
	want := desk.Conflict{Field: desk.FieldTitle, Base: "No sound", Mine: "No sound at all", Theirs: "No sound in room 12"}
	if c := list[0].Conflicts; len(c) != 1 || c[0].Base != want.Base || c[0].Mine != want.Mine || c[0].Theirs != want.Theirs {
		t.Fatalf("conflicts %+v", c)
	}
	must(t, mine.Settle(t.Context(), list[0].Key, desk.SettleMine))
	if r := w.sync(mine); r.Waiting+r.Attention != 0 {
		t.Fatalf("sync %+v", r)
	}
	if title := w.hub.Conversations()[0].Ticket.Title; title != "No sound at all" {
		t.Fatalf("the helpdesk has %q", title)
	}
}
