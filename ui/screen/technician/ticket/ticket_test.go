package ticket_test

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
	"relais/ui/model/work"
	"relais/ui/screen/employee/looktest"
	"relais/ui/screen/technician/ticket"
)

// recorder notes what the page asks for.
type recorder struct{ looktest.Notes }

func (r *recorder) Fill(field, value string)         { r.Note("fill %s=%s", field, value) }
func (r *recorder) FindTickets(letters string)       { r.Note("find %s", letters) }
func (r *recorder) Do()                              { r.Note("do") }
func (r *recorder) Cancel()                          { r.Note("cancel") }
func (r *recorder) OpenBox(b work.Box)               { r.Note("box %s", b) }
func (r *recorder) Write(b work.Box, s string)       { r.Note("write %s %s", b, s) }
func (r *recorder) Detach(b work.Box, i int)         { r.Note("detach %s %d", b, i) }
func (r *recorder) Send()                            { r.Note("send") }
func (r *recorder) Take()                            { r.Note("take") }
func (r *recorder) Begin(v desk.Verb)                { r.Note("begin %s", v) }
func (r *recorder) Answers(article string)           { r.Note("answered by %s", article) }
func (r *recorder) StopFile(a desk.Attachment)       { r.Note("stop %s", a.Name) }
func (r *recorder) Earlier()                         { r.Note("earlier") }
func (r *recorder) OpenFile(a desk.Attachment)       { r.Note("file %s", a.Name) }
func (r *recorder) Edit(p desk.Pending)              { r.Note("edit %s", p.Key) }
func (r *recorder) Settle(k desk.Key, h desk.Settle) { r.Note("settle %s %s", k, h) }
func (r *recorder) Attach(b work.Box, name string, _ func() (io.ReadCloser, error)) {
	r.Note("attach %s %s", b, name)
}

var (
	amelie = desk.PersonRef{ID: "p1", Name: "Amélie Durand"}
	claire = desk.PersonRef{ID: "p2", Name: "Claire Martin"}
	karim  = desk.PersonRef{ID: "p7", Name: "Karim Haddad"}
)

func ago(d time.Duration) time.Time { return looktest.Now.Add(-d) }

// may allows some actions.
func may(verbs ...desk.Verb) map[desk.Verb]bool {
	m := map[desk.Verb]bool{}
	for _, v := range verbs {
		m[v] = true
	}
	return m
}

// state is a ticket in the middle of its life.
func state() work.TicketState {
	s := work.TicketState{
		Me: desk.Person{ID: claire.ID, Name: claire.Name}, Now: looktest.Now, Matrix: desk.DefaultMatrix, Boxes: map[work.Box]work.Writing{},
		Queues: []desk.Queue{{ID: "level1", Name: "Niveau 1", Level: 1}, {ID: "level2", Name: "Niveau 2", Level: 2}},
		May:    may(desk.VerbReply, desk.VerbNote, desk.VerbEscalate, desk.VerbResolve, desk.VerbAssign, desk.VerbCorrect),
		View: desk.View{Conversation: desk.Conversation{
			Ticket: desk.Ticket{ID: "43", Number: "2043", Title: "Écran noir", Kind: desk.KindIncident, Status: desk.StatusOpen, Queue: "level1", Category: "coffee",
				Requester: amelie, Assignee: claire, Site: "Siège", Impact: 2, Urgency: 4, Priority: 3, Created: ago(time.Hour), Due: looktest.Now.Add(70 * time.Minute)},
			Messages: []desk.Message{{ID: "1", Author: amelie, Body: "Il reste noir.", Created: ago(time.Hour)}},
		}},
	}
	return talked(s)
}

// talked brings the entries of a state in line with its view.
func talked(s work.TicketState) work.TicketState {
	s.Entries = model.Timeline(s.View, s.Me.ID, func(desk.Message) bool { return true }, func(desk.Event) bool { return true })
	return s
}

func open(t *testing.T, s work.TicketState) (*ticket.Page, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	win := r.Window()
	p := ticket.New(looktest.French(t), r, ticket.Window{Go: win.Go, Pick: win.Pick, Browse: win.Browse})
	p.Render(s)
	return p, r, looktest.Open(t, p.Object())
}

func says(t *testing.T, w fyne.Window, list ...string) {
	t.Helper()
	for _, want := range list {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
}

func TestTheHeadSaysWhatItIsWhoseItIsAndWhatComesNext(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*desk.Ticket)
		want   []string
	}{
		{"mine", func(*desk.Ticket) {}, []string{"n°\u00a02043 · Incident · coffee · Niveau 1", "Écran noir", "Ouvert", "Amélie Durand · Siège · vous vous en occupez · reste 1\u00a0h\u00a010"}},
		{"late", func(k *desk.Ticket) { k.Due = ago(4 * time.Minute) }, []string{"· en retard de 4\u00a0min"}},
		{"nobody’s", func(k *desk.Ticket) { k.Assignee = desk.PersonRef{} }, []string{"personne ne s’en occupe encore"}},
		{"another’s", func(k *desk.Ticket) { k.Assignee = karim }, []string{"suivi par Karim Haddad"}},
		{"planned", func(k *desk.Ticket) { k.Status, k.PlannedAt = desk.StatusPlanned, looktest.Now.Add(24*time.Hour) }, []string{"Planifié", "prévu demain 09:12"}},
		{"pending", func(k *desk.Ticket) { k.Status, k.PendingFor = desk.StatusPending, desk.PendingPart }, []string{"En attente", "attend une pièce"}},
		{"pending until", func(k *desk.Ticket) {
			k.Status, k.PendingFor, k.PendingUntil = desk.StatusPending, desk.PendingUser, looktest.Now.Add(24*time.Hour)
		}, []string{"attend l’utilisateur jusqu’à demain 09:12"}},
		{"closed", func(k *desk.Ticket) { k.Status, k.Outcome = desk.StatusClosed, desk.OutcomeUnsolved }, []string{"Clos", "Sans solution"}},
		{"not sent yet", func(k *desk.Ticket) { k.ID, k.Number, k.Key = "", "", "k" }, []string{"sans numéro pour l’instant"}},
		{"odd status", func(k *desk.Ticket) { k.Status = "approval" }, []string{"approval"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := state()
			c.change(&s.View.Ticket)
			_, _, w := open(t, s)
			says(t, w, c.want...)
		})
	}
}

func TestEveryActionIsOneClickAway(t *testing.T) {
	s := state()
	s.May = may(desk.VerbReply, desk.VerbNote, desk.VerbTake, desk.VerbEscalate, desk.VerbResolve, desk.VerbReopen, desk.VerbSaveArticle, desk.VerbAssign,
		desk.VerbPend, desk.VerbPlan, desk.VerbSendBack, desk.VerbMerge, desk.VerbClose, desk.VerbCorrect)
	_, r, w := open(t, s)
	for _, label := range []string{"Répondre", "Note interne", "Prendre", "Escalader › N2", "Résoudre", "Rouvrir", "En faire un article", "Attribuer",
		"Mettre en attente", "Planifier", "Renvoyer", "Fusionner", "Clore sans solution", "Corriger"} {
		test.Tap(looktest.Control(t, w, label))
	}
	r.Expect(t, "box reply", "box note", "take", "begin escalate", "begin resolve", "begin reopen", "go editor ticket/43", "begin assign",
		"begin pend", "begin plan", "begin send-back", "begin merge", "begin close", "begin correct")
}

func TestWhatDoesNotApplyIsAbsent(t *testing.T) {
	s := state()
	s.May = may(desk.VerbNote, desk.VerbReopen)
	p, _, w := open(t, s)
	for _, label := range []string{"Répondre", "Prendre", "Escalader › N2", "Résoudre", "Attribuer", "Clore sans solution", "Corriger"} {
		if looktest.Has(w, label) {
			t.Errorf("%s is offered", label)
		}
	}
	s.May[desk.VerbReply], s.Panel = true, desk.VerbReopen
	p.Render(s)
	if looktest.Has(w, "Répondre") || looktest.Has(w, "Note interne") {
		t.Error("other actions are offered while one is filled in")
	}
}

func TestAReplyIsWrittenWithFilesAndSent(t *testing.T) {
	s := state()
	s.Open = work.BoxReply
	s.Boxes[work.BoxReply] = work.Writing{Attachments: []desk.Attachment{{Name: "a.log", Size: 3}}}
	p, r, w := open(t, s)
	says(t, w, "Réponse à Amélie · Amélie la lira")
	test.Type(p.Focus(), "oui")
	test.Tap(looktest.Control(t, w, "Joindre un fichier"))
	test.Tap(looktest.Control(t, w, "a.log"))
	test.Tap(looktest.Control(t, w, "Envoyer la réponse"))
	test.Tap(looktest.Control(t, w, "Garder pour plus tard"))
	r.Expect(t, "write reply o", "write reply ou", "write reply oui", "attach reply photo.png", "detach reply 0", "send", "box")
	s.Sending, s.Boxes = true, map[work.Box]work.Writing{}
	p.Render(s)
	test.Tap(looktest.Control(t, w, "Envoyer la réponse"))
	if r.Expect(t); looktest.Has(w, "a.log") {
		t.Error("a file that was taken out still shows")
	}
}

func TestANoteSaysWhoCantReadIt(t *testing.T) {
	s := state()
	s.Open = work.BoxNote
	p, r, w := open(t, s)
	says(t, w, "Note interne · invisible pour Amélie")
	test.Type(p.Focus(), "x")
	test.Tap(looktest.Control(t, w, "Ajouter la note"))
	r.Expect(t, "write note x", "send")
	if looktest.Has(w, "Note interne") || !looktest.Has(w, "Répondre") {
		t.Error("the note that is open is offered again, or the reply is not")
	}
}

func TestWhatAPersonOpensTakesTheFocusAndADraftDoesNot(t *testing.T) {
	s := state()
	p, _, w := open(t, s)
	s.Open = work.BoxReply
	p.Render(s)
	if w.Canvas().Focused() != nil {
		t.Errorf("a draft that came back took the focus: %T", w.Canvas().Focused())
	}
	test.Tap(looktest.Control(t, w, "Note interne"))
	s.Open = work.BoxNote
	p.Render(s)
	if w.Canvas().Focused() != p.Focus() {
		t.Errorf("the focus is on %T", w.Canvas().Focused())
	}
	test.Tap(looktest.Control(t, w, "Escalader"))
	s.Open, s.Panel, s.Fields = "", desk.VerbEscalate, map[string]string{}
	p.Render(s)
	if w.Canvas().Focused() != p.Focus() || !looktest.Has(w, "Escalader le ticket") {
		t.Errorf("the focus is on %T", w.Canvas().Focused())
	}
}

func TestRenderingKeepsCursorAndFocus(t *testing.T) {
	s := state()
	s.Open = work.BoxReply
	p, r, w := open(t, s)
	area := p.Focus()
	w.Canvas().Focus(area)
	test.Type(area, "ab")
	s.Boxes[work.BoxReply] = work.Writing{Text: "ab"}
	looktest.Press(area, fyne.KeyLeft)
	p.Render(s)
	p.Render(s)
	test.Type(area, "x")
	if got := r.Did[len(r.Did)-1]; got != "write reply axb" || w.Canvas().Focused() != area {
		t.Errorf("wrote %q, focus on %T", got, w.Canvas().Focused())
	}
}

func TestWhatAPersonDidComesIntoView(t *testing.T) {
	s := state()
	for i := range 18 {
		s.View.Messages = append(s.View.Messages, desk.Message{ID: fmt.Sprint("m", i), Author: karim, Body: fmt.Sprint("message ", i, "."), Created: ago(time.Minute)})
	}
	s = talked(s)
	p, _, w := open(t, s)
	w.Resize(fyne.NewSize(700, 500))
	inView := func(words string) bool {
		for _, o := range looktest.Shown(w) {
			if said, ok := o.(fmt.Stringer); ok && strings.Contains(said.String(), words) {
				y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
				return y > 0 && y < 500
			}
		}
		return false
	}
	s.Panel, s.Fields = desk.VerbResolve, map[string]string{}
	p.Render(s)
	s.Panel = ""
	s.View.Messages = append(s.View.Messages, desk.Message{ID: "k", Author: karim, Body: "D’un collègue.", Created: ago(time.Second)})
	s = talked(s)
	if p.Render(s); inView("D’un collègue.") {
		t.Error("what another one said moved the page")
	}
	s.View.Messages = append(s.View.Messages, desk.Message{Key: "k1", Author: claire, Body: "C’est réglé.", Created: looktest.Now})
	s.View.Pending = []desk.Pending{{Receipt: desk.Receipt{Key: "k1", Verb: desk.VerbResolve, State: desk.StateQueued}}}
	s = talked(s)
	if p.Render(s); !inView("C’est réglé.") {
		t.Error("what the person did is out of view")
	}
	s.View.Pending = nil
	s.View.Messages[len(s.View.Messages)-1].ID = "99"
	s = talked(s)
	p.Render(s)
	if s.View.Pending = []desk.Pending{{Receipt: desk.Receipt{Key: "k2", Verb: desk.VerbPlan, State: desk.StateQueued}}}; inView("Planification") {
		t.Fatal("it is there too early")
	}
	if p.Render(s); !inView("Planification") {
		t.Errorf("what waits is out of view: %q", looktest.Words(w))
	}
}

func TestBackLeavesWhatIsBeingWritten(t *testing.T) {
	s := state()
	p, r, _ := open(t, s)
	if p.Back() {
		t.Error("there is nothing to leave")
	}
	s.Open = work.BoxReply
	p.Render(s)
	first := p.Back()
	s.Open, s.Panel, s.Fields = "", desk.VerbClose, map[string]string{}
	p.Render(s)
	if !first || !p.Back() {
		t.Error("it does not leave")
	}
	r.Expect(t, "box", "cancel")
}

func TestThePriorityIsExplained(t *testing.T) {
	s := state()
	s.Answers = []work.Line{{Question: "Qui ?", Answer: "Moi"}}
	s.Reasons = []work.Reason{{Field: desk.FieldImpact, Question: "Qui ?", Answer: "Moi"}, {Field: desk.FieldKind}}
	s.View.Ticket.ReadOnly = map[string]string{"status": "Approbation"}
	s.View.Ticket.Answers = &desk.Answers{Facts: []desk.Fact{{Key: "disk", Value: "3 Go libres", Unusual: true}}}
	p, _, w := open(t, s)
	says(t, w, "Moyenne  impact bas («\u00a0Moi\u00a0») × urgence haute", "Qui ?  Moi", "3 Go libres", "État\u00a0: Approbation")
	test.Tap(looktest.Control(t, w, "Pourquoi"))
	says(t, w, "Impact\u00a0: Bas, car à «\u00a0Qui ?\u00a0» la réponse est «\u00a0Moi\u00a0».", "Urgence\u00a0: Haute, choix de l’équipe.",
		"Priorité\u00a0: Moyenne, d’après l’impact et l’urgence.", "Type\u00a0: Incident, d’après le formulaire choisi.")
	test.Tap(looktest.Control(t, w, "Masquer"))
	if looktest.Says(w, "choix de l’équipe") {
		t.Error("the reasons stay")
	}
	s.View.Ticket.Priority = desk.PriorityMajor
	p.Render(s)
	says(t, w, "Majeure  décidée par l’équipe")
}

func TestAConflictIsShownAndAsked(t *testing.T) {
	s := state()
	s.View.Pending = []desk.Pending{
		{Receipt: desk.Receipt{Key: "k1", Verb: desk.VerbPend, State: desk.StateAttention}, Text: "On attend.",
			Conflicts: []desk.Conflict{{Field: desk.FieldStatus, Mine: "pending", Theirs: "resolved"}}},
		{Receipt: desk.Receipt{Key: "k2", Verb: desk.VerbCorrect, State: desk.StateAttention},
			Conflicts: []desk.Conflict{{Field: desk.FieldImpact, Mine: "1", Theirs: "5"}, {Field: desk.FieldQueue, Mine: "level1", Theirs: "level2"}}},
		{Receipt: desk.Receipt{Key: "k3", Verb: desk.VerbReply, State: desk.StateAttention}, Code: desk.CodeForbidden, Text: "Bonjour", Texts: map[string]string{"text": "Bonjour"}},
	}
	p, r, w := open(t, s)
	says(t, w, "Mise en attente\u00a0: à vous de choisir", "On attend.", "File · l’autre", "Niveau 2", "N’a pas pu partir\u00a0: Réponse", "Votre compte ne permet pas")
	for _, label := range []string{"Mettre «\u00a0En attente\u00a0»", "Garder «\u00a0Résolu\u00a0»", "Mettre ma valeur", "Garder l’autre", "Modifier", "Réessayer", "Y renoncer"} {
		test.Tap(looktest.Control(t, w, label))
	}
	r.Expect(t, "settle k1 mine", "settle k1 theirs", "settle k2 mine", "settle k2 theirs", "edit k3", "settle k3 retry", "settle k3 discard")
	s.View.Pending = nil
	if p.Render(s); looktest.Has(w, "Réessayer") {
		t.Error("what was settled is still asked")
	}
}

func TestOtherTicketsAndArticlesAreOneClickAway(t *testing.T) {
	s := state()
	s.Similar = []work.Case{{Ref: "87", Number: "1987", Title: "OST saturé", Took: 12 * time.Minute}, {Article: true, Ref: "full.fr", Title: "Boîte pleine", Helped: 5}, {Ref: "88", Title: "Autre"}}
	s.Linked = []work.Link{
		{Field: desk.FieldMergedInto, Ref: "31", Number: "2031"}, {Field: desk.FieldParent, Ref: "12", Number: "12", Title: "Serveur", Kind: desk.KindProblem},
	}
	_, r, w := open(t, s)
	says(t, w, "n°\u00a01987 · résolu en 12\u00a0min", "Article · a aidé 5 personnes", "Serveur")
	for _, label := range []string{"OST saturé", "Boîte pleine", "Fusionné avec n°\u00a02031", "Lié au problème n°\u00a012"} {
		test.Tap(looktest.Control(t, w, label))
	}
	r.Expect(t, "go queues 87", "go article full.fr", "go queues 31", "go queues 12")
}

func TestThatAnArticleAnswersIsSaidOnce(t *testing.T) {
	s := state()
	s.Similar = []work.Case{{Ref: "87", Title: "OST saturé"}, {Article: true, Ref: "full.fr", Title: "Boîte pleine"}}
	p, r, w := open(t, s)
	test.Tap(looktest.Control(t, w, "Répond à ce ticket"))
	r.Expect(t, "answered by full.fr")
	s.Similar = []work.Case{s.Similar[0], {Article: true, Ref: "full.fr", Title: "Boîte pleine", Answers: true}}
	p.Render(s)
	if looktest.Has(w, "Répond à ce ticket") || !looktest.Has(w, "Noté\u00a0: ces mots mènent à cet article") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Noté"))
	r.Expect(t)
}

func TestWhatFailedIsSaidAndWhatWasKept(t *testing.T) {
	s := state()
	s.Code, s.Unkept, s.View.Partial = desk.CodeDiskFull, true, true
	_, _, w := open(t, s)
	says(t, w, "Il n’y a plus de place sur cet ordinateur.", "Ce que vous tapez n’est plus enregistré.", "Le reste de la conversation arrive.")
}

func TestATicketThatIsNotThereSaysSo(t *testing.T) {
	p, _, w := open(t, work.TicketState{Loading: true})
	if p.Focus() != nil || len(looktest.Words(w)) != 0 {
		t.Errorf("it says %q while it loads", looktest.Words(w))
	}
	p.Render(work.TicketState{Code: desk.CodeNotFound})
	says(t, w, "Cette page n’existe plus, ou vous n’y avez plus accès.")
	p.Render(state())
	if looktest.Says(w, "n’existe plus") || p.Focus() == nil {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestALongConversationShowsItsBeginningAndItsEnd(t *testing.T) {
	s := state()
	for i := range 499 {
		s.View.Messages = append(s.View.Messages, desk.Message{ID: fmt.Sprint("m", i), Author: karim, Body: fmt.Sprint("message ", i, "."), Created: ago(time.Hour - time.Second*time.Duration(i+1))})
	}
	p, r, w := open(t, talked(s))
	says(t, w, "Il reste noir.", "message 498.", "message 479.")
	if looktest.Says(w, "message 478.") {
		t.Error("older messages are built at once")
	}
	before := len(looktest.Shown(w))
	test.Tap(looktest.Control(t, w, "Voir 479 échanges plus anciens"))
	says(t, w, "message 459.", "Voir 459 échanges plus anciens")
	if grown := len(looktest.Shown(w)); before > 1500 || grown <= before {
		t.Errorf("%d objects, then %d", before, grown)
	}
	s.View.Earlier = 7
	s = talked(s)
	p.Render(s)
	says(t, w, "Voir 466 échanges plus anciens")
	r.Did = nil
	test.Tap(looktest.Control(t, w, "Voir 466 échanges plus anciens"))
	r.Expect(t, "earlier")
	if n := testing.AllocsPerRun(5, func() { p.Render(s) }); n > 1000 {
		t.Errorf("%.0f allocations to render what is shown already", n)
	}
}
