package desk_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

func TestAPatchSetsAllItsFields(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		ticket, p := ticket(fields).Draw(t, "ticket"), patch(fields).Draw(t, "patch")
		before := ticket
		base := p.Base(ticket)
		must(t, p.Apply(&ticket))
		for _, f := range fields {
			want, set := p[f]
			if !set {
				want = before.Get(f)
			}
			if got := ticket.Get(f); got != want {
				t.Fatalf("%s is %q, want %q", f, got, want)
			}
		}
		must(t, base.Apply(&ticket))
		if !slices.Equal(slices.Collect(values(ticket, fields)), slices.Collect(values(before, fields))) {
			t.Fatal("applying the base does not undo the patch")
		}
	})
}

func values(ticket desk.Ticket, fields []desk.Field) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, f := range fields {
			if !yield(ticket.Get(f)) {
				return
			}
		}
	}
}

func TestAPatchWithOneRefusedFieldSetsNone(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		ticket, p := ticket(fields).Draw(t, "ticket"), patch(fields).Draw(t, "patch")
		bad := rapid.SampledFrom([]desk.Field{desk.FieldDue, desk.FieldImpact, "a colour", "zebra"}).Draw(t, "bad")
		p[bad] = "never"
		before := ticket
		if code := desk.CodeOf(p.Apply(&ticket)); code != desk.CodeInvalid {
			t.Fatalf("code %q", code)
		}
		if !reflect.DeepEqual(ticket, before) {
			t.Fatal("some fields were set")
		}
	})
}

func TestMergeSortsEveryFieldOfThePatchOnce(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		was, p := ticket(fields).Draw(t, "was"), patch(fields).Draw(t, "mine")
		base, now := p.Base(was), was
		must(t, patch(fields).Draw(t, "theirs").Apply(&now))
		send, conflicts := p.Merge(base, now)
		clash := map[desk.Field]desk.Conflict{}
		for _, c := range conflicts {
			clash[c.Field] = c
		}
		for f, mine := range p {
			theirs := now.Get(f)
			sent, sends := send[f]
			c, clashes := clash[f]
			switch {
			case mine == theirs && (sends || clashes):
				t.Fatalf("%s is alike on both sides and was not left out", f)
			case mine != theirs && theirs == base[f] && (clashes || sent != mine):
				t.Fatalf("%s was changed here only and is not sent", f)
			case mine != theirs && theirs != base[f] && (sends || c != desk.Conflict{Field: f, Base: base[f], Mine: mine, Theirs: theirs}):
				t.Fatalf("%s was changed on both sides and nobody is asked: %+v", f, c)
			}
		}
		if len(send)+len(clash) > len(p) || len(clash) != len(conflicts) {
			t.Fatal("a field that is not in the patch, or one that comes twice")
		}
	})
}

func TestMergingAgainAfterSendingFindsNothingLeft(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		was, p := ticket(fields).Draw(t, "was"), patch(fields).Draw(t, "mine")
		base, now := p.Base(was), was
		must(t, patch(fields).Draw(t, "theirs").Apply(&now))
		send, conflicts := p.Merge(base, now)
		must(t, send.Apply(&now))
		again, same := p.Merge(base, now)
		if len(again) != 0 || !slices.Equal(conflicts, same) {
			t.Fatalf("left to send %v, conflicts %v then %v", again, conflicts, same)
		}
	})
}

func TestNothingConflictsWhenNobodyElseChangedAnything(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		was, p := ticket(fields).Draw(t, "was"), patch(fields).Draw(t, "mine")
		if _, conflicts := p.Merge(p.Base(was), was); len(conflicts) > 0 {
			t.Fatalf("conflicts: %v", conflicts)
		}
	})
}

func TestOneInstantInTwoZonesIsNoConflict(t *testing.T) {
	t.Parallel()
	var now desk.Ticket
	if err := now.Set(desk.FieldPlannedAt, "2026-11-20T08:00:00Z"); err != nil {
		t.Fatal(err)
	}
	mine := desk.Patch{desk.FieldPlannedAt: "2026-11-20T09:00:00+01:00"}
	if send, conflicts := mine.Merge(desk.Patch{}, now); len(send)+len(conflicts) > 0 {
		t.Errorf("send %v, conflicts %v", send, conflicts)
	}
	mine = desk.Patch{desk.FieldPlannedAt: "2026-11-21T08:00:00Z"}
	base := desk.Patch{desk.FieldPlannedAt: "2026-11-20T09:00:00+01:00"}
	if send, conflicts := mine.Merge(base, now); len(send) != 1 || len(conflicts) > 0 {
		t.Errorf("send %v, conflicts %v", send, conflicts)
	}
}

func TestFieldsOfAPatchComeInAFixedOrder(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		p := patch(fields).Draw(t, "patch")
		list := p.Fields()
		if len(list) != len(p) || !slices.IsSorted(list) {
			t.Fatalf("fields %v", list)
		}
	})
}
