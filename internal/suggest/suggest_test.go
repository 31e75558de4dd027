package suggest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"relais/internal/suggest"
)

// shelf is a small collection with something of everything.
func shelf() []suggest.Doc {
	return []suggest.Doc{
		{ID: "print.fr", Lang: "fr", Kind: "article", Title: "L’imprimante n’imprime plus", Body: "Vérifiez le papier.\n1. Éteignez l’imprimante puis rallumez-la."},
		{ID: "print.en", Lang: "en", Kind: "article", Title: "The printer does not print", Body: "Check the paper, then switch the printer off and on."},
		{ID: "wifi.fr", Lang: "fr", Kind: "article", Title: "Le Wi-Fi ne se connecte pas", Keywords: []string{"réseau sans fil"}, Body: "Coupez le Wi-Fi dix secondes."},
		{ID: "slow.fr", Lang: "fr", Kind: "article", Title: "Mon ordinateur est lent", Body: "Redémarrez l’ordinateur. La lenteur vient souvent des mises à jour."},
		{ID: "sound.fr", Lang: "fr", Kind: "article", Title: "Pas de son dans le casque", Body: "Choisissez le casque dans la liste des haut-parleurs."},
		{ID: "update.en", Lang: "en", Kind: "article", Title: "Windows Update fails", Body: "The update stops with 0x80070005. Free some space first."},
		{ID: "office.en", Lang: "en", Kind: "article", Title: "Activate Outlook 365", Body: "Sign in with your work account."},
		{ID: "t42", Lang: "fr", Kind: "ticket", Staff: true, Title: "Imprimante du 3e étage muette", Body: "Résolu : carte réseau remplacée."},
		{ID: "account.fr", Lang: "fr", Kind: "article", Title: "Le compte est bloqué après plusieurs essais", Body: "Attendez une demi-heure, le verrou saute tout seul."},
	}
}

func newShelf(tb testing.TB) *suggest.Index {
	words, err := suggest.ParseHouseWords(strings.NewReader("[fr]\nça rame > lent, lenteur\nbécane = ordinateur\n"))
	if err != nil {
		tb.Fatal(err)
	}
	x := suggest.New(words)
	x.Put(shelf()...)
	return x
}

func search(tb testing.TB, x *suggest.Index, q suggest.Query) []suggest.Hit {
	tb.Helper()
	hits, err := x.Search(tb.Context(), q)
	if err != nil {
		tb.Fatalf("search %q: %v", q.Text, err)
	}
	return hits
}

func TestTheFirstHitIsWhatWasMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, lang, text string
		typing           bool
		want             string
	}{
		{name: "plural and elision", lang: "fr", text: "les imprimantes n'impriment plus", want: "print.fr"},
		{name: "capitals and no accents", lang: "fr", text: "COMPTE BLOQUE", want: "account.fr"},
		{name: "accents in two runes", lang: "fr", text: "compte bloque\u0301", want: "account.fr"},
		{name: "another apostrophe", lang: "fr", text: "l`imprimante", want: "print.fr"},
		{name: "swapped letters", lang: "fr", text: "imprimnate", want: "print.fr"},
		{name: "a letter too few", lang: "en", text: "the priner", want: "print.en"},
		{name: "another first letter", lang: "fr", text: "umprimante", want: "print.fr"},
		{name: "unfinished", lang: "fr", text: "mon ordi", typing: true, want: "slow.fr"},
		{name: "unfinished unknown last word, sent", lang: "fr", text: "mon ordinat", want: "slow.fr"},
		{name: "compound as one word", lang: "fr", text: "wifi", want: "wifi.fr"},
		{name: "compound as two words", lang: "fr", text: "wi fi", want: "wifi.fr"},
		{name: "keyword", lang: "fr", text: "réseau sans fil", want: "wifi.fr"},
		{name: "error code", lang: "en", text: "0x80070005", want: "update.en"},
		{name: "name and number glued", lang: "en", text: "outlook365", want: "office.en"},
		{name: "name and number with a hard space", lang: "en", text: "Outlook\u00a0365", want: "office.en"},
		{name: "two words in one", lang: "fr", text: "comptebloqué", want: "account.fr"},
		{name: "house phrase", lang: "fr", text: "ça rame", want: "slow.fr"},
		{name: "house word in the plural", lang: "fr", text: "les bécanes", want: "slow.fr"},
		{name: "a word that is a stop word elsewhere", lang: "fr", text: "pas de son", want: "sound.fr"},
		{name: "the reader's language first", lang: "en", text: "paper print", want: "print.en"},
		{name: "the question's language over the reader's", lang: "fr", text: "the printer does not print", want: "print.en"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			hits := search(t, newShelf(t), suggest.Query{Text: c.text, Lang: c.lang, Typing: c.typing})
			if len(hits) == 0 || hits[0].ID != c.want {
				t.Errorf("%q finds %v, want %s first", c.text, ids(hits), c.want)
			}
		})
	}
}

func TestWhatSaysNothingFindsNothing(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	for name, text := range map[string]string{
		"empty": "", "spaces": " \u00a0\t\n", "one letter": "a", "stop words": "est-ce que c’est ça ?", "emoji": "🙂🖨️❤️", "controls": "\x00\x01\x7f\u202e",
		"invalid": "\xff\xfe\x80", "right to left": "الطابعة לא מדפיס", "regular expression": `.*[a-z]+(\d|$)\`, "search syntax": `"NEAR(" * ^ - :`,
		"off topic": "recette de tarte aux pommes", "any problem": "ça marche pas",
	} {
		if hits := search(t, x, suggest.Query{Text: text, Lang: "fr"}); len(hits) != 0 {
			t.Errorf("%s: %q finds %v", name, text, ids(hits))
		}
	}
}

func TestALongPasteIsAnswered(t *testing.T) {
	t.Parallel()
	paste := "Mon imprimante n’imprime plus. " + strings.Repeat("Bonjour madame, le colis zzyzx est arrivé hier à la gare routière. ", 3000)
	hits := search(t, newShelf(t), suggest.Query{Text: paste, Lang: "fr", Always: true})
	if len(hits) == 0 || hits[0].ID != "print.fr" {
		t.Errorf("finds %v, want print.fr first", ids(hits))
	}
}

// TestNoTextStalls would take minutes if the time grew faster than the text.
func TestNoTextStalls(t *testing.T) {
	t.Parallel()
	const size = 1 << 20
	for _, piece := range []string{"imprimante", "t't", "a-", "e\u0301", "\u200b", "\xff", "zzyzx ", "1. ", "- \n", "l’", "\n"} {
		text := strings.Repeat(piece, size/len(piece))
		x := newShelf(t)
		x.Put(suggest.Doc{ID: "long", Title: text, Body: text, Keywords: []string{text}})
		search(t, x, suggest.Query{Text: text, Typing: true, Always: true})
		search(t, x, suggest.Query{Text: "imprimante zzyzx", Always: true})
		x.Remove("long")
	}
}

func TestSilenceIsOffWithAlways(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	q := suggest.Query{Text: "le papier peint de la salle d’attente est arraché", Lang: "fr"}
	if hits := search(t, x, q); len(hits) != 0 {
		t.Errorf("a tangential hit is shown: %v", ids(hits))
	}
	q.Always = true
	if hits := search(t, x, q); len(hits) == 0 || hits[0].Fits() {
		t.Errorf("everything was asked for, and found %+v", hits)
	}
}

func TestOnlyWhatMayBeSeenIsFound(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	for _, c := range []struct {
		name  string
		query suggest.Query
		want  bool // t42 among the hits
	}{
		{"employee", suggest.Query{}, false},
		{"technician", suggest.Query{Staff: true}, true},
		{"technician, tickets", suggest.Query{Staff: true, Kind: "ticket"}, true},
		{"technician, articles", suggest.Query{Staff: true, Kind: "article"}, false},
		{"employee, tickets", suggest.Query{Kind: "ticket"}, false},
	} {
		c.query.Text, c.query.Lang, c.query.Always = "imprimante muette", "fr", true
		hits := search(t, x, c.query)
		if got := slices.Contains(ids(hits), "t42"); got != c.want {
			t.Errorf("%s finds %v, t42 among them: %t, want %t", c.name, ids(hits), got, c.want)
		}
		for _, h := range hits {
			if c.query.Kind != "" && h.Kind != c.query.Kind {
				t.Errorf("%s finds %s of kind %s", c.name, h.ID, h.Kind)
			}
		}
	}
}

func TestHelpingPeopleDecidesBetweenEquals(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	doc := func(id, title string, helped int) suggest.Doc {
		return suggest.Doc{ID: id, Lang: "en", Title: title, Body: "Press the green key.", Helped: helped}
	}
	x.Put(doc("a", "Reset the scanner", 0), doc("b", "Reset the scanner", 12), doc("c", "Reset the scanner", -5), doc("d", "Boil an egg", 1_000_000))
	hits := search(t, x, suggest.Query{Text: "reset scanner", Lang: "en", Always: true})
	if got, want := ids(hits), []string{"b", "a", "c"}; !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
	if hits[0].Helped != 12 {
		t.Errorf("helped %d, want 12", hits[0].Helped)
	}
}

func TestAStopWordThatIsBeingTypedDoesNotSilence(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	x.Put(articles(t)...)
	for _, text := range []string{"le Wi-Fi ne marche plus", "j’ai oublié mon mot de passe et", "my computer is slow and"} {
		if hits := search(t, x, suggest.Query{Text: text, Typing: true}); len(hits) == 0 {
			t.Errorf("%q is answered by silence", text)
		}
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	for i := range 120 {
		x.Put(suggest.Doc{ID: string(rune('A' + i)), Lang: "en", Title: "printer"})
	}
	for limit, want := range map[int]int{0: 5, -3: 5, 1: 1, 50: 50, 1000: suggest.MaxHits} {
		if got := len(search(t, x, suggest.Query{Text: "printer", Limit: limit, Always: true})); got != want {
			t.Errorf("limit %d gives %d hits, want %d", limit, got, want)
		}
	}
}

func TestPassageIsTheLineThatAnswers(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	x.Put(suggest.Doc{ID: "1", Lang: "fr", Title: "Le son", Body: "## Étapes\n1. Branchez l’écran.\n2. Choisissez le casque à droite de l’horloge.\n\nFin."})
	h := search(t, x, suggest.Query{Text: "Mon casque n'a plus de son", Lang: "fr", Always: true})[0]
	if want := "Choisissez le casque à droite de l’horloge."; h.Passage != want {
		t.Fatalf("passage %q, want %q", h.Passage, want)
	}
	if len(h.InPassage) != 1 || h.Passage[h.InPassage[0].Start:h.InPassage[0].End] != "casque" {
		t.Errorf("marked %v in %q, want casque", h.InPassage, h.Passage)
	}
	if len(h.InTitle) != 1 || h.Title[h.InTitle[0].Start:h.InTitle[0].End] != "son" {
		t.Errorf("marked %v in %q, want son", h.InTitle, h.Title)
	}
}

func TestAPassageBeginsASentence(t *testing.T) {
	t.Parallel()
	const body = "Les corbeilles de OneDrive et SharePoint gardent en général les fichiers supprimés 93 jours, p. ex. un document. " +
		"Un fichier effacé sur une clé USB ou un lecteur du réseau ne passe pas par la corbeille. Demandez-nous alors une sauvegarde « d’hier » ? « Oui, si elle existe. »"
	long := strings.Repeat("et encore un mot ", 20)
	for _, c := range []struct{ name, body, query, want string }{
		{"the first one, whole", body, "fichier supprimé SharePoint", "Les corbeilles de OneDrive et SharePoint gardent en général les fichiers supprimés 93 jours, p. ex. un document."},
		{"one in the middle, with the next", body, "clé USB", "Un fichier effacé sur une clé USB ou un lecteur du réseau ne passe pas par la corbeille. Demandez-nous alors une sauvegarde « d’hier » ?"},
		{"after a question in quotation marks", body, "sauvegarde existe", "Demandez-nous alors une sauvegarde « d’hier » ? « Oui, si elle existe. »"},
		{"in the middle of one that is too long", long + "la clé USB. Fin.", "clé USB", "un mot et encore un mot et encore un mot la clé USB. Fin."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			x := suggest.New(suggest.HouseWords{})
			x.Put(suggest.Doc{ID: "1", Lang: "fr", Title: "Titre", Body: "1. " + c.body})
			h := search(t, x, suggest.Query{Text: c.query, Lang: "fr", Always: true})
			if len(h) != 1 || h[0].Passage != c.want {
				t.Errorf("got %+v", h)
			}
		})
	}
}

func TestAnEndedContextIsTheOnlyError(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	x := newShelf(t)
	for _, text := range []string{"imprimante", ""} {
		if hits, err := x.Search(ctx, suggest.Query{Text: text}); !errors.Is(err, context.Canceled) || hits != nil {
			t.Errorf("%q gives %v, %v; want nothing and %v", text, hits, err, context.Canceled)
		}
	}
	if hits := search(t, x, suggest.Query{Text: "imprimante", Lang: "fr"}); len(hits) == 0 {
		t.Error("nothing is found after a search that was given up")
	}
}

func TestAnEmptyIndexFindsNothing(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	if hits := search(t, x, suggest.Query{Text: "imprimante", Always: true, Typing: true}); len(hits) != 0 {
		t.Errorf("finds %v", ids(hits))
	}
	x.Remove("nothing")
	x.Put()
	if x.Len() != 0 {
		t.Errorf("length %d, want 0", x.Len())
	}
}
