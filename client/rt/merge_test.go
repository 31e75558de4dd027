package rt_test

import (
	"slices"
	"strings"
	"testing"

	"relais/client/rt"
	"relais/internal/desk"
)

func TestAMergeLeavesTheTicketThatGoesOnAsItWas(t *testing.T) {
	b := start(t)
	user, tech := b.device(t, "user1", rt.Settings{}), b.device(t, "tech1", rt.Settings{})
	ask := func(n desk.NewTicket) desk.Ticket {
		t.Helper()
		w, err := user.Create(t.Context(), newKey(t), n)
		if err != nil {
			t.Fatal(err)
		}
		return w.Ticket
	}
	set := func(id string, set desk.Patch) desk.Ticket {
		t.Helper()
		w, err := tech.Update(t.Context(), newKey(t), id, "", desk.Change{Set: set})
		if err != nil {
			t.Fatal(err)
		}
		return w.Ticket
	}
	answers := func(question, answer string) *desk.Answers {
		return &desk.Answers{
			Form: "network", Version: 1, Given: []desk.Answer{{Question: "since", Values: []string{"today"}}}, Told: []desk.Told{{Question: question, Answer: answer}},
		}
	}
	double := desk.NewTicket{
		Title: "Un écran", Kind: desk.KindRequest, Category: "hardware", Lang: "en", Site: "Lyon", Impact: 5, Urgency: 5,
		Answers: answers("Since when?", "Today"), Message: desk.NewMessage{Body: "A screen, please.", Tried: []desk.Tried{{Text: "Asked around"}}},
	}
	earlier := ask(double)
	goesOn := ask(desk.NewTicket{
		Title: "Plus de réseau", Kind: desk.KindIncident, Category: "network", Lang: "fr", Site: "Siège", Impact: 2, Urgency: 2,
		Answers: answers("Depuis quand ?", "Aujourd’hui"), Message: desk.NewMessage{Body: "Rien ne va."},
	})
	later := ask(double)
	set(later.ID, desk.Patch{desk.FieldCategory: "screen", desk.FieldKind: "problem"})
	for _, id := range []string{earlier.ID, later.ID} {
		if now := set(id, desk.Patch{desk.FieldMergedInto: goesOn.ID}); now.ID != goesOn.ID {
			t.Fatalf("%s goes on as %s", id, now.ID)
		}
	}
	c, err := tech.Conversation(t.Context(), later.ID)
	if err != nil {
		t.Fatal(err)
	}
	now := c.Ticket
	for _, f := range []desk.Field{desk.FieldKind, desk.FieldCategory, desk.FieldImpact, desk.FieldUrgency, desk.FieldPriority, desk.FieldTitle} {
		if now.Get(f) != goesOn.Get(f) {
			t.Errorf("%s was %q and is %q", f, goesOn.Get(f), now.Get(f))
		}
	}
	if now.Key != goesOn.Key || now.Lang != "fr" || now.Site != "Siège" || now.Answers == nil || now.Answers.Told[0].Answer != "Aujourd’hui" {
		t.Errorf("got %+v", now)
	}
	var merged []string
	for _, e := range c.Events {
		if e.Field == desk.FieldMergedInto && e.To == goesOn.ID {
			merged = append(merged, e.From)
		}
	}
	if slices.Sort(merged); len(merged) != 2 || !slices.Contains(merged, earlier.ID) || !slices.Contains(merged, later.ID) {
		t.Errorf("the history tells of %v", merged)
	}
	if len(c.Messages) != 3 || c.Messages[1].Body != "Rien ne va." {
		t.Fatalf("messages %+v", c.Messages)
	}
	for _, m := range []desk.Message{c.Messages[0], c.Messages[2]} {
		if !strings.HasPrefix(m.Body, "A screen, please.") || !strings.Contains(m.Body, "Since when? Today") || strings.Count(m.Body, "Asked around") != 1 || m.Tried != nil {
			t.Errorf("of the merged one they read %+v", m)
		}
	}
}
