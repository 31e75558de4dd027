package knowledge_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/screen/employee/looktest"
)

func TestAHitSaysWhyItIsThere(t *testing.T) {
	hit := outbox
	hit.Learned = []string{"mail coincé", "rien ne part"}
	_, _, w := browse(t, looked(hit))
	if !looktest.Says(w, "«\u00a0mail coincé\u00a0» ou «\u00a0rien ne part\u00a0»") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestWhatOnlyComesNearIsSaidToBeNoAnswer(t *testing.T) {
	s := looked(outbox)
	s.Far = true
	b, r, w := browse(t, s)
	if !looktest.Says(w, "Rien ne correspond vraiment") || !looktest.Says(w, "Ce qui s’en approche") || !looktest.Has(w, "Boîte d’envoi") {
		t.Errorf("%q", looktest.Words(w))
	}
	looktest.Press(b.Focus(), "Return")
	test.Tap(looktest.Control(t, w, "Demander de l’aide"))
	r.Expect(t, "missed", "ask envoi bloqué")
}

func TestAQuestionCanBeAskedAsItWasMeant(t *testing.T) {
	s := looked(outbox)
	s.Meant = "envoi bloqué depuis hier"
	b, r, w := browse(t, s)
	test.Tap(looktest.Control(t, w, "Vouliez-vous dire «\u00a0envoi bloqué depuis hier\u00a0»\u00a0?"))
	r.Expect(t, "search envoi bloqué depuis hier")
	if b.Render(looked(outbox)); looktest.Says(w, "Vouliez-vous") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestWhatIsHeldIsNotScrolledAwayWhileLettersAreTyped(t *testing.T) {
	s := looked(slices.Repeat([]model.Hit{outbox}, 12)...)
	b, _, w := browse(t, s)
	w.Resize(fyne.NewSize(600, 300))
	var page *container.Scroll
	for _, o := range looktest.Shown(w) {
		if c, ok := o.(*container.Scroll); ok {
			page = c
			break
		}
	}
	page.ScrollToOffset(fyne.NewPos(0, 120))
	for _, step := range []struct {
		query string
		held  bool
		at    float32
	}{{"envoi bloqué d", true, 120}, {"envoi bloqué de", false, 0}} {
		s.Query, s.Held = step.query, step.held
		if b.Render(s); page.Offset.Y != step.at {
			t.Errorf("held %t: it is at %v, want %v", step.held, page.Offset.Y, step.at)
		}
	}
}

func TestArticlesAreNarrowedDownAndAChoiceIsTakenBack(t *testing.T) {
	s := library()
	s.Kinds = []knowledge.Group{{ID: "fix", Count: 2}, {ID: "howto", Count: 3}}
	s.Products = []knowledge.Group{{ID: "Outlook", Count: 2}, {ID: "Windows", Count: 1}}
	s.Langs = []knowledge.Group{{ID: "fr", Count: 5}}
	b, r, w := browse(t, s)
	if looktest.Has(w, "Outlook") {
		t.Error("it is not folded at first")
	}
	test.Tap(looktest.Control(t, w, "Affiner"))
	if looktest.Has(w, "Français") {
		t.Error("offers a choice of one")
	}
	test.Tap(looktest.Control(t, w, "Outlook"))
	r.Expect(t, "narrow /Outlook/")
	s.Narrow.Product = "Outlook"
	b.Render(s)
	test.Tap(looktest.Control(t, w, "Savoir faire"))
	test.Tap(looktest.Control(t, w, "Outlook"))
	r.Expect(t, "narrow howto/Outlook/", "narrow //")
	s.Narrow, s.Articles = knowledge.Narrow{Product: "Gone"}, nil
	b.Render(s)
	if !looktest.Has(w, "Gone") || !looktest.Says(w, "Aucun article ne réunit") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestTheNewestMayComeFirst(t *testing.T) {
	_, r, w := browse(t, library())
	test.Tap(looktest.Control(t, w, "Les plus récents"))
	r.Expect(t, "sort recent")
}

func TestStaffFindsWhatIsToDo(t *testing.T) {
	s := looked(outbox)
	s.Staff, s.Works = true, []knowledge.Group{{ID: "draft", Count: 1}, {ID: "outdated", Count: 4}}
	b, r, w := browse(t, s)
	if looktest.Has(w, "À relire") {
		t.Error("shows a list that is empty")
	}
	test.Tap(looktest.Control(t, w, "À mettre à jour"))
	r.Expect(t, "search", "work outdated")
	s = library()
	s.Staff, s.Work, s.Articles = true, knowledge.WorkReview, nil
	b.Render(s)
	if !looktest.Says(w, "Plus rien à faire ici") || looktest.Has(w, "Demander de l’aide") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestStaffWritesTheArticlesThatWereLookedFor(t *testing.T) {
	s := library()
	s.Staff, s.Work, s.Articles = true, knowledge.WorkMissing, nil
	s.Unanswered = []desk.Unanswered{{Words: "badge parking", Count: 3, Last: looktest.Now}, {Words: "buse 3D", Count: 1, Last: looktest.Now}}
	b, r, w := browse(t, s)
	if !looktest.Says(w, "À écrire") || !looktest.Says(w, "cherché 3 jours") || looktest.Says(w, "Plus rien à faire") {
		t.Errorf("%q", looktest.Words(w))
	}
	test.Tap(looktest.Control(t, w, "Écrire l’article pour «\u00a0badge parking\u00a0»"))
	test.Tap(looktest.Control(t, w, "Retirer"))
	test.Tap(looktest.Control(t, w, "Écrire un article"))
	r.Expect(t, "go editor new/badge parking", "forget badge parking", "go editor new/")
	s.Unanswered = nil
	if b.Render(s); !looktest.Says(w, "Plus rien à faire") {
		t.Errorf("%q", looktest.Words(w))
	}
}

func TestWhatMayBeOutOfDateSaysSo(t *testing.T) {
	s := library()
	s.Articles[0].Until = looktest.Now
	s.Articles[1].State = desk.ArticleOutdated
	_, _, w := browse(t, s)
	n := 0
	for _, words := range looktest.Words(w) {
		if words == "Peut-être plus à jour" {
			n++
		}
	}
	if n != 2 {
		t.Errorf("%d times in %q", n, looktest.Words(w))
	}
	hit := knowledge.Found{Hit: model.Hit{ID: "a", Title: []model.Piece{{Text: "Fax"}}, Helped: 3}, Article: desk.Article{ID: "a", State: desk.ArticleOutdated}}
	s = looked()
	s.Hits = []knowledge.Found{hit}
	if _, _, w := browse(t, s); !looktest.Says(w, "Peut-être plus à jour") {
		t.Errorf("%q", looktest.Words(w))
	}
}
