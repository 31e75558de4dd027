package desk_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

func allFields(t *testing.T) (list []desk.Field) {
	t.Helper()
	for _, f := range constants(t, "Field") {
		list = append(list, desk.Field(f))
	}
	return list
}

// valueOf draws a value of a field in its text form.
func valueOf(f desk.Field) *rapid.Generator[string] {
	switch f {
	case desk.FieldPendingUntil, desk.FieldPlannedAt, desk.FieldDue:
		return rapid.Custom(func(t *rapid.T) string {
			if rapid.Bool().Draw(t, "none") {
				return ""
			}
			return desk.FormatTime(time.Unix(rapid.Int64Range(0, 1<<34).Draw(t, "seconds"), 0))
		})
	case desk.FieldImpact, desk.FieldUrgency:
		return rapid.SampledFrom([]string{"", "1", "2", "3", "4", "5"})
	case desk.FieldPriority:
		return rapid.SampledFrom([]string{"", "1", "2", "3", "4", "5", "6"})
	}
	return rapid.String()
}

func patch(fields []desk.Field) *rapid.Generator[desk.Patch] {
	return rapid.Custom(func(t *rapid.T) desk.Patch {
		p := desk.Patch{}
		for _, f := range rapid.SliceOfDistinct(rapid.SampledFrom(fields), rapid.ID).Draw(t, "fields") {
			p[f] = valueOf(f).Draw(t, string(f))
		}
		return p
	})
}

func ticket(fields []desk.Field) *rapid.Generator[desk.Ticket] {
	return rapid.Custom(func(t *rapid.T) (ticket desk.Ticket) {
		for _, f := range fields {
			must(t, ticket.Set(f, valueOf(f).Draw(t, string(f))))
		}
		return ticket
	})
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryFieldGivesBackWhatWasSet(t *testing.T) {
	t.Parallel()
	for _, f := range allFields(t) {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				var ticket desk.Ticket
				if got := ticket.Get(f); got != "" {
					t.Fatalf("a new ticket has %q", got)
				}
				want := valueOf(f).Draw(t, "value")
				must(t, ticket.Set(f, want))
				if got := ticket.Get(f); got != want {
					t.Fatalf("set %q, got %q", want, got)
				}
				must(t, ticket.Set(f, ""))
				if !reflect.DeepEqual(ticket, desk.Ticket{}) {
					t.Fatalf("setting nothing leaves %+v", ticket)
				}
			})
		})
	}
}

func TestAFieldTouchesNoOther(t *testing.T) {
	t.Parallel()
	fields := allFields(t)
	rapid.Check(t, func(t *rapid.T) {
		before := ticket(fields).Draw(t, "ticket")
		f := rapid.SampledFrom(fields).Draw(t, "field")
		after := before
		must(t, after.Set(f, valueOf(f).Draw(t, "value")))
		for _, other := range fields {
			if other != f && after.Get(other) != before.Get(other) {
				t.Fatalf("setting %s changes %s from %q to %q", f, other, before.Get(other), after.Get(other))
			}
		}
	})
}

func TestAValueThatIsNoneOfTheFieldIsRefused(t *testing.T) {
	t.Parallel()
	for f, values := range map[desk.Field][]string{
		desk.FieldImpact:   {"high", "1.5", " 1", "01", "+1", "0", "-1", "6", "99999999999999999999"},
		desk.FieldPriority: {"major", "²", "-6", "7"},
		desk.FieldDue:      {"tomorrow", "2026-11-20", "2026-13-01T00:00:00Z"},
		"colour":           {"", "red"},
		"":                 {""},
	} {
		for _, v := range values {
			ticket := desk.Ticket{Impact: 2, Priority: 3, Due: time.Unix(1, 0).UTC()}
			before := ticket
			err := ticket.Set(f, v)
			if desk.CodeOf(err) != desk.CodeInvalid {
				t.Errorf("Set(%q, %q) gives %v, want invalid", f, v, err)
			}
			if !reflect.DeepEqual(ticket, before) {
				t.Errorf("Set(%q, %q) was refused and changed the ticket", f, v)
			}
		}
	}
}

func TestUnknownFieldsReadAsNothing(t *testing.T) {
	t.Parallel()
	if f := desk.Field("colour"); f.Valid() || (desk.Ticket{Title: "x"}).Get(f) != "" {
		t.Error("an unknown field is valid, or has a value")
	}
}

func TestTheNameOfAnAssigneeStaysWhileThePersonStays(t *testing.T) {
	t.Parallel()
	ticket := desk.Ticket{Assignee: desk.PersonRef{ID: "7", Name: "Claire"}}
	if err := ticket.Set(desk.FieldAssignee, "7"); err != nil || ticket.Assignee.Name != "Claire" {
		t.Errorf("the same person again: %v, %+v", err, ticket.Assignee)
	}
	if err := ticket.Set(desk.FieldAssignee, "8"); err != nil || ticket.Assignee != (desk.PersonRef{ID: "8"}) {
		t.Errorf("another person: %v, %+v", err, ticket.Assignee)
	}
}

func TestTimesAreTheSameInstantAfterBothWays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("", 60*rapid.IntRange(-12*60, 14*60).Draw(t, "minutes"))
		when := time.Unix(rapid.Int64Range(0, 1<<34).Draw(t, "seconds"), 0).In(zone)
		got, err := desk.ParseTime(desk.FormatTime(when))
		must(t, err)
		if !got.Equal(when) || got.Location() != time.UTC {
			t.Fatalf("%v became %v", when, got)
		}
	})
}
