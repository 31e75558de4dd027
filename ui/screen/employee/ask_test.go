package employee_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/part"
	"relais/ui/screen/employee"
	"relais/ui/screen/employee/looktest"
)

// recorder notes what the screens of the way ask for.
type recorder struct{ looktest.Notes }

func (r *recorder) Type(s string)                                    { r.Note("type %s", s) }
func (r *recorder) Rest(on bool)                                     { r.Note("rest %t", on) }
func (r *recorder) Pick(s string)                                    { r.Note("pick %s", s) }
func (r *recorder) Continue()                                        { r.Note("continue") }
func (r *recorder) Back()                                            { r.Note("back") }
func (r *recorder) Choose(s string)                                  { r.Note("choose %s", s) }
func (r *recorder) Write(s string)                                   { r.Note("write %s", s) }
func (r *recorder) Next()                                            { r.Note("next") }
func (r *recorder) Reconsider()                                      { r.Note("reconsider") }
func (r *recorder) SetTitle(s string)                                { r.Note("title %s", s) }
func (r *recorder) Change(i int)                                     { r.Note("change %d", i) }
func (r *recorder) Attach(n string, _ func() (io.ReadCloser, error)) { r.Note("attach %s", n) }
func (r *recorder) Detach(i int)                                     { r.Note("detach %d", i) }
func (r *recorder) Send()                                            { r.Note("send") }
func (r *recorder) Later()                                           { r.Note("later") }
func (r *recorder) Discard()                                         { r.Note("discard") }
func (r *recorder) Home()                                            { r.Note("home") }

var topics = []ask.Topic{
	{ID: "mail", Icon: "mail", Title: "Messagerie", Home: true},
	{ID: "other", Icon: "chat", Title: "Autre chose", Home: true},
	{ID: "files", Icon: "folder", Title: "Fichiers et dossiers"},
}

// way opens the whole way of a request at a state.
func way(t *testing.T, s ask.State) (*employee.Ask, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	a := employee.NewAsk(looktest.French(t), topics, r, r.Window())
	a.Render(s)
	return a, r, looktest.Open(t, a.Object())
}

func described(text string) ask.State {
	return ask.State{Stage: ask.StageDescribe, Name: "Amélie Durand", Text: text, Now: looktest.Now}
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
	r.Expect(t, "type i", "type im", "type imp")
	looktest.Press(a.Focus(), fyne.KeyReturn)
	r.Expect(t, "continue")
}

func TestRenderingAgainWhileTypingKeepsTheCursorTheFocusAndTheObjects(t *testing.T) {
	a, r, w := way(t, described("imp"))
	entry := a.Focus()
	w.Canvas().Focus(entry)
	before := looktest.Shown(w)
	for range 4 {
		looktest.Press(entry, fyne.KeyEnd)
		looktest.Press(entry, fyne.KeyLeft)
		a.Render(described("imp"))
	}
	if !slices.Equal(before, looktest.Shown(w)) || w.Canvas().Focused() != entry {
		t.Fatal("the page was built anew, or lost the focus")
	}
	test.Type(entry, "x")
	a.Render(described("imxp"))
	test.Type(entry, "y")
	r.Expect(t, "type imxp", "type imxyp")
}

func TestTilesAreForAFirstStepAndGiveWayToSuggestions(t *testing.T) {
	a, r, w := way(t, described(""))
	test.Tap(looktest.Control(t, w, "Messagerie"))
	r.Expect(t, "pick mail")
	s := described("envoi")
	s.Suggestions = []model.Hit{{ID: "outbox.fr", Title: []model.Piece{{Text: "Boîte d’"}, {Text: "envoi", Found: true}}, Helped: 12}}
	a.Render(s)
	if looktest.Has(w, "Messagerie") || !looktest.Says(w, "a aidé 12 personnes") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Boîte d’envoi"))
	test.Tap(looktest.Control(t, w, "Rien ne correspond"))
	r.Expect(t, "rest true", "go article outbox.fr", "rest false", "continue")
}

func TestThePointerOrTheFocusRestsOnASuggestion(t *testing.T) {
	s := described("envoi")
	s.Suggestions = []model.Hit{{ID: "outbox.fr", Title: []model.Piece{{Text: "Boîte d’envoi"}}}}
	_, r, w := way(t, s)
	card := looktest.Control(t, w, "Boîte d’envoi").(*part.LinkCard)
	card.MouseIn(nil)
	w.Canvas().Focus(card)
	card.MouseOut()
	r.Expect(t, "rest true")
	w.Canvas().Unfocus()
	r.Expect(t, "rest false")
}

func TestOwnRequestsLeadToTheirPages(t *testing.T) {
	s := described("")
	s.Mine = []desk.Row{{Ticket: desk.Ticket{ID: "7", Number: "2041", Title: "Écran noir", Status: desk.StatusOpen}},
		{Ticket: desk.Ticket{Key: "k", Title: "Pas encore partie", Status: desk.StatusNew}, Waiting: 1}}
	_, r, w := way(t, s)
	test.Tap(looktest.Control(t, w, "Écran noir"))
	test.Tap(looktest.Control(t, w, "Pas encore partie"))
	test.Tap(looktest.Control(t, w, "Toutes mes demandes"))
	r.Expect(t, "go request 2041", "go request k", "go requests")
	if !looktest.Says(w, "Prête à partir") || !looktest.Says(w, "n°\u00a02041") && !looktest.Says(w, "n° 2041") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestAClickOnAnOptionIsOneChoice(t *testing.T) {
	_, r, w := way(t, asked(ask.One))
	test.Tap(looktest.Control(t, w, "Rien ne part"))
	r.Expect(t, "choose send")
	if looktest.Has(w, "Continuer") {
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
	looktest.Press(first, fyne.KeyDown)
	looktest.Press(w.Canvas().Focused(), fyne.KeyReturn)
	r.Expect(t, "choose unknown")
}

func TestAQuestionThatIsThereAlreadyHasItsFocus(t *testing.T) {
	for _, kind := range []ask.Type{ask.One, ask.Many} {
		s := asked(kind)
		s.Chosen = []string{"unknown"}
		a, r, w := way(t, s)
		w.Canvas().Focus(a.Focus())
		looktest.Press(w.Canvas().Focused(), fyne.KeySpace)
		r.Expect(t, "choose unknown")
	}
}

func TestAnAnswerInWordsIsWrittenSkippedOrLeft(t *testing.T) {
	a, r, w := way(t, asked(ask.Words))
	if !looktest.Has(w, "Passer") {
		t.Error("an answer in words may be left out")
	}
	test.Type(a.Focus(), "ab")
	s := asked(ask.Words)
	s.Written = "ab"
	a.Render(s)
	looktest.Press(a.Focus(), fyne.KeyReturn)
	looktest.Press(a.Focus(), fyne.KeyEscape)
	test.Tap(looktest.Control(t, w, "Continuer"))
	test.Tap(looktest.Control(t, w, "Ce n’est pas le bon sujet"))
	r.Expect(t, "write a", "write ab", "next", "back", "next", "reconsider")
}

func TestAnotherTopicCanBePicked(t *testing.T) {
	s := asked(ask.One)
	s.Stage, s.Topics = ask.StageSentence, true
	a, r, w := way(t, s)
	test.Tap(looktest.Control(t, w, "Fichiers et dossiers"))
	r.Expect(t, "pick files")
	s.Topics, s.Topic, s.Text = false, topics[1], ""
	a.Render(s)
	if looktest.Has(w, "Messagerie") || !looktest.Has(w, "Fichiers et dossiers") {
		t.Error("behind something else come the topics without a tile")
	}
	if !a.Back() {
		t.Error("there is a way back")
	}
	r.Expect(t, "back")
}

func TestTheReviewShowsAllAndLetsEachThingBeChanged(t *testing.T) {
	a, r, w := way(t, reviewed())
	for _, want := range []string{"Ma messagerie", "Rien ne part", "Pas de réponse", "a.png", "hors connexion"} {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
	test.Tap(looktest.Control(t, w, "Joindre un fichier"))
	test.Tap(looktest.Control(t, w, "Retirer"))
	test.Tap(looktest.Control(t, w, "Envoyer ma demande"))
	test.Tap(looktest.Control(t, w, "Garder pour plus tard"))
	test.Tap(looktest.Control(t, w, "Retour"))
	r.Expect(t, "attach photo.png", "detach 0", "send", "later", "back")
	s := reviewed()
	s.Sending = true
	a.Render(s)
	test.Tap(looktest.Control(t, w, "Un instant…"))
	r.Expect(t)
}

func TestTheWordsCanBeChangedAtTheReview(t *testing.T) {
	_, r, w := way(t, reviewed())
	test.Tap(looktest.Control(t, w, "Modifier"))
	title := w.Canvas().Focused()
	test.Type(title, "!")
	if len(r.Did) != 1 || !strings.HasPrefix(r.Did[0], "title ") || !strings.Contains(r.Did[0], "!") {
		t.Errorf("%q", r.Did)
	}
	looktest.Press(title, fyne.KeyReturn)
	if looktest.Has(w, "Terminé") {
		t.Error("still being changed")
	}
}

func TestADraftIsDeletedOnlyWhenAskedTwice(t *testing.T) {
	_, r, w := way(t, reviewed())
	test.Tap(looktest.Control(t, w, "Supprimer ce brouillon"))
	r.Expect(t)
	test.Tap(looktest.Control(t, w, "Supprimer pour de bon"))
	r.Expect(t, "discard")
}

func TestAFileThatWasRefusedIsNamedWithWhatToDo(t *testing.T) {
	for code, want := range map[desk.Code]string{
		desk.CodeInvalid: "est vide", desk.CodeTooLarge: "trop volumineux", desk.CodeVanished: "n’a pas pu être lu", desk.CodeDiskFull: "plus de place",
	} {
		s := reviewed()
		s.Refused = model.Refused{Name: "film.mp4", Code: code}
		_, _, w := way(t, s)
		if !looktest.Says(w, want) {
			t.Errorf("%s: %q", code, looktest.Words(w))
		}
	}
}

func TestTheReceiptFollowsTheRequest(t *testing.T) {
	s := described("")
	s.Stage, s.Receipt = ask.StageSent, desk.Receipt{Key: "0195d0a0-0000-7000-8000-00000a7f21c4", State: desk.StateQueued, Title: "Écran", Kept: looktest.Now}
	a, r, w := way(t, s)
	if !looktest.Says(w, "est gardée") || !looktest.Says(w, "7f21c4") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Suivre ma demande"))
	s.Receipt.State, s.Receipt.Number, s.Receipt.Accepted = desk.StateAccepted, "2061", looktest.Now
	a.Render(s)
	if !looktest.Says(w, "bien arrivée") || !looktest.Says(w, "2061") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Suivre ma demande"))
	test.Tap(looktest.Control(t, w, "Nouvelle demande"))
	r.Expect(t, "go request 0195d0a0-0000-7000-8000-00000a7f21c4", "go request 2061", "home")
	s.Receipt.State = desk.StateAttention
	a.Render(s)
	test.Tap(looktest.Control(t, w, "Voir ce qui manque"))
	r.Expect(t, "go outbox")
}

func TestTroubleIsSaidWhereverOneIs(t *testing.T) {
	for _, s := range []ask.State{described("x"), asked(ask.One), reviewed()} {
		s.Code = desk.CodeReadOnly
		_, _, w := way(t, s)
		if !looktest.Says(w, "ne peut rien enregistrer") {
			t.Errorf("%s does not say what went wrong", s.Stage)
		}
		s.Unkept = true
		_, _, w = way(t, s)
		if !looktest.Says(w, "n’a pas pu être gardé") {
			t.Errorf("%s does not say that the draft is not kept", s.Stage)
		}
	}
}

func TestTabGoesThroughThePageInReadingOrder(t *testing.T) {
	a, _, w := way(t, described(""))
	w.Canvas().Focus(a.Focus())
	var order []string
	for range 2 {
		w.Canvas().FocusNext()
		order = append(order, w.Canvas().Focused().(interface{ AccessibilityLabel() string }).AccessibilityLabel())
	}
	if got := strings.Join(order, ", "); got != "Messagerie, Autre chose" {
		t.Errorf("Tab goes to %s", got)
	}
}

func TestAFileDroppedOnTheFirstPageShowsThere(t *testing.T) {
	s := described("")
	s.Attachments, s.Refused = []desk.Attachment{{Name: "a.png", Size: 3}}, model.Refused{Name: "b.png", Code: desk.CodeInvalid}
	a, r, w := way(t, s)
	if !looktest.Says(w, "a.png") || !looktest.Says(w, "«\u00a0b.png\u00a0» est vide") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Retirer"))
	r.Expect(t, "detach 0")
	q := asked(ask.One)
	q.Attachments = s.Attachments
	a.Render(q)
	if !looktest.Says(w, "a.png") {
		t.Error("what is known leaves the file out")
	}
}
