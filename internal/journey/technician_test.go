//go:build journey

package journey_test

import (
	"slices"
	"strings"
	"testing"

	"relais/internal/desk"
)

// What is said in the journey of a ticket through the levels.
const (
	pinkTitle   = "Le vidéoprojecteur de la salle de réunion affiche tout en rose"
	pinkPhone   = "06 12 34 56 78"
	pinkProblem = pinkTitle + ", je suis joignable au " + pinkPhone
	pinkReply   = "Bonjour Amélie, je m’en occupe : utilisez la salle d’à côté en attendant."
	pinkNote    = "Déjà vu au printemps : une broche était tordue."
	pinkGuess   = "Le câble de la salle est abîmé"
	pinkCheck   = "La prise du câble, côté mur"
	pinkCure    = "Remplacer le câble entre le mur et le vidéoprojecteur"
	pinkCause   = "Une broche tordue : une des trois couleurs ne passe plus"
	pinkAnswer  = "Le câble est remplacé, les couleurs sont revenues. Merci de votre patience."
	pinkArticle = "L’image du vidéoprojecteur est toute rose"
)

var meeting = []answer{{question: "what", option: "room"}, {question: "next", option: "today"}, {question: "who", option: "some"}}

func TestATicketGoesUpTheLevelsAndComesBackAsAnAnswerAndAnArticle(t *testing.T) {
	h := newHelpdesk(t)
	before := h.tickets()
	amelie := sit(t, "amelie")
	amelie.signIn(h)
	amelie.write("home.text", pinkProblem)
	amelie.click("home.ask")
	amelie.reply(meeting)
	amelie.click("review.send")
	c := h.arrived(before)
	amelie.read("receipt.facts", c.Ticket.Number)

	answers(t, h, c.Ticket)
	resolves(t, h, c.Ticket)
	reads(t, h, amelie, c.Ticket)
}

// answers is the first level: take, reply, note, escalate with the card.
func answers(t *testing.T, h *helpdesk, ticket desk.Ticket) {
	claire := sit(t, "claire")
	claire.signIn(h)
	claire.open("level1", ticket)
	claire.show("c-02-ticket")
	claire.click("ticket.take")
	claire.gone("ticket.take")
	claire.click("ticket.reply")
	claire.write("reply.text", pinkReply)
	claire.click("reply.attach")
	claire.press("Escape")
	claire.show("c-03-reply")
	claire.click("reply.send")
	claire.read("ticket.talk", pinkReply)
	claire.click("ticket.note")
	claire.write("note.text", pinkNote)
	claire.show("c-04-note")
	claire.click("note.send")
	claire.read("ticket.talk", pinkNote)

	claire.click("ticket.escalate")
	claire.read("escalate.happening", pinkTitle)
	claire.read("escalate.tried", pinkNote)
	claire.write("escalate.hypothesis", pinkGuess)
	claire.write("escalate.check", pinkCheck)
	claire.show("c-05-hand-over")
	claire.click("escalate.send")
	claire.gone("escalate.send")
	claire.show("c-06-escalated")

	c := h.becomes(ticket.ID, "the ticket at level 2", func(c desk.Conversation) bool { return c.Ticket.Queue == "level2" })
	said := func(words string) desk.Message {
		i := slices.IndexFunc(c.Messages, func(m desk.Message) bool { return m.Body == words })
		if i < 0 {
			t.Fatalf("nobody said %q: %+v", words, c.Messages)
		}
		return c.Messages[i]
	}
	if m := said(pinkReply); m.Internal || m.Author.ID != "claire" {
		t.Errorf("the reply: %+v", m)
	}
	if m := said(pinkNote); !m.Internal || m.Author.ID != "claire" {
		t.Errorf("the note: %+v", m)
	}
	i := slices.IndexFunc(c.Messages, func(m desk.Message) bool { return m.HandOver != nil })
	if i < 0 {
		t.Fatalf("no hand-over card: %+v", c.Messages)
	}
	card := c.Messages[i].HandOver
	if !c.Messages[i].Internal || card.Hypothesis != pinkGuess || card.Check != pinkCheck || !strings.Contains(card.Happening, pinkTitle) || !strings.Contains(card.Tried, pinkNote) {
		t.Errorf("the card: %+v", card)
	}
}

// resolves is the second level: resolve with the sheet, publish what it teaches.
func resolves(t *testing.T, h *helpdesk, ticket desk.Ticket) {
	nadia := sit(t, "nadia")
	nadia.light()
	nadia.signIn(h)
	nadia.open("level2", ticket)
	nadia.read("ticket.talk", pinkGuess)
	nadia.show("c-08-handed-over")
	nadia.click("ticket.take")
	nadia.gone("ticket.take")
	nadia.click("ticket.resolve")
	nadia.write("resolve.solution", pinkCure)
	nadia.write("resolve.message", pinkAnswer)
	nadia.write("resolve.cause", pinkCause)
	nadia.show("c-09-sheet")
	nadia.click("resolve.send")
	nadia.see("ticket.article")
	nadia.show("c-10-resolved")
	c := h.becomes(ticket.ID, "a resolved ticket", func(c desk.Conversation) bool { return c.Ticket.Status == desk.StatusResolved })
	last := c.Messages[len(c.Messages)-1]
	if last.Body != pinkAnswer || last.Internal || last.Sheet == nil || last.Sheet.Solution != pinkCure || last.Sheet.Cause != pinkCause {
		t.Errorf("the resolution: %+v", last)
	}
	for _, m := range h.conversation("amelie", ticket.ID).Messages {
		if m.Internal || m.Sheet != nil || m.HandOver != nil {
			t.Errorf("the requester is given what is for the team only: %+v", m)
		}
	}

	nadia.click("ticket.article")
	nadia.read("editor.body", pinkCure)
	nadia.show("c-11-personal-data")
	nadia.click("editor.remove.0")
	nadia.gone("editor.remove.0")
	nadia.rewrite("editor.title", pinkArticle)
	nadia.show("c-12-editor")
	nadia.click("editor.publish")
	nadia.see("editor.done")
	nadia.show("c-13-published")
	var article desk.Article
	until(t, "the article at the helpdesk", func() bool {
		list := h.articles()
		i := slices.IndexFunc(list, func(a desk.Article) bool { return a.Title == pinkArticle })
		if i >= 0 {
			article = list[i]
		}
		return i >= 0
	})
	if article.State != desk.ArticlePublished || article.Audience != desk.AudienceEveryone || article.Ticket != ticket.ID ||
		strings.Contains(article.Body, pinkPhone) || !strings.Contains(article.Body, pinkCure) {
		t.Errorf("the article: %+v", article)
	}
}

// reads is the requester again: the answer is there, the note is not, it is solved, and next time the article helps.
func reads(t *testing.T, h *helpdesk, amelie *window, ticket desk.Ticket) {
	amelie.click("receipt.follow")
	amelie.press("F5")
	amelie.read("request.turn", pinkAnswer)
	amelie.read("request.timeline", pinkReply)
	if said := amelie.look("request.timeline").Words; strings.Contains(said, pinkNote) || strings.Contains(said, pinkGuess) || strings.Contains(said, pinkCause) {
		t.Errorf("she reads what is for the team only: %s", said)
	}
	amelie.show("c-14-answer")
	amelie.click("request.solved")
	c := h.becomes(ticket.ID, "a closed ticket", func(c desk.Conversation) bool { return c.Ticket.Status == desk.StatusClosed })
	if c.Ticket.Outcome != desk.OutcomeSolved {
		t.Errorf("it ended as %q", c.Ticket.Outcome)
	}
	amelie.show("c-15-solved")
	amelie.click("tab.knowledge")
	amelie.write("kb.search", "au secours l’image est rose")
	amelie.read("kb.hit.0", pinkArticle)
	amelie.show("c-16-found")
	amelie.click("kb.hit.0")
	amelie.see("article.step.1")
	amelie.show("c-17-article")
}

// open finds a ticket in a queue by its number and opens it.
func (w *window) open(queue string, ticket desk.Ticket) {
	w.t.Helper()
	w.click("tab.queues")
	w.click("queues." + queue)
	w.see("queues.ticket." + ticket.Number)
	w.write("queues.filter", ticket.Number)
	if queue == "level1" {
		w.show("c-01-queue")
	} else {
		w.show("c-07-queue-of-level-2")
	}
	w.click("queues.ticket." + ticket.Number)
	w.read("ticket.talk", pinkProblem)
}
