//go:build journey

package journey_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What is said in the journey through a Request Tracker.
const (
	inkReply  = "Bonjour, je regarde ce qu’il en est : gardez la feuille, s’il vous plaît."
	inkTried  = "Nettoyage, autre papier"
	inkGuess  = "Le tambour est usé"
	inkCheck  = "Le compteur du tambour, capot ouvert"
	inkCure   = "Remplacer le tambour"
	inkAnswer = "Le tambour est remplacé : les pages sortent propres."
)

func TestAnEmployeeIsHelpedByTwoLevelsOfRequestTracker(t *testing.T) {
	r := newTracker(t)
	title := "L’imprimante du couloir sort des pages rayées depuis " + time.Now().Format("15h04 et 05s")
	employee := sit(t, "user1")
	employee.enter(r)
	employee.see("home.text")
	id := asksWithoutNetwork(t, r, employee, title)
	takes(t, r, id)
	cures(t, r, id)

	employee.click("receipt.follow")
	employee.press("F5")
	employee.read("request.timeline", inkReply)
	employee.read("request.turn", inkAnswer)
	if said := employee.look("request.timeline").Words; strings.Contains(said, inkGuess) || strings.Contains(said, inkCure) {
		t.Errorf("the requester reads what is for the team only: %s", said)
	}
	employee.show("d-07-answer")
	if ids := r.named(title); len(ids) != 1 {
		t.Errorf("tickets %v, want one", ids)
	}
}

// asksWithoutNetwork sends a request while the network is cut, and waits for its ticket once it is back.
func asksWithoutNetwork(t *testing.T, r *tracker, employee *window, title string) (id string) {
	t.Helper()
	r.cut()
	employee.write("home.text", title)
	employee.click("home.ask")
	employee.reply(printing)
	employee.click("review.send")
	employee.see("receipt.follow")
	employee.show("d-01-receipt-offline")
	if ids := r.named(title); len(ids) > 0 {
		t.Fatalf("the network is cut, and there is ticket %v", ids)
	}
	r.plug()
	employee.press("F5")
	until(t, "the ticket in Request Tracker", func() bool {
		ids := r.named(title)
		if len(ids) > 0 {
			id = ids[0]
		}
		return len(ids) > 0
	})
	until(t, "the number on the receipt", func() bool {
		said := employee.look("receipt.facts").Words
		return strings.Contains(said, id) && !strings.Contains(said, "attribué dès l’arrivée")
	})
	employee.show("d-02-receipt")
	asked := r.said(id, "Create")
	for _, words := range []string{title, "Quelle imprimante", "celle près de l’escalier"} {
		if !strings.Contains(asked, words) {
			t.Errorf("Request Tracker does not say %q: %s", words, asked)
		}
	}
	return id
}

// takes is the first level: take, reply, escalate with the card.
func takes(t *testing.T, r *tracker, id string) {
	t.Helper()
	first := sit(t, "tech1")
	first.enter(r)
	first.find(r.queue("Niveau 1"), id)
	first.click("ticket.take")
	first.gone("ticket.take")
	first.click("ticket.reply")
	first.write("reply.text", inkReply)
	first.click("reply.send")
	first.read("ticket.talk", inkReply)
	first.show("d-03-reply")
	r.becomes(id, "a ticket that tech1 works on", func(k tracked) bool { return k.Owner.ID == "tech1" && k.Status == "open" })

	first.click("ticket.escalate")
	first.write("escalate.tried", inkTried)
	first.write("escalate.hypothesis", inkGuess)
	first.write("escalate.check", inkCheck)
	first.show("d-04-hand-over")
	first.click("escalate.send")
	first.gone("escalate.send")
	r.becomes(id, "the ticket at level 2", func(k tracked) bool { return k.Queue.Name == "Niveau 2" && k.Owner.ID == "Nobody" })
	if card := r.said(id, "Comment"); !strings.Contains(card, inkGuess) || !strings.Contains(card, inkCheck) {
		t.Errorf("the card in Request Tracker: %s", card)
	}
}

// cures is the second level: take, resolve with the sheet.
func cures(t *testing.T, r *tracker, id string) {
	t.Helper()
	second := sit(t, "tech2")
	second.enter(r)
	second.find(r.queue("Niveau 2"), id)
	second.read("ticket.talk", inkGuess)
	second.show("d-05-handed-over")
	second.click("ticket.take")
	second.gone("ticket.take")
	second.click("ticket.resolve")
	second.write("resolve.solution", inkCure)
	second.write("resolve.message", inkAnswer)
	second.click("resolve.send")
	second.gone("resolve.send")
	second.show("d-06-resolved")
	r.becomes(id, "a resolved ticket", func(k tracked) bool { return k.Status == "resolved" && k.Owner.ID == "tech2" })
	if !strings.Contains(r.said(id, "Correspond"), inkAnswer) || !strings.Contains(r.said(id, "Comment"), inkCure) {
		t.Errorf("Request Tracker says %s", r.said(id, "Correspond", "Comment"))
	}
}

// enter signs a person in to a Request Tracker.
func (w *window) enter(r *tracker) {
	w.t.Helper()
	w.click("header.settings")
	w.click("settings.signin")
	w.click("signin.kind.rt")
	w.write("signin.url", r.url())
	w.write("signin.login", w.who)
	w.write("signin.password", secret(w.who))
	w.show("d-00-sign-in-" + w.who)
	w.press("Return")
	w.gone("signin.password")
}

// find opens a ticket from a queue by its number.
func (w *window) find(queue, number string) {
	w.t.Helper()
	w.click("tab.queues")
	w.click("queues." + queue)
	w.write("queues.filter", number)
	w.click("queues.ticket." + number)
}

func TestTheTerminalDoesTheSameWithRequestTracker(t *testing.T) {
	r := newTracker(t)
	title := "Plus de son dans le casque depuis " + time.Now().Format("15h04 et 05s")
	employee, staff := filepath.Join(t.TempDir(), "employee"), filepath.Join(t.TempDir(), "staff")
	r.terminal(employee, secret("user1"), "login", r.url(), "--kind", "rt", "--user", "user1", "--password-stdin")
	r.terminal(staff, secret("tech1"), "login", r.url(), "--kind", "rt", "--user", "tech1", "--password-stdin")
	r.cut()
	r.terminal(employee, "", "ask", "--title", title, "--text", "Rien ne sort, même en branchant un autre casque.")
	r.plug()
	r.terminal(employee, "", "sync", "--once")
	ids := r.named(title)
	if len(ids) != 1 {
		t.Fatalf("tickets %v, want one", ids)
	}
	id := ids[0]
	r.terminal(staff, "", "sync", "--once")
	for _, command := range [][]string{
		{"take", id}, {"reply", id, "--text", inkReply}, {"escalate", id, "--queue", "Niveau 2", "--happening", "Le casque est muet", "--hypothesis", inkGuess},
		{"resolve", id, "--solution", inkCure, "--reply", inkAnswer},
	} {
		r.terminal(staff, "", command...)
	}
	r.terminal(staff, "", "sync", "--once")
	if k := r.ticket(id); k.Status != "resolved" || k.Queue.Name != "Niveau 2" {
		t.Errorf("the ticket: %+v", k)
	}
	r.terminal(employee, "", "sync", "--once")
	if shown := r.terminal(employee, "", "show", id); !strings.Contains(shown, inkReply) || !strings.Contains(shown, inkAnswer) || strings.Contains(shown, inkCure) {
		t.Errorf("the requester reads: %s", shown)
	}
}

// terminal runs relaisctl for somebody with a home of their own.
func (r *tracker) terminal(home, input string, arguments ...string) string {
	r.t.Helper()
	c := exec.CommandContext(r.t.Context(), program(r.t, "relaisctl"), append([]string{"--home", home}, arguments...)...)
	c.Env = append(os.Environ(), "HOME="+home, "RELAIS_PASSPHRASE=correct horse", "LC_ALL=C.UTF-8", "LANGUAGE=fr")
	c.Stdin = strings.NewReader(input)
	out, err := c.CombinedOutput()
	if err != nil {
		r.t.Fatalf("relaisctl %q: %v\n%s", arguments, err, out)
	}
	return string(out)
}
