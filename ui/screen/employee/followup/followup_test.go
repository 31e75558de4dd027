package followup_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/requests"
	"relais/ui/screen/employee/followup"
	"relais/ui/screen/employee/looktest"
)

// recorder notes what the list and the page ask for.
type recorder struct{ looktest.Notes }

func (r *recorder) Write(s string)                                   { r.Note("write %s", s) }
func (r *recorder) Attach(n string, _ func() (io.ReadCloser, error)) { r.Note("attach %s", n) }
func (r *recorder) Detach(i int)                                     { r.Note("detach %d", i) }
func (r *recorder) Send()                                            { r.Note("send") }
func (r *recorder) Reload()                                          { r.Note("reload") }
func (r *recorder) StopFile(a desk.Attachment)                       { r.Note("stop %s", a.Name) }
func (r *recorder) Earlier()                                         { r.Note("earlier") }
func (r *recorder) OpenFile(a desk.Attachment)                       { r.Note("open %s", a.Name) }
func (r *recorder) Tick(i int, on bool)                              { r.Note("tick %d %v", i, on) }
func (r *recorder) Solved()                                          { r.Note("solved") }
func (r *recorder) NotSolved()                                       { r.Note("not solved") }

var (
	amelie = desk.PersonRef{ID: "p1", Name: "Amélie Durand"}
	claire = desk.PersonRef{ID: "p2", Name: "Claire Martin"}
)

func ticket(number string, s desk.Status) desk.Ticket {
	return desk.Ticket{ID: number, Number: number, Title: "Écran " + number, Status: s, Requester: amelie, Assignee: claire, Created: looktest.Now.Add(-time.Hour), Updated: looktest.Now}
}

func list(t *testing.T, tickets ...desk.Ticket) (*followup.List, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	screen := followup.NewList(looktest.French(t), r, r.Window())
	screen.Render(listed(tickets...))
	return screen, r, looktest.Open(t, screen.Object())
}

func listed(tickets ...desk.Ticket) requests.ListState {
	s := requests.ListState{Groups: map[requests.Group][]desk.Row{}, Count: len(tickets), Now: looktest.Now}
	for _, k := range tickets {
		g := requests.GroupOf(k, false)
		s.Groups[g] = append(s.Groups[g], desk.Row{Ticket: k})
	}
	return s
}

// page opens one request; change makes its state another.
func page(t *testing.T, status desk.Status, change func(*requests.PageState)) (*followup.Page, requests.PageState, *recorder, fyne.Window) {
	t.Helper()
	k := ticket("2041", status)
	s := requests.PageState{View: desk.View{Conversation: desk.Conversation{Ticket: k}}, Now: looktest.Now, Sync: desk.SyncStatus{Online: true},
		MayReply: status != desk.StatusClosed, MayConfirm: status != desk.StatusClosed, MayBack: status.Done()}
	if change != nil {
		change(&s)
	}
	r := &recorder{}
	screen := followup.NewPage(looktest.French(t), r, r.Window())
	screen.Render(s)
	return screen, s, r, looktest.Open(t, screen.Object())
}

func TestRequestsStandUnderWhoHasToMove(t *testing.T) {
	asks := ticket("1", desk.StatusPending)
	asks.PendingFor = desk.PendingUser
	nobody := asks
	nobody.ID, nobody.Number, nobody.Assignee = "4", "4", desk.PersonRef{}
	planned := ticket("5", desk.StatusPlanned)
	planned.PlannedAt = looktest.Now.Add(24 * time.Hour)
	_, r, w := list(t, asks, nobody, planned, ticket("2", desk.StatusOpen), ticket("3", desk.StatusClosed))
	for _, want := range []string{"Le support attend votre réponse", "C’est prévu", "Prévu demain", "À vous de jouer", "En cours", "Réglées", "Claire attend votre réponse", "On s’en occupe", "Terminée"} {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
	test.Tap(looktest.Control(t, w, "Écran 2"))
	test.Tap(looktest.Control(t, w, "Demander de l’aide"))
	r.Expect(t, "go request 2", "go home")
}

func TestNobodyIsAskedAboutARequestThatIsSettledForGood(t *testing.T) {
	screen := followup.NewList(looktest.French(t), &recorder{}, (&recorder{}).Window())
	k := ticket("3", desk.StatusResolved)
	screen.Render(requests.ListState{Groups: map[requests.Group][]desk.Row{requests.GroupOf(k, true): {{Ticket: k}}}, Final: true, Count: 1, Now: looktest.Now})
	w := looktest.Open(t, screen.Object())
	if !looktest.Says(w, "Réglées") || !looktest.Says(w, "Réglée · ") || looktest.Says(w, "Dites-nous") || looktest.Says(w, "À vous de jouer") {
		t.Errorf("%q", looktest.Words(w))
	}
	_, _, _, w = page(t, desk.StatusResolved, func(s *requests.PageState) { s.MayConfirm = false })
	if !looktest.Says(w, "Cette demande est réglée") || looktest.Says(w, "Dites-nous") || looktest.Says(w, "?") || !looktest.Has(w, "C’est revenu") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestAReplyThatIsBegunIsMarkedInTheList(t *testing.T) {
	s := listed(ticket("2", desk.StatusOpen))
	s.Groups[requests.Working][0].Written = true
	screen := followup.NewList(looktest.French(t), &recorder{}, (&recorder{}).Window())
	screen.Render(s)
	if w := looktest.Open(t, screen.Object()); !looktest.Says(w, "Réponse commencée · Suivie par Claire") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestFinishedRequestsShowTenAtFirst(t *testing.T) {
	var many []desk.Ticket
	for i := range 30 {
		many = append(many, ticket(string(rune('a'+i)), desk.StatusClosed))
	}
	_, _, w := list(t, many...)
	if looktest.Has(w, "Écran l, Terminée") || !looktest.Has(w, "Écran a, Terminée") {
		t.Fatal("not the first ten")
	}
	test.Tap(looktest.Control(t, w, "Voir 20 demandes plus anciennes"))
	if !looktest.Has(w, "Écran l, Terminée") || looktest.Has(w, "Voir") {
		t.Error("the others do not show")
	}
}

func TestAListWithoutRequestsSaysWhatToDo(t *testing.T) {
	screen, r, w := list(t)
	if screen.Focus() == nil || !looktest.Says(w, "Aucune demande") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Demander de l’aide"))
	screen.Render(requests.ListState{Code: desk.CodeDamaged, Now: looktest.Now})
	test.Tap(looktest.Control(t, w, "Réessayer"))
	r.Expect(t, "go home", "reload")
}

func TestListsThatChangeKeepTheirCards(t *testing.T) {
	screen, _, w := list(t, ticket("1", desk.StatusOpen), ticket("2", desk.StatusOpen))
	before := looktest.Control(t, w, "Écran 1")
	screen.Render(listed(ticket("1", desk.StatusOpen), ticket("2", desk.StatusOpen)))
	if looktest.Control(t, w, "Écran 1") != before {
		t.Error("the cards were built anew")
	}
}

func TestAReplyIsWrittenSentAndAnswersForItsFiles(t *testing.T) {
	screen, s, r, w := page(t, desk.StatusOpen, nil)
	test.Type(screen.Focus(), "ok")
	r.Expect(t, "write o", "write ok")
	test.Tap(looktest.Control(t, w, "Envoyer mon message"))
	r.Expect(t) // nothing to send
	s.Text, s.Attachments = "ok", []desk.Attachment{{Name: "a.png", Size: 3}}
	screen.Render(s)
	test.Tap(looktest.Control(t, w, "Envoyer mon message"))
	test.Tap(looktest.Control(t, w, "Joindre un fichier"))
	test.Tap(looktest.Control(t, w, "Retirer"))
	test.Tap(looktest.Control(t, w, "C’est réglé"))
	r.Expect(t, "send", "attach photo.png", "detach 0", "solved")
}

func TestWhatIsAskedForCanBeTickedAndAnswered(t *testing.T) {
	_, _, r, w := page(t, desk.StatusPending, func(s *requests.PageState) {
		s.View.Ticket.PendingFor = desk.PendingUser
		s.Asked = &requests.Asked{By: claire, Tasks: []requests.Task{{Text: "Débrancher"}, {Text: "Attendre", Done: true}}}
	})
	if !looktest.Says(w, "Claire vous demande d’essayer") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Débrancher"))
	test.Tap(looktest.Control(t, w, "Attendre"))
	test.Tap(looktest.Control(t, w, "C’est réglé"))
	r.Expect(t, "tick 0 true", "tick 1 false", "solved")
}

func TestThatItDoesNotWorkTakesAShortReasonOrNone(t *testing.T) {
	for status, label := range map[desk.Status]string{desk.StatusResolved: "C’est revenu", desk.StatusClosed: "C’est revenu"} {
		_, _, r, w := page(t, status, nil)
		test.Tap(looktest.Control(t, w, label))
		r.Expect(t)
		test.Type(w.Canvas().Focused(), "x")
		test.Tap(looktest.Control(t, w, "Prévenir l’équipe"))
		r.Expect(t, "write x", "not solved")
		test.Tap(looktest.Control(t, w, label))
		looktest.Press(w.Canvas().Focused(), fyne.KeyEscape)
		if looktest.Has(w, "Prévenir l’équipe") || !looktest.Has(w, label) {
			t.Error("the reason is still asked for")
		}
	}
}

func TestAQuestionIsAnsweredInTheReply(t *testing.T) {
	screen, _, _, w := page(t, desk.StatusPending, func(s *requests.PageState) {
		s.View.Ticket.PendingFor = desk.PendingUser
		s.Asked = &requests.Asked{By: claire, ID: "q", Text: "Quelle marque ?"}
		s.Entries = []model.Entry{{Message: &desk.Message{ID: "q", Author: claire, Body: "Quelle marque ?", Created: looktest.Now}}}
	})
	if said := strings.Count(strings.Join(looktest.Words(w), "|"), "Quelle marque"); said != 1 {
		t.Errorf("the question is said %d times", said)
	}
	test.Tap(looktest.Control(t, w, "Répondre"))
	if w.Canvas().Focused() != screen.Focus() {
		t.Error("the cursor is not in the reply")
	}
}

func TestTheAnswerThatSettlesItStandsWhereThePersonIsAsked(t *testing.T) {
	answer := &desk.Message{ID: "a", Author: claire, Body: "Le câble est neuf.", Created: looktest.Now}
	for _, more := range []bool{false, true} {
		_, _, _, w := page(t, desk.StatusResolved, func(s *requests.PageState) {
			s.View.Ticket.Requester = amelie
			s.Entries = []model.Entry{{Message: answer}}
			if more {
				s.Entries = append(s.Entries, model.Entry{Message: &desk.Message{ID: "b", Author: amelie, Body: "Merci", Created: looktest.Now}, Mine: true})
			}
		})
		if said := strings.Count(strings.Join(looktest.Words(w), "|"), answer.Body); said != 1 {
			t.Errorf("more was said: %v; the answer stands there %d times: %q", more, said, looktest.Words(w))
		}
	}
}

func TestTheConversationIsInPlainWordsNewestLast(t *testing.T) {
	messages := []desk.Message{
		{ID: "1", Author: amelie, Body: "noir", Created: looktest.Now.Add(-3 * time.Hour), Attachments: []desk.Attachment{{ID: "f", Name: "capture.png", Size: 214_000}}},
		{ID: "2", Author: claire, Body: "voir [ici](https://example.org/)", Created: looktest.Now.Add(-2 * time.Hour)},
		{Key: "k", Author: amelie, Body: "fait", Created: looktest.Now},
	}
	screen, s, r, w := page(t, desk.StatusOpen, func(s *requests.PageState) {
		s.View.Messages = messages
		s.Entries = []model.Entry{
			{Message: &messages[0], Mine: true},
			{Event: &desk.Event{ID: "e", Field: desk.FieldAssignee, To: "p2", By: claire, At: looktest.Now.Add(-150 * time.Minute)}},
			{Event: &desk.Event{ID: "e2", Field: desk.FieldStatus, To: "open", From: "new", By: claire, At: looktest.Now.Add(-150 * time.Minute)}},
			{Message: &messages[1]},
			{Message: &messages[2], Mine: true, State: desk.StateQueued},
		}
	})
	for _, want := range []string{"Vous", "Claire Martin", "Prise en charge par Claire", "partira dès que possible", "reçue"} {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
	if words := strings.Join(looktest.Words(w), "|"); strings.Index(words, "noir") > strings.Index(words, "fait") {
		t.Errorf("the newest is not the last: %q", words)
	}
	test.Tap(looktest.Control(t, w, "capture.png"))
	r.Expect(t, "open capture.png")
	before := len(looktest.Shown(w))
	file := looktest.Control(t, w, "capture.png")
	screen.Render(s)
	if looktest.Control(t, w, "capture.png") != file || len(looktest.Shown(w)) != before {
		t.Error("the conversation was built anew")
	}
}

func TestAFileThatComesSaysHowFarItIsAndCanBeStopped(t *testing.T) {
	m := &desk.Message{ID: "1", Author: claire, Body: "voici", Created: looktest.Now, Attachments: []desk.Attachment{{ID: "f", Name: "notice.pdf", Size: 4_000_000}}}
	screen, s, r, w := page(t, desk.StatusOpen, func(s *requests.PageState) { s.Entries = []model.Entry{{Message: m}} })
	s.Coming = map[string]model.Coming{"f": {Bytes: 1_200_000, Waits: true}}
	screen.Render(s)
	test.Tap(looktest.Control(t, w, "Arrêter de recevoir notice.pdf, 1,2\u00a0Mo sur 4,0\u00a0Mo, la suite dès que la connexion revient"))
	r.Expect(t, "stop notice.pdf")
	s.Coming = nil
	screen.Render(s)
	test.Tap(looktest.Control(t, w, "notice.pdf"))
	r.Expect(t, "open notice.pdf")
}

func TestAnOldConversationShowsItsEndFirst(t *testing.T) {
	_, _, _, w := page(t, desk.StatusOpen, func(s *requests.PageState) {
		for i := range 20 {
			m := &desk.Message{ID: string(rune('a' + i)), Author: claire, Body: "mot " + string(rune('a'+i)), Created: looktest.Now.Add(time.Duration(i) * time.Second)}
			s.Entries = append(s.Entries, model.Entry{Message: m})
		}
	})
	if !looktest.Has(w, "mot t") && !looktest.Says(w, "mot t") {
		t.Error("the newest does not show")
	}
	test.Tap(looktest.Control(t, w, "Voir 12 messages plus anciens"))
	if looktest.Has(w, "Voir 12 messages plus anciens") {
		t.Error("the older ones do not show")
	}
}

func TestOfAVeryLongConversationMoreIsReadWhenItIsAskedFor(t *testing.T) {
	screen, s, r, w := page(t, desk.StatusOpen, func(s *requests.PageState) {
		for i := range 60 {
			s.Entries = append(s.Entries, model.Entry{Message: &desk.Message{ID: fmt.Sprint(i), Author: claire, Body: fmt.Sprint("mot ", i), Created: looktest.Now.Add(time.Duration(i) * time.Second)}})
		}
		s.View.Earlier = 40
	})
	test.Tap(looktest.Control(t, w, "Voir 92 messages plus anciens"))
	r.Expect(t, "earlier")
	s.View.Earlier = 0
	screen.Render(s)
	if !looktest.Says(w, "mot 22") || looktest.Says(w, "mot 21") || !looktest.Has(w, "Voir 22 messages plus anciens") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestARequestThatIsGoneOrJoinedSaysSo(t *testing.T) {
	_, _, r, w := page(t, desk.StatusClosed, func(s *requests.PageState) { s.View.Ticket.MergedInto = "9" })
	test.Tap(looktest.Control(t, w, "Voir l’autre demande"))
	r.Expect(t, "go request 9")
	screen, _, r, w := page(t, desk.StatusOpen, nil)
	screen.Render(requests.PageState{Code: desk.CodeNotFound, Now: looktest.Now})
	if !looktest.Says(w, "n’existe plus") || looktest.Has(w, "Envoyer mon message") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Mes demandes"))
	r.Expect(t, "go requests")
}

func TestWhatWasToldUnfolds(t *testing.T) {
	screen, s, _, w := page(t, desk.StatusOpen, nil)
	if looktest.Has(w, "Ce que vous nous avez dit") {
		t.Error("nothing was told, and it is offered")
	}
	s.Told = []model.Line{{Question: "De quoi s’agit-il\u00a0?", Answer: "Un écran"}}
	screen.Render(s)
	if looktest.Says(w, "Un écran") {
		t.Error("it is not folded")
	}
	fold := looktest.Control(t, w, "Ce que vous nous avez dit")
	looktest.Press(fold.(fyne.Focusable), fyne.KeyReturn)
	screen.Render(s)
	if !looktest.Says(w, "De quoi s’agit-il") || !looktest.Says(w, "Un écran") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(fold)
	if looktest.Says(w, "Un écran") {
		t.Error("it does not fold again")
	}
}

func TestAReceiptIsSavedOfWhatWasAskedHere(t *testing.T) {
	_, _, r, w := page(t, desk.StatusOpen, func(s *requests.PageState) { s.Receipt = "k1" })
	test.Tap(looktest.Control(t, w, "Enregistrer un reçu"))
	r.Expect(t, "receipt k1")
	_, _, _, w = page(t, desk.StatusOpen, nil)
	if looktest.Has(w, "Enregistrer un reçu") {
		t.Error("offers a receipt of what was asked elsewhere")
	}
}
