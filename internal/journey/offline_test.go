//go:build journey

package journey_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// kept waits until words are in a file of the person's home.
func (w *window) kept(words string) {
	w.t.Helper()
	until(w.t, "the disk has what "+w.who+" typed", func() bool {
		files, err := filepath.Glob(filepath.Join(w.home, "accounts", "*", "precious.db*"))
		return err == nil && slices.ContainsFunc(files, func(name string) bool {
			raw, err := os.ReadFile(name)
			return err == nil && bytes.Contains(raw, []byte(words))
		})
	})
}

var printing = []answer{{question: "what", option: "bad"}, {question: "which", words: "celle près de l’escalier"}, {question: "work", option: "yes"}}

func TestARequestSurvivesAnOutageAndAPowerCutAndArrivesOnce(t *testing.T) {
	const sent, begun, rest = "L’imprimante du 2e sort des pages rayées, même après l’avoir éteinte", "Mon écran clignote dès que", " je branche le câble, à chaque fois"
	h := newHelpdesk(t)
	before := h.tickets()
	amelie := sit(t, "amelie")
	amelie.signIn(h)
	amelie.see("home.request.0")

	h.stop()
	amelie.write("home.text", sent)
	amelie.click("home.ask")
	amelie.see("form.option.bad")
	amelie.show("b-01-question-offline")
	amelie.reply(printing)
	amelie.show("b-02-review-offline")
	amelie.click("review.send")
	amelie.see("receipt.follow")
	amelie.show("b-03-receipt-offline")

	amelie.click("receipt.new")
	amelie.write("home.text", begun)
	amelie.kept(begun)
	amelie.show("b-04-half-typed")
	amelie.kill()

	amelie.start()
	amelie.read("home.text", begun)
	amelie.show("b-05-after-the-power-cut")
	h.start()
	c := h.arrived(before)
	if got := first(t, c); got.Body != sent || got.Author.ID != "amelie" {
		t.Errorf("the helpdesk read %+v", got)
	}
	if !answered(c.Ticket, "printing", printing) {
		t.Errorf("her answers: %+v", c.Ticket.Answers)
	}
	amelie.click("tab.requests")
	amelie.see("requests.ticket." + c.Ticket.Number)
	amelie.show("b-06-arrived")

	amelie.click("tab.home")
	amelie.write("home.text", rest)
	amelie.read("home.text", begun+rest)
	if list := h.since(before); len(list) != 1 {
		t.Errorf("%d new tickets, want one: %+v", len(list), list)
	}
}
