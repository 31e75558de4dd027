package form_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"relais/assets"
	"relais/internal/desk"
)

// sample is what these tests need to know of a ticket of the sample helpdesk.
type sample struct {
	Ref      string
	Kind     desk.Kind
	Category string
	Impact   desk.Level
	Urgency  desk.Level
	Answers  *desk.Answers
}

func samples(t *testing.T) []sample {
	t.Helper()
	data, err := assets.Demo.ReadFile("demo/tickets.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []sample
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestSampleTicketsHoldWhatTheFormsWouldHaveGiven(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	answered := 0
	for _, ticket := range samples(t) {
		if _, ok := s.Form(ticket.Category); !ok {
			t.Errorf("%s: category %s is no form", ticket.Ref, ticket.Category)
		}
		a := ticket.Answers
		if a == nil {
			continue
		}
		answered++
		f, ok := s.Form(a.Form)
		if !ok || f.Version != a.Version {
			t.Errorf("%s: no form %s of version %d", ticket.Ref, a.Form, a.Version)
			continue
		}
		if q, more := f.Next(a.Given); more {
			t.Errorf("%s: question %s is not answered", ticket.Ref, q.ID)
		}
		if pruned := f.Prune(a.Given); !reflect.DeepEqual(pruned, a.Given) {
			t.Errorf("%s: answers %v, of which only %v count", ticket.Ref, a.Given, pruned)
		}
		d := f.Derive(a.Given)
		if !reflect.DeepEqual(d.Why, a.Derived) {
			t.Errorf("%s: derived %v, want %v", ticket.Ref, a.Derived, d.Why)
		}
		if ticket.Kind != d.Kind || ticket.Category != d.Category || ticket.Impact != d.Impact || ticket.Urgency != d.Urgency {
			t.Errorf("%s: %+v does not follow from its answers: %+v", ticket.Ref, ticket, d)
		}
	}
	if answered < 35 {
		t.Errorf("only %d sample tickets have answers", answered)
	}
}
