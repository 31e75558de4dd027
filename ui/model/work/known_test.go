package work_test

import (
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model/work"
)

// answered is what somebody said in the form about mail.
func answered() *desk.Answers {
	return &desk.Answers{
		Form: "printing", Version: 1,
		Given: []desk.Answer{{Question: "what", Values: []string{"nothing"}}, {Question: "who", Values: []string{"me"}}, {Question: "work", Values: []string{"partly"}}},
		Derived: []desk.Derivation{
			{Field: desk.FieldKind, Value: "incident"},
			{Field: desk.FieldImpact, Value: "2", Question: "who", Option: "me"},
			{Field: desk.FieldUrgency, Value: "4", Question: "work", Option: "partly"},
		},
	}
}

func TestAnswersAndReasonsAreReadInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.view.Ticket.Answers, f.view.Ticket.Kind = answered(), desk.KindIncident
		s := openTicket(t, f).State()
		if len(s.Answers) != 3 || s.Answers[0].Question == "what" || s.Answers[0].Answer == "nothing" {
			t.Errorf("answers %q", s.Answers)
		}
		if r, ok := s.Reason(desk.FieldImpact); !ok || r.Question == "who" || r.Answer == "me" {
			t.Errorf("impact %+v", r)
		}
		if _, ok := s.Reason(desk.FieldUrgency); ok {
			t.Error("an urgency that was corrected still has the reason of the old one")
		}
		if _, ok := s.Reason(desk.FieldKind); ok {
			t.Error("what the form itself gives is no answer")
		}
	})
}

func TestAnswersOfAFormThatIsNotKnownStayKeys(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.view.Ticket.Answers, f.view.Ticket.Category = answered(), "coffee"
		f.view.Ticket.Answers.Form = "coffee"
		s := openTicket(t, f).State()
		if want := (work.Line{Question: "what", Answer: "nothing"}); len(s.Answers) != 3 || s.Answers[0] != want {
			t.Errorf("answers %q", s.Answers)
		}
		if s.Topic("coffee") != "coffee" || s.Topic("printing") == "printing" || s.Topics[len(s.Topics)-1].ID != "coffee" {
			t.Errorf("topics %v", s.Topics)
		}
	})
}

func TestATicketNamesThoseItBelongsTo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.view.Ticket.Parent = "12"
		want := []work.Link{{Field: desk.FieldParent, Ref: "12", Number: "2041", Title: "Écran noir"}}
		if got := openTicket(t, f).State().Linked; !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestSimilarCasesSayWhatHelped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.view.Ticket.Created, f.view.Ticket.Resolved = noon, noon.Add(12*time.Minute)
		want := []work.Case{
			{Ref: "9", Number: "2041", Took: 12 * time.Minute},
			{Article: true, Ref: "b.fr", Title: "Écran noir", Helped: 5},
		}
		if got := openTicket(t, f).State().Similar; !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestThePriorityFollowsACorrection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fills [][2]string
		want  string
	}{
		{"impact and urgency", [][2]string{{"urgency", "5"}, {"impact", "5"}}, "5"},
		{"picked afterwards", [][2]string{{"urgency", "5"}, {"priority", "1"}}, "1"},
		{"picked before", [][2]string{{"priority", "1"}, {"impact", "5"}, {"urgency", "5"}}, "5"},
		{"major", [][2]string{{"priority", "6"}, {"impact", "1"}}, "6"},
		{"another field", [][2]string{{"kind", "request"}}, "2"},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := openTicket(t, newFake())
			p.Begin(desk.VerbCorrect)
			for _, f := range c.fills {
				p.Fill(f[0], f[1])
			}
			if got := p.State().Fields["priority"]; got != c.want {
				t.Errorf("%s: got %s, want %s", c.name, got, c.want)
			}
		})
	}
}

func TestColleaguesAndQueuesAreOfferedInOrder(t *testing.T) {
	t.Parallel()
	s := work.TicketState{
		Me: claire, Queues: queues,
		People: []desk.Person{{ID: "p9", Name: "Zoé", Role: desk.RoleLead}, {ID: "p1", Name: "Amélie"}, claire, {ID: "p3", Name: "Nadia", Role: desk.RoleTechnician}},
	}
	s.View.Ticket.Queue = "level2"
	var names string
	for _, p := range s.Staff() {
		names += p.Name + " "
	}
	if names != "Claire Nadia Zoé " {
		t.Errorf("staff %s", names)
	}
	if s.Next(1).ID != "level3" || s.Next(-1).ID != "level1" {
		t.Errorf("above %v, below %v", s.Towards(1), s.Towards(-1))
	}
	if s.Person("p3") != "Nadia" || s.Person("gone") != "gone" || s.Queue("gone").Name != "gone" {
		t.Error("what is not known has no name")
	}
}

func TestAnArticleThatAnswersTeachesOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		w := openTicket(t, f)
		synctest.Wait()
		w.Answers("b.fr")
		w.Answers("b.fr")
		w.Answers("9") // a ticket
		synctest.Wait()
		if want := []string{"answered 1 by b.fr"}; !slices.Equal(f.did, want) {
			t.Errorf("did %q, want %q", f.did, want)
		}
		if s := w.State(); !s.Similar[1].Answers || s.Code != "" {
			t.Errorf("got %+v, %v", s.Similar, s.Code)
		}
	})
}
