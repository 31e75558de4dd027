package employee_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/screen/employee"
)

var topics = []ask.Topic{
	{ID: "mail", Icon: "mail", Title: "Messagerie", Home: true},
	{ID: "other", Icon: "chat", Title: "Autre chose", Home: true},
	{ID: "files", Icon: "folder", Title: "Fichiers et dossiers"},
}

// way opens the whole way of a request at a state.
func way(t *testing.T, s ask.State) (*employee.Ask, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	a := employee.NewAsk(french(t), topics, r, r.window())
	a.Render(s)
	return a, r, open(t, a.Object())
}

func described(text string) ask.State {
	return ask.State{Stage: ask.StageDescribe, Name: "Amélie Durand", Text: text, Now: now}
}

func asked(kind ask.Type) ask.State {
	s := described("ma messagerie")
	s.Stage, s.Topic, s.Left = ask.StageQuestion, topics[0], 2
	s.Question = ask.Question{ID: "what", Type: kind, Text: "Que se passe-t-il ?"}
	if kind != ask.Words {
		s.Question.Options = []ask.Option{{ID: "send", Text: "Rien ne part"}, {ID: "unknown", Text: "Je ne sais pas", Unknown: true}}
	}
	return s
}

func reviewed() ask.State {
	s := asked(ask.One)
	s.Stage, s.Question = ask.StageReview, ask.Question{}
	s.Given = []desk.Answer{{Question: "what", Values: []string{"send"}}, {Question: "since"}}
	s.Lines = []ask.Line{{Question: "Que se passe-t-il ?", Answer: "Rien ne part"}, {Question: "Depuis quand ?"}}
	s.Attachments = []desk.Attachment{{Name: "a.png", Size: 3}}
	return s
}

func TestTypingOnTheFirstPageTellsTheTextAndEnterGoesOn(t *testing.T) {
	a, r, _ := way(t, described(""))
	test.Type(a.Focus(), "imp")
	r.expect(t, "type i", "type im", "type imp")
	press(a.Focus(), fyne.KeyReturn)
	r.expect(t, "continue")
}

func TestRenderingAgainWhileTypingKeepsTheCursorTheFocusAndTheObjects(t *testing.T) {
	a, r, w := way(t, described("imp"))
	entry := a.Focus()
	w.Canvas().Focus(entry)
	before := shown(w)
	for range 4 {
		press(entry, fyne.KeyEnd)
		press(entry, fyne.KeyLeft)
		a.Render(described("imp"))
	}
	if !slices.Equal(before, shown(w)) || w.Canvas().Focused() != entry {
		t.Fatal("the page was built anew, or lost the focus")
	}
	test.Type(entry, "x")
	a.Render(described("imxp"))
	test.Type(entry, "y")
	r.expect(t, "type imxp", "type imxyp")
}

func TestTilesAreForAFirstStepAndGiveWayToSuggestions(t *testing.T) {
	a, r, w := way(t, described(""))
	test.Tap(control(t, w, "Messagerie"))
	r.expect(t, "pick mail")
	s := described("envoi")
	s.Suggestions = []model.Hit{{ID: "outbox.fr", Title: []model.Piece{{Text: "Boîte d’"}, {Text: "envoi", Found: true}}, Helped: 12}}
	a.Render(s)
	if has(w, "Messagerie") || !says(w, "a aidé 12 personnes") {
		t.Errorf("%q", words(w))
	}
	test.Tap(control(t, w, "Boîte d’envoi"))
	test.Tap(control(t, w, "Rien ne correspond"))
	r.expect(t, "go article outbox.fr", "continue")
}

func TestOwnRequestsLeadToTheirPages(t *testing.T) {
	s := described("")
	s.Mine = []desk.Row{{Ticket: desk.Ticket{ID: "7", Number: "2041", Title: "Écran noir", Status: desk.StatusOpen}},
		{Ticket: desk.Ticket{Key: "k", Title: "Pas encore partie", Status: desk.StatusNew}, Waiting: 1}}
	_, r, w := way(t, s)
	test.Tap(control(t, w, "Écran noir"))
	test.Tap(control(t, w, "Pas encore partie"))
	test.Tap(control(t, w, "Toutes mes demandes"))
	r.expect(t, "go request 2041", "go request k", "go requests")
	if !says(w, "Prête à partir") || !says(w, "n°\u00a02041") && !says(w, "n° 2041") {
		t.Errorf("%q", words(w))
	}
}

func TestAClickOnAnOptionIsOneChoice(t *testing.T) {
	_, r, w := way(t, asked(ask.One))
	test.Tap(control(t, w, "Rien ne part"))
	r.expect(t, "choose send")
	if has(w, "Continuer") {
		t.Error("a question that a click answers needs no other button")
	}
}

func TestChoicesGoByTheKeyboard(t *testing.T) {
	a, r, w := way(t, described("x"))
	a.Render(asked(ask.One))
	first := w.Canvas().Focused()
	if first == nil {
		t.Fatal("the new question has no focus")
	}
	press(first, fyne.KeyDown)
	press(w.Canvas().Focused(), fyne.KeyReturn)
	r.expect(t, "choose unknown")
}

func TestAnAnswerInWordsIsWrittenSkippedOrLeft(t *testing.T) {
	a, r, w := way(t, asked(ask.Words))
	if !has(w, "Passer") {
		t.Error("an answer in words may be left out")
	}
	test.Type(field(t, a.Focus()), "ab")
	s := asked(ask.Words)
	s.Written = "ab"
	a.Render(s)
	press(a.Focus(), fyne.KeyReturn)
	press(a.Focus(), fyne.KeyEscape)
	test.Tap(control(t, w, "Continuer"))
	test.Tap(control(t, w, "Ce n’est pas le bon sujet"))
	r.expect(t, "write a", "write ab", "next", "back", "next", "reconsider")
}

func TestAnotherTopicCanBePicked(t *testing.T) {
	s := asked(ask.One)
	s.Stage, s.Topics = ask.StageSentence, true
	a, r, w := way(t, s)
	test.Tap(control(t, w, "Fichiers et dossiers"))
	r.expect(t, "pick files")
	s.Topics, s.Topic, s.Text = false, topics[1], ""
	a.Render(s)
	if has(w, "Messagerie") || !has(w, "Fichiers et dossiers") {
		t.Error("behind something else come the topics without a tile")
	}
	if !a.Back() {
		t.Error("there is a way back")
	}
	r.expect(t, "back")
}

func TestTheReviewShowsAllAndLetsEachThingBeChanged(t *testing.T) {
	a, r, w := way(t, reviewed())
	for _, want := range []string{"Ma messagerie", "Rien ne part", "Pas de réponse", "a.png", "hors connexion"} {
		if !says(w, want) {
			t.Errorf("does not say %q: %q", want, words(w))
		}
	}
	test.Tap(control(t, w, "Joindre un fichier"))
	test.Tap(control(t, w, "Retirer"))
	test.Tap(control(t, w, "Envoyer ma demande"))
	test.Tap(control(t, w, "Garder pour plus tard"))
	test.Tap(control(t, w, "Retour"))
	r.expect(t, "attach photo.png", "detach 0", "send", "later", "back")
	s := reviewed()
	s.Sending = true
	a.Render(s)
	test.Tap(control(t, w, "Un instant…"))
	r.expect(t)
}

func TestTheWordsCanBeChangedAtTheReview(t *testing.T) {
	_, r, w := way(t, reviewed())
	test.Tap(control(t, w, "Modifier"))
	title := field(t, w.Canvas().Focused())
	test.Type(title, "!")
	if len(r.did) != 1 || !strings.HasPrefix(r.did[0], "title ") || !strings.Contains(r.did[0], "!") {
		t.Errorf("%q", r.did)
	}
	press(title, fyne.KeyReturn)
	if has(w, "Terminé") {
		t.Error("still being changed")
	}
}

func TestADraftIsDeletedOnlyWhenAskedTwice(t *testing.T) {
	_, r, w := way(t, reviewed())
	test.Tap(control(t, w, "Supprimer ce brouillon"))
	r.expect(t)
	test.Tap(control(t, w, "Supprimer pour de bon"))
	r.expect(t, "discard")
}

func TestAFileThatWasRefusedIsNamedWithWhatToDo(t *testing.T) {
	for code, want := range map[desk.Code]string{
		desk.CodeInvalid: "est vide", desk.CodeTooLarge: "trop volumineux", desk.CodeVanished: "n’a pas pu être lu", desk.CodeDiskFull: "plus de place",
	} {
		s := reviewed()
		s.Refused = model.Refused{Name: "film.mp4", Code: code}
		_, _, w := way(t, s)
		if !says(w, want) {
			t.Errorf("%s: %q", code, words(w))
		}
	}
}

func TestTheReceiptFollowsTheRequest(t *testing.T) {
	s := described("")
	s.Stage, s.Receipt = ask.StageSent, desk.Receipt{Key: "0195d0a0-0000-7000-8000-00000a7f21c4", State: desk.StateQueued, Title: "Écran", Kept: now}
	a, r, w := way(t, s)
	if !says(w, "est gardée") || !says(w, "7f21c4") {
		t.Errorf("%q", words(w))
	}
	test.Tap(control(t, w, "Suivre ma demande"))
	s.Receipt.State, s.Receipt.Number, s.Receipt.Accepted = desk.StateAccepted, "2061", now
	a.Render(s)
	if !says(w, "bien arrivée") || !says(w, "2061") {
		t.Errorf("%q", words(w))
	}
	test.Tap(control(t, w, "Suivre ma demande"))
	test.Tap(control(t, w, "Nouvelle demande"))
	r.expect(t, "go request 0195d0a0-0000-7000-8000-00000a7f21c4", "go request 2061", "home")
	s.Receipt.State = desk.StateAttention
	a.Render(s)
	test.Tap(control(t, w, "Voir ce qui manque"))
	r.expect(t, "go outbox")
}

func TestTroubleIsSaidWhereverOneIs(t *testing.T) {
	for _, s := range []ask.State{described("x"), asked(ask.One), reviewed()} {
		s.Code = desk.CodeReadOnly
		_, _, w := way(t, s)
		if !says(w, "ne peut rien enregistrer") {
			t.Errorf("%s does not say what went wrong", s.Stage)
		}
		s.Unkept = true
		_, _, w = way(t, s)
		if !says(w, "n’a pas pu être gardé") {
			t.Errorf("%s does not say that the draft is not kept", s.Stage)
		}
	}
}
