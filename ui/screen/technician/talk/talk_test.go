package talk_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/work"
	"relais/ui/screen/employee/looktest"
	"relais/ui/screen/technician/talk"
)

var (
	amelie = desk.PersonRef{ID: "p1", Name: "Amélie Durand"}
	claire = desk.PersonRef{ID: "p2", Name: "Claire Martin"}
	karim  = desk.PersonRef{ID: "p7", Name: "Karim Haddad"}
)

func ago(d time.Duration) time.Time { return looktest.Now.Add(-d) }

func talkOf(t *testing.T, v desk.View) (*looktest.Notes, fyne.Window) {
	t.Helper()
	v.Ticket.Requester = amelie
	s := work.TicketState{View: v, Me: desk.Person{ID: claire.ID, Name: claire.Name}, Now: looktest.Now, Queues: []desk.Queue{{ID: "level2", Name: "Niveau 2", Level: 2}}}
	s.Entries = model.Timeline(v, claire.ID, func(desk.Message) bool { return true }, func(desk.Event) bool { return true })
	r := &looktest.Notes{}
	k := talk.New(looktest.French(t), reader{r}, func(string) {})
	k.Render(s)
	return r, looktest.Open(t, k.Object())
}

type reader struct{ *looktest.Notes }

func (r reader) OpenFile(a desk.Attachment) { r.Note("file %s", a.Name) }
func (r reader) StopFile(a desk.Attachment) { r.Note("stop %s", a.Name) }
func (r reader) Earlier()                   { r.Note("earlier") }

func said(messages ...desk.Message) desk.View {
	return desk.View{Conversation: desk.Conversation{Messages: messages}}
}

// all is everything that a window says, in order.
func all(w fyne.Window) string { return strings.Join(looktest.Words(w), "\n") }

func expect(t *testing.T, w fyne.Window, parts ...string) {
	t.Helper()
	text, at := all(w), 0
	for _, want := range parts {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("does not say %q after that:\n%s", want, text)
		}
		at += i
	}
}

func TestRepliesAndNotesSayWhoReadsThem(t *testing.T) {
	_, w := talkOf(t, said(
		desk.Message{ID: "1", Author: amelie, Body: "Il reste noir.", Created: ago(2 * time.Hour)},
		desk.Message{ID: "2", Author: claire, Body: "Câble ?", Internal: true, Created: ago(time.Hour)},
		desk.Message{ID: "3", Author: claire, Body: "Bonjour", Created: ago(time.Minute)},
	))
	expect(t, w, "Amélie Durand · 07:12", "Il reste noir.", "Note interne · Vous · 08:12 · invisible pour Amélie", "Câble ?", "Vous · 09:11", "Bonjour")
}

func TestFilesAreOpened(t *testing.T) {
	r, w := talkOf(t, said(desk.Message{ID: "1", Author: amelie, Created: ago(time.Hour), Attachments: []desk.Attachment{
		{Name: "a.log", Size: 1200}, {Name: "b.png", Size: 3, MediaType: "image/png"},
	}}))
	test.Tap(looktest.Control(t, w, "b.png"))
	r.Expect(t, "file b.png")
	expect(t, w, "a.log · 1,2\u00a0ko")
}

func TestAFileThatComesSaysHowFarItIsAndCanBeStopped(t *testing.T) {
	v := said(desk.Message{ID: "1", Author: amelie, Created: ago(time.Hour), Attachments: []desk.Attachment{{ID: "f", Name: "a.log", Size: 1200}}})
	s := work.TicketState{View: v, Now: looktest.Now, Entries: model.Timeline(v, claire.ID, func(desk.Message) bool { return true }, func(desk.Event) bool { return true })}
	r := &looktest.Notes{}
	k := talk.New(looktest.French(t), reader{r}, func(string) {})
	k.Render(s)
	w := looktest.Open(t, k.Object())
	file := looktest.Control(t, w, "a.log")
	s.Coming = map[string]model.Coming{"f": {Bytes: 600}}
	k.Render(s)
	expect(t, w, "a.log", "600\u00a0o sur 1,2\u00a0ko")
	if stop := looktest.Control(t, w, "Arrêter de recevoir a.log, 600\u00a0o sur 1,2\u00a0ko"); stop != file {
		t.Error("the file is another control while it comes: the focus would be lost")
	}
	test.Tap(file)
	r.Expect(t, "stop a.log")
	s.Coming = map[string]model.Coming{"f": {Bytes: 900, Waits: true}}
	k.Render(s)
	expect(t, w, "900\u00a0o sur 1,2\u00a0ko, la suite dès que la connexion revient")
	s.Coming = nil
	k.Render(s)
	expect(t, w, "a.log · 1,2\u00a0ko")
	test.Tap(looktest.Control(t, w, "a.log"))
	r.Expect(t, "file a.log")
}

func TestCardsAndSheetsAreReadInFull(t *testing.T) {
	_, w := talkOf(t, said(
		desk.Message{ID: "1", Author: amelie, Body: "Noir.", Created: ago(2 * time.Hour), Tried: []desk.Tried{{Text: "Rebrancher"}}},
		desk.Message{ID: "2", Author: claire, Internal: true, Created: ago(time.Hour), HandOver: &desk.HandOver{Happening: "Noir", Tried: "Câble", Hypothesis: "Dock", Context: "Siège", Check: "Le dock"}},
		desk.Message{ID: "3", Author: karim, Internal: true, Created: ago(time.Minute), Sheet: &desk.Sheet{Solution: "Dock changé", Workaround: true, Cause: "Usure",
			Hypotheses: []desk.Hypothesis{{Text: "Dock", Confirmed: true}, {Text: "Câble"}}, Tested: "Deux jours"}},
	))
	expect(t, w, "Essayé avant de demander", "Rebrancher", "Fiche de passage", "Ce qui se passe", "Déjà essayé", "Câble", "Hypothèse", "Contexte", "À vérifier d’abord", "Le dock",
		"Fiche de résolution", "Karim Haddad", "Solution de contournement", "Dock changé", "Cause", "Hypothèses", "Dock — confirmée", "Câble — écartée", "Testé comment")
}

func TestChangesOfOneMomentAreOneLine(t *testing.T) {
	v := desk.View{Conversation: desk.Conversation{Events: []desk.Event{
		{ID: "1", At: ago(time.Hour), By: karim, Field: desk.FieldQueue, From: "level1", To: "level2", Reason: "manque un accès"},
		{ID: "2", At: ago(time.Hour), By: karim, Field: desk.FieldAssignee, From: karim.ID},
		{ID: "3", At: ago(time.Minute), By: claire, Field: desk.FieldStatus, From: "new", To: "open"},
	}}}
	_, w := talkOf(t, v)
	lines := looktest.Words(w)
	if len(lines) != 2 {
		t.Fatalf("%q", lines)
	}
	expect(t, w, "Passé à Niveau 2 («\u00a0manque un accès\u00a0») · Remis à l’équipe · Karim Haddad · 08:12", "vous · 09:11")
}

func TestWhatWaitsHereIsShownOnce(t *testing.T) {
	v := said(desk.Message{Key: "k1", Author: claire, Body: "Bonjour", Created: ago(time.Minute)})
	v.Pending = []desk.Pending{
		{Receipt: desk.Receipt{Key: "k1", Verb: desk.VerbReply, State: desk.StateQueued}},
		{Receipt: desk.Receipt{Key: "k2", Verb: desk.VerbClose, State: desk.StateSent}, Text: "sans suite"},
		{Receipt: desk.Receipt{Key: "k3", Verb: desk.VerbMerge, State: desk.StateAttention}},
	}
	_, w := talkOf(t, v)
	expect(t, w, "partira dès que possible", "Bonjour", "Clôture sans solution («\u00a0sans suite\u00a0») · en cours d’envoi")
	if text := all(w); strings.Contains(text, "Fusion") || strings.Contains(text, "Réponse") {
		t.Errorf("it says twice what is said elsewhere:\n%s", text)
	}
}

func TestTheSheetOfAReplySaysThatTheRequesterDoesNotReadIt(t *testing.T) {
	_, w := talkOf(t, said(
		desk.Message{ID: "1", Author: amelie, Body: "Il reste noir.", Created: ago(2 * time.Hour)},
		desk.Message{ID: "2", Author: claire, Body: "C’est réglé.", Created: ago(time.Hour), Sheet: &desk.Sheet{Solution: "Câble changé"},
			Tried: []desk.Tried{{Text: "Redémarrer"}}},
	))
	expect(t, w, "Vous", "C’est réglé.", "Redémarrer", "Fiche de résolution · invisible pour Amélie", "Solution", "Câble changé")
	if n := strings.Count(all(w), "invisible pour"); n != 1 {
		t.Errorf("said %d times that it is not to be read:\n%s", n, all(w))
	}
}

func TestAMessageIsCopiedWithAllThatItSays(t *testing.T) {
	_, w := talkOf(t, said(desk.Message{ID: "2", Author: claire, Body: "C’est **réglé**.\n\n- un\n- [deux](https://example.org)", Created: ago(time.Hour),
		Sheet: &desk.Sheet{Solution: "Câble changé"}}))
	test.Tap(looktest.Control(t, w, "Copier le message"))
	want := "C’est réglé.\n\n• un\n• deux (https://example.org)\n\nFiche de résolution\n\nSolution\n\nCâble changé"
	if got := fyne.CurrentApp().Clipboard().Content(); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}
