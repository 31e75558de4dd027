package suggest_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"relais/internal/suggest"
)

var asked = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)

func find(t *testing.T, x *suggest.Index, q suggest.Query) []suggest.Hit {
	t.Helper()
	hits, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

// pages are six everyday articles.
func pages() []suggest.Doc {
	docs := []suggest.Doc{
		{ID: "password", Title: "Changer son mot de passe", Body: "Depuis l’intranet, choisir Compte puis Sécurité."},
		{ID: "printer", Title: "L’imprimante ne répond pas", Body: "Éteindre l’imprimante, attendre dix secondes, la rallumer."},
		{ID: "wifi", Title: "Se connecter au réseau sans fil", Body: "Choisir le réseau de l’entreprise dans la liste."},
		{ID: "vpn", Title: "Travailler depuis la maison", Body: "Ouvrir l’accès à distance et se connecter."},
		{ID: "screen", Title: "L’écran reste noir", Body: "Vérifier le câble de l’écran et son alimentation."},
		{ID: "mail", Title: "La messagerie est pleine", Body: "Archiver les anciens messages."},
	}
	for i := range docs {
		docs[i].Lang, docs[i].Kind = "fr", "article"
	}
	return docs
}

func link(words string) suggest.Link { return suggest.Link{Words: words, Count: 1, At: asked} }

func TestWordsThatNoArticleHasFindTheOneThatHelped(t *testing.T) {
	t.Parallel()
	x, docs := suggest.New(suggest.HouseWords{}), pages()
	x.Put(docs...)
	q := suggest.Query{Text: "mon sésame est périmé", Lang: "fr"}
	if hits := find(t, x, q); len(hits) > 0 {
		t.Fatalf("found %v before anybody asked", ids(hits))
	}
	docs[0].Learned = []suggest.Link{link("sésame périmé")}
	x.Put(docs[0])
	hits := find(t, x, q)
	if len(hits) != 1 || hits[0].ID != "password" || !slices.Equal(hits[0].Learned, []string{"sésame périmé"}) {
		t.Fatalf("found %+v", hits)
	}
	docs[0].Learned = nil
	x.Put(docs[0])
	if hits := find(t, x, q); len(hits) > 0 {
		t.Errorf("found %v once it was forgotten", ids(hits))
	}
	docs[0].Learned = []suggest.Link{link("sésame périmé")}
	x.Put(docs[0])
	x.Remove("password")
	if hits := find(t, x, q); len(hits) > 0 {
		t.Errorf("found %v once it was gone", ids(hits))
	}
}

func TestAnArticleForTechniciansIsNotLearnedByOthers(t *testing.T) {
	t.Parallel()
	x, docs := suggest.New(suggest.HouseWords{}), pages()
	docs[0].Staff, docs[0].Learned = true, []suggest.Link{link("sésame périmé")}
	x.Put(docs...)
	q := suggest.Query{Text: "sésame périmé", Lang: "fr"}
	if hits := find(t, x, q); len(hits) > 0 {
		t.Errorf("found %v", ids(hits))
	}
	q.Staff, q.Kind = true, "ticket"
	if hits := find(t, x, q); len(hits) > 0 {
		t.Errorf("found %v among tickets", ids(hits))
	}
	if q.Kind = "article"; len(find(t, x, q)) != 1 {
		t.Error("staff does not find it")
	}
}

func TestOneArticleAttachedToEverythingComesFirstForNothing(t *testing.T) {
	t.Parallel()
	x, docs := suggest.New(suggest.HouseWords{}), pages()
	for i := range docs[:5] {
		docs[i].Learned = []suggest.Link{link(docs[i].Title)}
		docs[5].Learned = append(docs[5].Learned, suggest.Link{Words: docs[i].Title, Count: 1000, At: asked})
	}
	x.Put(docs...)
	for _, d := range docs[:5] {
		if hits := find(t, x, suggest.Query{Text: d.Title, Lang: "fr"}); len(hits) == 0 || hits[0].ID != d.ID {
			t.Errorf("%q finds %v", d.Title, ids(hits))
		}
	}
}

func TestOnePersonLeadsNobodyAwayFromWhatIsCalledSo(t *testing.T) {
	t.Parallel()
	first := func(links ...suggest.Link) string {
		x, docs := suggest.New(suggest.HouseWords{}), pages()
		docs[3].Learned = links
		x.Put(docs...)
		return find(t, x, suggest.Query{Text: docs[0].Title, Lang: "fr", Limit: 1})[0].ID
	}
	once := link("changer son mot passe")
	if got := first(once, link("changer mot passe"), link("comment changer son mot passe"), link("mot passe")); got != "password" {
		t.Errorf("one person in four wordings leads to %s", got)
	}
	once.Count = 2
	if got := first(once); got != "vpn" {
		t.Errorf("two people who say the same lead to %s", got)
	}
}

func TestOneQuestionRepeatedAThousandTimesMovesNoOtherQuestion(t *testing.T) {
	t.Parallel()
	x, noisy, docs := suggest.New(suggest.HouseWords{}), suggest.New(suggest.HouseWords{}), pages()
	x.Put(docs...)
	for i := range 1000 {
		docs[5].Learned = append(docs[5].Learned, suggest.Link{Words: "tout est cassé au bureau", Count: float64(i + 1), At: asked})
	}
	noisy.Put(docs...)
	for _, text := range []string{"l’imprimante du bureau", "écran noir", "mot de passe", "travailler à distance", "réseau sans fil au bureau"} {
		q := suggest.Query{Text: text, Lang: "fr"}
		if a, b := find(t, x, q), find(t, noisy, q); len(a) == 0 || len(b) == 0 || a[0].ID != b[0].ID {
			t.Errorf("%q finds %v, then %v", text, ids(a), ids(b))
		}
	}
}

func TestTicketsDoNotUnsettleWhatArticlesLearned(t *testing.T) {
	t.Parallel()
	x, docs := suggest.New(suggest.HouseWords{}), pages()
	docs[0].Learned = []suggest.Link{link("sésame périmé"), link("sésame oublié"), link("code d’accès oublié")}
	x.Put(docs...)
	q := suggest.Query{Text: "sésame perdu", Lang: "fr", Kind: "article", Always: true}
	before := find(t, x, q)
	for i := range 50 {
		words := fmt.Sprintf("sésame numéro%d perdu", i)
		x.Put(suggest.Doc{ID: fmt.Sprint("ticket/", i), Lang: "fr", Title: "Badge", Kind: "ticket", Learned: []suggest.Link{link(words)}})
	}
	if after := find(t, x, q); len(before) == 0 || len(after) == 0 || after[0].ID != before[0].ID || len(after[0].Learned) == 0 {
		t.Errorf("found %v, then %v", ids(before), ids(after))
	}
}
