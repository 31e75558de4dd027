package change_test

import (
	"errors"
	"testing"

	"relais/internal/desk"
	"relais/offline/change"
)

func TestOnlyTheFieldsThatNobodyElseChangedAreSent(t *testing.T) {
	t.Parallel()
	o := &change.Correct{Set: desk.Patch{desk.FieldImpact: "4", desk.FieldCategory: "hardware"}}
	theirs := with(open(), desk.Patch{desk.FieldCategory: "hardware", desk.FieldTitle: "Still no sound"})
	h := &helpdesk{now: theirs}
	w := h.way(open(), o)
	w.Ticket = theirs
	if _, err := o.Push(t.Context(), h, w); err != nil {
		t.Fatal(err)
	}
	if len(h.changes) != 1 || len(h.changes[0].Set) != 1 || h.changes[0].Set[desk.FieldImpact] != "4" || h.on[0] != "1 v1" {
		t.Fatalf("sent %+v on %v", h.changes, h.on)
	}
}

func TestAFieldThatBothSidesChangedIsAsked(t *testing.T) {
	t.Parallel()
	o := &change.Pend{For: desk.PendingUser}
	theirs := with(open(), desk.Patch{desk.FieldStatus: "resolved"})
	theirs.Version = "v2"
	h := &helpdesk{now: theirs, refuse: []error{&desk.Error{Code: desk.CodeConflict}}}
	_, err := o.Push(t.Context(), h, h.way(open(), o))
	var clash *change.Clash
	if !errors.As(err, &clash) || len(clash.Conflicts) != 1 || clash.Error() != "changed on both sides: status" {
		t.Fatalf("got %v", err)
	}
	if c := clash.Conflicts[0]; c != (desk.Conflict{Field: desk.FieldStatus, Base: "open", Mine: "pending", Theirs: "resolved"}) {
		t.Fatalf("got %+v", c)
	}
}

func TestAMessageGoesWithoutTheValuesThatWereGivenUp(t *testing.T) {
	t.Parallel()
	o := &change.Pend{For: desk.PendingUser, Message: &desk.NewMessage{Body: "Which screen?"}}
	h := &helpdesk{now: open()}
	w := h.way(open(), o)
	w.Drop = true
	if _, err := o.Push(t.Context(), h, w); err != nil || len(h.changes[0].Set) != 0 || h.changes[0].Message == nil || h.on[0] != "1 " {
		t.Fatalf("sent %+v on %v, %v", h.changes, h.on, err)
	}
	s := change.Scene{Conversation: desk.Conversation{Ticket: open()}, Key: key, Drop: true}
	o.Apply(&s)
	want(t, s.Ticket, desk.Patch{desk.FieldStatus: "open"})
	if len(s.Messages) != 1 {
		t.Fatalf("shown %+v", s.Messages)
	}
}

func TestValuesThatAreThereAlreadyAreNotSent(t *testing.T) {
	t.Parallel()
	o := &change.Confirm{}
	h := &helpdesk{now: with(open(), desk.Patch{desk.FieldStatus: "closed", desk.FieldOutcome: "solved"})}
	w := h.way(open(), o)
	w.Ticket = h.now
	if r, err := o.Push(t.Context(), h, w); err != nil || len(h.changes) != 0 || r.Ticket == nil {
		t.Fatalf("sent %+v, %v", h.changes, err)
	}
}

func TestATicketThatChangesAllTheTimeIsLeftForLater(t *testing.T) {
	t.Parallel()
	h := &helpdesk{now: open()}
	for range 9 {
		h.refuse = append(h.refuse, &desk.Error{Code: desk.CodeConflict})
	}
	o := &change.Assign{To: claire}
	if _, err := o.Push(t.Context(), h, h.way(open(), o)); desk.CodeOf(err) != desk.CodeConflict || len(h.changes) > 6 {
		t.Fatalf("%d tries, %v", len(h.changes), err)
	}
}

func TestAMergedTicketIsAskedAbout(t *testing.T) {
	t.Parallel()
	other := open()
	other.ID = "2"
	h := &helpdesk{now: other}
	o := &change.Assign{To: claire}
	w := h.way(open(), o)
	w.Ticket = other
	var clash *change.Clash
	if _, err := o.Push(t.Context(), h, w); !errors.As(err, &clash) || clash.Conflicts[0].Field != desk.FieldMergedInto || clash.Conflicts[0].Theirs != "2" {
		t.Fatalf("got %v", err)
	}
	w.Base[desk.FieldMergedInto] = "2"
	if _, err := o.Push(t.Context(), h, w); err != nil || h.on[0] != "2 v1" {
		t.Fatalf("sent on %v, %v", h.on, err)
	}
}

func TestAReasonBecomesAMessageWhereThereIsNoHistory(t *testing.T) {
	t.Parallel()
	o := &change.Close{Reason: "No answer"}
	for _, can := range []desk.Capabilities{{Events: true}, {Notes: true}, {}} {
		h := &helpdesk{now: open(), can: can}
		if _, err := o.Push(t.Context(), h, h.way(open(), o)); err != nil {
			t.Fatal(err)
		}
		if m := h.changes[0].Message; can.Events != (m == nil) || m != nil && (m.Body != "No answer" || m.Internal != can.Notes) {
			t.Errorf("%+v: sent %+v", can, m)
		}
	}
}

func TestTheOutcomeStaysAwayWhereNobodyKeepsIt(t *testing.T) {
	t.Parallel()
	h := &helpdesk{now: open(), can: desk.Capabilities{Events: true, Fields: []desk.Field{desk.FieldStatus}}}
	o := &change.Confirm{}
	if _, err := o.Push(t.Context(), h, h.way(open(), o)); err != nil || len(h.changes[0].Set) != 1 {
		t.Fatalf("sent %+v, %v", h.changes, err)
	}
}

func TestThePromiseForAnOperationIsTheWeakestOfItsParts(t *testing.T) {
	t.Parallel()
	can := desk.Capabilities{Create: desk.Keyed, Message: desk.Findable, Change: desk.BestEffort, Events: true}
	for _, c := range []struct {
		o          change.Operation
		promise    desk.Promise
		repeatable bool
	}{
		{&change.Ask{}, desk.Keyed, false},
		{&change.Reply{}, desk.Findable, false},
		{&change.Confirm{}, desk.BestEffort, true},
		{&change.Resolve{}, desk.BestEffort, false},
		{&change.SaveArticle{}, desk.BestEffort, false},
	} {
		if p, r := change.PromiseFor(c.o, can); p != c.promise || r != c.repeatable {
			t.Errorf("%s: got %s, %v", c.o.Verb(), p, r)
		}
	}
}

func TestWhatANewerProgramWroteIsToldFromWhatIsDamaged(t *testing.T) {
	t.Parallel()
	if _, err := change.Decode("dance", []byte("{}")); desk.CodeOf(err) != desk.CodeNewer {
		t.Errorf("got %v", err)
	}
	if _, err := change.Decode(desk.VerbAsk, []byte("{")); desk.CodeOf(err) != desk.CodeDamaged {
		t.Errorf("got %v", err)
	}
}
