package knowledge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/screen/employee/looktest"
	screen "relais/ui/screen/knowledge"
)

// recorder notes what the screens ask for.
type recorder struct{ looktest.Notes }

func (r *recorder) Reload()                     { r.Note("reload") }
func (r *recorder) Rest(on bool)                { r.Note("rest %t", on) }
func (r *recorder) ChooseWork(w knowledge.Work) { r.Note("work %s", w) }
func (r *recorder) NarrowDown(n knowledge.Narrow) {
	r.Note("narrow %s/%s/%s", n.Kind, n.Product, n.Lang)
}
func (r *recorder) Sort(o knowledge.Order)     { r.Note("sort %s", o) }
func (r *recorder) Choose(category string)     { r.Note("choose %s", category) }
func (r *recorder) Tick(step int, done bool)   { r.Note("tick %d %v", step, done) }
func (r *recorder) Turn(to int)                { r.Note("turn %d", to) }
func (r *recorder) Review()                    { r.Note("review") }
func (r *recorder) Missed()                    { r.Note("missed") }
func (r *recorder) Forget(words string)        { r.Note("forget %s", words) }
func (r *recorder) Doubt()                     { r.Note("doubt") }
func (r *recorder) Confirm()                   { r.Note("confirm") }
func (r *recorder) Solved()                    { r.Note("solved") }
func (r *recorder) NotSolved()                 { r.Note("not solved") }
func (r *recorder) Search(query string)        { r.Note("search %s", query) }
func (r *recorder) Fill(field, value string)   { r.Note("fill %s %s", field, value) }
func (r *recorder) Remove(f knowledge.Finding) { r.Note("remove %s", f.Text) }
func (r *recorder) Save()                      { r.Note("save") }
func (r *recorder) Publish()                   { r.Note("publish") }
func (r *recorder) window() screen.Window {
	w := r.Window()
	return screen.Window{Go: w.Go, Browse: w.Browse, Ask: func(words string) { r.Note("ask %s", words) }}
}

func library() knowledge.BrowseState {
	s := knowledge.BrowseState{Now: looktest.Now, Sync: desk.SyncStatus{Online: true, Pulled: looktest.Now.Add(-time.Minute)}}
	for i := range 8 {
		s.Articles = append(s.Articles, desk.Article{ID: fmt.Sprint(i), Title: fmt.Sprint("Article ", i), Category: "mail", Helped: 8 - i})
	}
	s.Categories = []knowledge.Group{{ID: "printing", Count: 3}, {ID: "mail", Count: 5}, {ID: "coffee", Count: 1}}
	return s
}

func looked(hits ...model.Hit) knowledge.BrowseState {
	s := library()
	s.Query, s.Looking, s.Searched = "envoi bloqué", true, true
	for _, h := range hits {
		s.Hits = append(s.Hits, knowledge.Found{Hit: h})
	}
	return s
}

var outbox = model.Hit{ID: "outbox.fr", Title: []model.Piece{{Text: "Boîte d’"}, {Text: "envoi", Found: true}}, Passage: []model.Piece{{Text: "Videz la boîte."}}, Helped: 12}

func browse(t *testing.T, s knowledge.BrowseState) (*screen.Browse, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	b := screen.NewBrowse(looktest.French(t), r, r.window())
	b.Render(s)
	return b, r, looktest.Open(t, b.Object())
}

func TestArticlesThatHelpedNobodyYetAreNotCalledTheMostUseful(t *testing.T) {
	s := library()
	if _, _, w := browse(t, s); !looktest.Says(w, "Les plus utiles") {
		t.Errorf("%q", looktest.Words(w))
	}
	for i := range s.Articles {
		s.Articles[i].Helped = 0
	}
	if _, _, w := browse(t, s); looktest.Says(w, "Les plus utiles") || !looktest.Says(w, "De A à Z") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestTypingSearchesAndEnterOpensWhatFitsBest(t *testing.T) {
	b, r, w := browse(t, library())
	looktest.Press(b.Focus(), fyne.KeyReturn)
	test.Type(b.Focus(), "en")
	r.Expect(t, "search e", "search en")
	b.Render(looked(outbox))
	if !looktest.Says(w, "1 réponse") || !looktest.Says(w, "a aidé 12 personnes") || !looktest.Says(w, "Videz la boîte.") {
		t.Errorf("%q", looktest.Words(w))
	}
	looktest.Press(b.Focus(), fyne.KeyReturn)
	test.Tap(looktest.Control(t, w, "Boîte d’envoi"))
	r.Expect(t, "go article outbox.fr?envoi bloqué", "rest true", "go article outbox.fr?envoi bloqué")
}

func TestEscapeLeavesASearch(t *testing.T) {
	b, r, _ := browse(t, looked(outbox))
	looktest.Press(b.Focus(), fyne.KeyEscape)
	b.Render(library())
	looktest.Press(b.Focus(), fyne.KeyEscape)
	r.Expect(t, "search")
}

func TestTopicsStandInTheOrderOfTheFirstPageAndNarrow(t *testing.T) {
	b, r, w := browse(t, looked(outbox))
	words := looktest.Words(w)
	mail, printing, other := slices.Index(words, "Messagerie"), slices.Index(words, "Impression"), slices.Index(words, "coffee")
	if mail < 0 || mail > printing || printing > other || !slices.Contains(words, "9") {
		t.Errorf("%q", words)
	}
	test.Tap(looktest.Control(t, w, "Impression"))
	r.Expect(t, "search", "choose printing")
	s := library()
	s.Category = "printing"
	b.Render(s)
	test.Tap(looktest.Control(t, w, "Tous"))
	r.Expect(t, "choose")
}

func TestTheMostHelpfulShowFirstAndTheOthersOnDemand(t *testing.T) {
	_, r, w := browse(t, library())
	if looktest.Has(w, "Article 6") {
		t.Error("too many articles at first")
	}
	test.Tap(looktest.Control(t, w, "Voir 2 autres articles"))
	test.Tap(looktest.Control(t, w, "Article 7"))
	r.Expect(t, "rest true", "go article 7?")
	if looktest.Has(w, "Voir 0 autre article") {
		t.Error("there are no more")
	}
}

func TestWhatIsNotFoundLeadsToAskingForHelpWithTheWords(t *testing.T) {
	b, r, w := browse(t, looked())
	if !looktest.Says(w, "Rien trouvé pour «\u00a0envoi bloqué\u00a0»") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Demander de l’aide"))
	b.Render(looked(outbox))
	test.Tap(looktest.Control(t, w, "Demander de l’aide"))
	r.Expect(t, "missed", "ask envoi bloqué", "missed", "ask envoi bloqué")
	waiting := looked()
	waiting.Searched = false
	b.Render(waiting)
	if looktest.Says(w, "Rien trouvé") {
		t.Error("says that there is nothing before it is known")
	}
}

func TestEveryStateOfTheListSaysWhatItIs(t *testing.T) {
	empty := knowledge.BrowseState{Now: looktest.Now}
	broken := empty
	broken.Code = desk.CodeDamaged
	offline := library()
	offline.Sync = desk.SyncStatus{Pulled: looktest.Now.Add(-time.Hour)}
	for want, s := range map[string]knowledge.BrowseState{
		"Pas encore d’article": empty, "Réessayer": broken, "Dernières nouvelles du support\u00a0: 08:12": offline, "À jour · 09:11": library(),
	} {
		if _, _, w := browse(t, s); !looktest.Says(w, want) {
			t.Errorf("no %q: %q", want, looktest.Words(w))
		}
	}
}

const body = "Avant.\n\n## À faire\n1. Éteindre.\n2. Rallumer.\n   - sans hâte\n3. Attendre.\n\nAprès. [Notre page](https://exemple.fr)"

func read() knowledge.PageState {
	return knowledge.PageState{Article: desk.Article{ID: "a.fr", Lang: "fr", Title: "Écran noir", Category: "hardware", Helped: 3, Updated: looktest.Now, Body: body},
		Blocks: knowledge.Blocks(body), Done: map[int]bool{1: true}, Pair: "a.en", Query: "noir", Now: looktest.Now}
}

func article(t *testing.T, s knowledge.PageState) (*screen.Article, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	a := screen.NewArticle(looktest.French(t), r, r.window())
	a.Render(s)
	return a, r, looktest.Open(t, a.Object())
}

func TestAnArticleReadsInItsOrderWithStepsToTick(t *testing.T) {
	a, r, w := article(t, read())
	all := strings.Join(looktest.Words(w), "|")
	at := -1
	for _, want := range []string{"Matériel · mis à jour", "Écran noir", "a aidé 3 personnes", "Avant.", "À faire", "Éteindre.", "Rallumer.", "sans hâte", "Attendre.", "Après.", "Est-ce que"} {
		next := strings.Index(all, want)
		if next <= at {
			t.Fatalf("%q is not after what comes before it: %q", want, all)
		}
		at = next
	}
	test.Tap(looktest.Control(t, w, "Éteindre."))
	test.Tap(looktest.Control(t, w, "Attendre."))
	r.Expect(t, "tick 1 false", "tick 3 true")
	before := looktest.Control(t, w, "Attendre.")
	again := read()
	again.Done = map[int]bool{3: true}
	a.Render(again)
	test.Tap(looktest.Control(t, w, "Attendre."))
	r.Expect(t, "tick 3 false")
	if looktest.Control(t, w, "Attendre.") != before {
		t.Error("built anew for a tick")
	}
}

func TestAnArticleIsCopiedAsPlainWords(t *testing.T) {
	_, _, w := article(t, read())
	test.Tap(looktest.Control(t, w, "Copier l’article"))
	want := "Écran noir\n\nAvant.\n\nÀ faire\n\n1. Éteindre.\n2. Rallumer.\n  • sans hâte\n3. Attendre.\n\nAprès. Notre page (https://exemple.fr)"
	if got := fyne.CurrentApp().Clipboard().Content(); got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
	if looktest.Control(t, w, "Copié") == nil {
		t.Error("nothing tells that it was copied")
	}
}

func TestAnArticleThatMayBeOutOfDateSaysSinceWhen(t *testing.T) {
	s := read()
	s.Article.Until = looktest.Now.AddDate(0, -1, 0)
	a, r, w := article(t, s)
	if !looktest.Says(w, "plus à jour depuis le 20 oct. 2026") || looktest.Has(w, "Toujours juste") {
		t.Errorf("%q", looktest.Words(w))
	}
	s.Staff = true
	a.Render(s)
	test.Tap(looktest.Control(t, w, "Toujours juste"))
	if looktest.Has(w, "À revoir") {
		t.Error("doubts what is in doubt")
	}
	s.Article.Until = time.Time{}
	a.Render(s)
	test.Tap(looktest.Control(t, w, "À revoir"))
	r.Expect(t, "confirm", "doubt")
	s.Article.State = desk.ArticleDraft
	if a.Render(s); looktest.Has(w, "À revoir") {
		t.Error("doubts what nobody reads yet")
	}
}

func TestStaffSeesWhichQuestionsLeadToAnArticle(t *testing.T) {
	s := read()
	s.Article.Learned = []desk.Lesson{{ID: "l1", Words: "pas d image", Solved: 1, Missed: 2}, {ID: "l2", Words: "moniteur noir", Solved: 4}, {ID: "l3"}}
	a, r, w := article(t, s)
	if looktest.Has(w, "questions mènent ici") {
		t.Error("a requester sees what others asked")
	}
	s.Staff = true
	a.Render(s)
	test.Tap(looktest.Control(t, w, "2 questions mènent ici"))
	if !looktest.Says(w, "«\u00a0moniteur noir\u00a0»") || !looktest.Says(w, "n’a pas aidé 2 fois") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Oublier"))
	r.Expect(t, "forget l2")
}

func TestAVeryLongArticleComesAsItIsRead(t *testing.T) {
	s := read()
	s.Blocks = knowledge.Blocks(strings.Repeat("Une ligne de plus.\n\n", 4_000) + "1. Le dernier pas.")
	a, r, w := article(t, s)
	parts := 1
	for ; looktest.Has(w, "Lire la suite"); parts++ {
		if looktest.Has(w, "Le dernier pas.") {
			t.Fatal("all of it is there at once")
		}
		test.Tap(looktest.Control(t, w, "Lire la suite"))
	}
	test.Tap(looktest.Control(t, w, "Le dernier pas."))
	r.Expect(t, "tick 1 false")
	if parts < 3 {
		t.Errorf("%d parts", parts)
	}
	a.Render(read())
	if looktest.Has(w, "Le dernier pas.") || looktest.Has(w, "Lire la suite") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestTheVerdictIsAskedForAndThankedFor(t *testing.T) {
	a, r, w := article(t, read())
	test.Tap(looktest.Control(t, w, "Ça n’a pas marché"))
	test.Tap(looktest.Control(t, w, "Ça a marché"))
	r.Expect(t, "not solved", "solved")
	s := read()
	s.Said = knowledge.SaidSolved
	a.Render(s)
	if looktest.Has(w, "Ça a marché") || !looktest.Says(w, "Tant mieux") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Retour à l’accueil"))
	r.Expect(t, "go home")
}

func TestAnArticleLeadsToItsPairToItsEditorAndBack(t *testing.T) {
	s := read()
	a, r, w := article(t, s)
	if looktest.Has(w, "Modifier") {
		t.Error("a requester can't edit")
	}
	test.Tap(looktest.Control(t, w, "Lire en anglais"))
	looktest.Press(a.Focus(), fyne.KeyReturn)
	r.Expect(t, "go article a.en?noir", "go knowledge")
	s.Staff, s.Pair, s.Article.Lang = true, "", "en"
	a.Render(s)
	if looktest.Has(w, "Lire en français") {
		t.Error("there is no pair")
	}
	test.Tap(looktest.Control(t, w, "Modifier"))
	r.Expect(t, "go editor article/a.fr")
}

func TestAnArticleThatIsGoneOrComesSaysSo(t *testing.T) {
	_, _, w := article(t, knowledge.PageState{Loading: true})
	if looktest.Has(w, "Ça a marché") {
		t.Error("asks before there is an article")
	}
	_, r, w := article(t, knowledge.PageState{Code: desk.CodeNotFound})
	if looktest.Has(w, "Ça a marché") || !looktest.Says(w, "n’existe plus") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Base de connaissances"))
	r.Expect(t, "go knowledge")
	s := read()
	s.Code = desk.CodeDiskFull
	_, r, w = article(t, s)
	test.Tap(looktest.Control(t, w, "Réessayer"))
	r.Expect(t, "reload")
}

func written() knowledge.EditorState {
	return knowledge.EditorState{New: true, Life: true, Parts: 1, Now: looktest.Now, Fields: map[string]string{
		knowledge.FieldTitle: "Écran d’Amélie", knowledge.FieldBody: "Appelez le 01 02 03 04 05.\nAmélie.", knowledge.FieldLang: "fr", knowledge.FieldCategory: "coffee",
	}, InTitle: []knowledge.Finding{{Kind: knowledge.FoundName, Text: "Amélie"}},
		Findings: []knowledge.Finding{{Kind: knowledge.FoundPhone, Text: "01 02 03 04 05"}, {Kind: knowledge.FoundName, Text: "Amélie"}}}
}

func editor(t *testing.T, s knowledge.EditorState) (*screen.Editor, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	e := screen.NewEditor(looktest.French(t), r, r.window())
	e.Render(s)
	return e, r, looktest.Open(t, e.Object())
}

func TestAnArticleIsWrittenInFieldsAndChoices(t *testing.T) {
	e, r, w := editor(t, written())
	test.Type(e.Focus(), "x")
	for _, choice := range []string{"Messagerie", "Anglais", "Pour les techniciens"} {
		test.Tap(looktest.Control(t, w, choice))
	}
	test.Tap(looktest.Control(t, w, "Garder comme brouillon"))
	r.Expect(t, "fill title Écran d’Améliex", "fill category mail", "fill lang en", "fill audience technicians", "save")
	if !looktest.Has(w, "coffee") {
		t.Error("a category of the house is kept")
	}
}

func TestALongTextIsTurnedLikePages(t *testing.T) {
	s := written()
	s.Part, s.Parts, s.Text = 1, 3, "Deuxième partie."
	e, r, w := editor(t, s)
	if !looktest.Says(w, "Partie 2 sur 3") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Après"))
	test.Tap(looktest.Control(t, w, "Avant"))
	r.Expect(t, "turn 2", "turn 0")
	s.Part = 2
	e.Render(s)
	test.Tap(looktest.Control(t, w, "Après"))
	r.Expect(t)
	s.Part, s.Parts = 0, 1
	if e.Render(s); looktest.Says(w, "Partie") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestAnArticleIsReadByOthersFirstAndHoldsUntilADay(t *testing.T) {
	s := written()
	s.Fields[knowledge.FieldUntil] = "2027-01-15"
	e, r, w := editor(t, s)
	if !looktest.Says(w, "jusqu’au 15 janv. 2027") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "12 mois"))
	test.Tap(looktest.Control(t, w, "On ne sait pas"))
	test.Tap(looktest.Control(t, w, "Faire relire d’abord"))
	r.Expect(t, "fill until 2027-11-20", "fill until", "review")
	s.Life = false
	e.Render(s)
	if looktest.Has(w, "Faire relire d’abord") || looktest.Has(w, "Garder comme brouillon") || looktest.Has(w, "12 mois") {
		t.Errorf("offers what the helpdesk does not keep: %q", looktest.Words(w))
	}
	s.Life, s.Saved = true, desk.ArticleReview
	if e.Render(s); !looktest.Says(w, "attend d’être relu") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestWhatMayBePersonalIsListedOnceAndRemoved(t *testing.T) {
	e, r, w := editor(t, written())
	words := looktest.Words(w)
	if n := strings.Count(strings.Join(words, "|")+"|", "|Amélie|"); n != 1 || !slices.Contains(words, "numéro de téléphone") {
		t.Errorf("%d times in %q", n, words)
	}
	test.Tap(looktest.Control(t, w, "Retirer"))
	r.Expect(t, "remove Amélie")
	s := written()
	s.InTitle, s.Findings = nil, nil
	e.Render(s)
	if looktest.Has(w, "Retirer") || !looktest.Says(w, "Rien de personnel") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestPublishingAsksOnceWhileSomethingPersonalIsLeft(t *testing.T) {
	e, r, w := editor(t, written())
	test.Tap(looktest.Control(t, w, "Publier l’article"))
	s := written()
	s.Asked = true
	e.Render(s)
	if !looktest.Says(w, "Il reste 2 passages") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Publier quand même"))
	r.Expect(t, "publish", "publish")
}

func TestTheEditorSaysWhatIsMissingWhatFailedAndWhatIsKept(t *testing.T) {
	missing, failed, unkept, lost, saved := written(), written(), written(), knowledge.EditorState{Code: desk.CodeNotFound}, written()
	missing.Missing = []string{knowledge.FieldTitle, knowledge.FieldBody}
	failed.Code, unkept.Unkept = desk.CodeForbidden, true
	saved.Saved, saved.Receipt.Kept = desk.ArticlePublished, looktest.Now
	e, r, w := editor(t, knowledge.EditorState{Loading: true, Fields: map[string]string{}})
	for want, s := range map[string]knowledge.EditorState{
		"Il manque ceci pour continuer.": missing, "n’a pas pu être gardé": unkept, "n’existe plus": lost, "Gardé sur cet ordinateur à 09:12": saved,
	} {
		e.Render(s)
		if !looktest.Says(w, want) {
			t.Errorf("no %q: %q", want, looktest.Words(w))
		}
		if gone := looktest.Has(w, "Publier l’article"); gone != (s.Saved == "" && len(s.Fields) > 0) {
			t.Errorf("%q: publish is shown: %v", want, gone)
		}
	}
	for _, s := range []knowledge.EditorState{saved, lost} {
		e.Render(s)
		test.Tap(looktest.Control(t, w, "Voir la base de connaissances"))
	}
	r.Expect(t, "go knowledge", "go knowledge")
}

func TestAnArticleInAnotherLanguageSaysSo(t *testing.T) {
	_, _, w := browse(t, knowledge.BrowseState{Now: looktest.Now, Lang: "fr", Articles: []desk.Article{
		{ID: "a", Title: "Second screen", Lang: "en", Category: "hardware"}, {ID: "b", Title: "Clavier", Lang: "fr", Category: "hardware"},
	}})
	if !looktest.Says(w, "Anglais · ") || looktest.Says(w, "Français · ") {
		t.Errorf("%q", looktest.Words(w))
	}
}
