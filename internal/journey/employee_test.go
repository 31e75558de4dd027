//go:build journey

package journey_test

import (
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
)

// answer is one answer of a guided form: an option that is clicked, or words that are typed.
type answer struct{ question, option, words string }

// network are the answers of somebody in a meeting room whose Wi-Fi leads nowhere.
var network = []answer{{question: "what", option: "drops"}, {question: "where", option: "office"}, {question: "who", option: "some"}, {question: "work", option: "partly"}}

// reply answers the questions of a guided form.
func (w *window) reply(answers []answer) {
	w.t.Helper()
	for _, a := range answers {
		if a.option != "" {
			w.click("form.option." + a.option)
			continue
		}
		w.write("form.answer", a.words)
		w.click("form.next")
	}
	w.see("review.send")
}

// answered tells whether a ticket carries exactly these answers.
func answered(ticket desk.Ticket, form string, answers []answer) bool {
	if ticket.Answers == nil || ticket.Answers.Form != form {
		return false
	}
	var given []answer
	for _, a := range ticket.Answers.Given {
		given = append(given, answer{a.Question, strings.Join(a.Values, ","), a.Text})
	}
	return slices.Equal(given, answers)
}

// first is what a requester said to begin with.
func first(t *testing.T, c desk.Conversation) desk.Message {
	t.Helper()
	if len(c.Messages) == 0 {
		t.Fatal("nobody said anything")
	}
	return c.Messages[0]
}

func TestAnEmployeeFindsAnArticleAsksForHelpAndSeesTheNumber(t *testing.T) {
	const problem = "Le Wi-Fi est connecté mais je n’ai pas Internet : ça m’a coupée en pleine réunion, dès midi, à l’étage"
	h := newHelpdesk(t)
	before := h.tickets()
	amelie := sit(t, "amelie")
	amelie.see("home.text")
	amelie.show("a-01-before-signing-in")
	amelie.light()
	amelie.signIn(h)
	amelie.see("home.request.0")
	amelie.show("a-02-home")

	amelie.write("home.text", problem)
	amelie.read("home.suggestion.0", "Le Wi-Fi est connecté mais je n’ai pas Internet")
	amelie.show("a-03-suggestions")
	amelie.click("home.suggestion.0")
	amelie.click("article.step.2")
	amelie.show("a-04-article")
	amelie.click("article.notsolved")

	amelie.see("form.option.drops")
	amelie.show("a-05-question")
	amelie.reply(network)
	amelie.show("a-06-review")
	amelie.click("review.attach")
	amelie.show("a-06-review-chooser")
	amelie.press("Escape")
	amelie.click("review.send")
	c := h.arrived(before)
	amelie.read("receipt.facts", c.Ticket.Number)
	amelie.show("a-07-receipt")
	if got := first(t, c); got.Body != problem || got.Author.ID != "amelie" || got.Internal {
		t.Errorf("the helpdesk read %+v", got)
	}
	if tried := first(t, c).Tried; len(tried) != 1 || tried[0].Article != "network-wifi-no-internet.fr" || tried[0].Step != 2 || !strings.Contains(tried[0].Text, "mode Avion") {
		t.Errorf("what she tried: %+v", tried)
	}
	if !answered(c.Ticket, "network", network) {
		t.Errorf("her answers: %+v", c.Ticket.Answers)
	}
	if c.Ticket.Kind != desk.KindIncident || c.Ticket.Category != "network" || c.Ticket.Requester.ID != "amelie" || c.Ticket.Lang != "fr" {
		t.Errorf("the ticket: %+v", c.Ticket)
	}
	amelie.click("receipt.follow")
	amelie.read("request.timeline", problem)
	amelie.show("a-08-request")
	if list := h.since(before); len(list) != 1 {
		t.Errorf("%d new tickets, want one: %+v", len(list), list)
	}
}
