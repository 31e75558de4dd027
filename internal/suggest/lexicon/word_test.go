package lexicon_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/internal/suggest/lexicon"
)

// spoken lists the words of a text, compounds in brackets.
func spoken(text string) string {
	var out []string
	for w := range lexicon.Words(text) {
		if w.Joined {
			out = append(out, "["+w.Fold+"]")
		} else {
			out = append(out, w.Fold)
		}
	}
	return strings.Join(out, " ")
}

func TestWordsAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"L’écran d'Élodie, qu`il n´a":   "ecran elodie il a",
		"aujourd'hui jusqu’à":           "aujourdhui a",
		"I can't: it's the user’s":      "i cant it the user",
		"Wi-Fi WIFI wi\u2011fi":         "wifi wifi wifi",
		"plug-in, mot-clé":              "plug [plugin] mot cle [motcle]",
		"e-mail":                        "mail [email]",
		"peut-on, est-il, dites-le-moi": "peut on est il dites le moi",
		"0x80070005 KB5034441":          "0x80070005 kb5034441",
		"Outlook 365, Windows\u00a011":  "outlook 365 [outlook365] windows 11 [windows11]",
		"outlook365":                    "outlook 365 [outlook365]",
		"les 3 imprimantes":             "les 3 imprimantes",
		"setup.log www.exemple.fr":      "setup log [setuplog] www exemple [wwwexemplefr]",
		"fin. Début…":                   "fin debut",
		"e\u0301te\u0301 ÉTÉ œuf":       "ete ete oeuf",
		"co\u00adopé\u200bration":       "cooperation",
		"ﬁchier ４０４":                    "fichier 404 [fichier404]",
		"🙂❤️ * ^ \x00 \xff":             "",
		"الطابعة":                       "الطابعة",
	} {
		if got := spoken(text); got != want {
			t.Errorf("%q has %q, want %q", text, got, want)
		}
	}
}

// TestAWordBeginsAsItsStem is what lets a search leave most words alone: those that
// begin otherwise, or are shorter.
func TestAWordBeginsAsItsStem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zA-Zàâçéèêëîïôùûœ’'-]{1,14}`).Draw(t, "text") +
			rapid.SampledFrom([]string{"", "ing", "ying", "ies", "ed", "ment", "euses", "aient", "’s"}).Draw(t, "ending")
		for w := range lexicon.Words(text) {
			for _, lang := range lexicon.Languages {
				if stem := lexicon.Stem(w, lang); stem == "" || stem[0] != w.Fold[0] || len(stem) > len(w.Fold) {
					t.Fatalf("%q in %s has the stem %q", w.Fold, lang, stem)
				}
			}
		}
	})
}

func TestStemsMeet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, a, b string }{
		{"fr", "imprimante", "Imprimantes"}, {"fr", "imprimer", "imprime"}, {"fr", "réseaux", "réseau"}, {"fr", "bloquée", "bloqués"},
		{"en", "printing", "prints"}, {"en", "batteries", "battery"}, {"en", "365", "365"},
	} {
		if a, b := stemOf(c.a, c.lang), stemOf(c.b, c.lang); a != b {
			t.Errorf("%s: %s has stem %s, %s has %s", c.lang, c.a, a, c.b, b)
		}
	}
}

func stemOf(text, lang string) string {
	for w := range lexicon.Words(text) {
		return lexicon.Stem(w, lang)
	}
	return ""
}

func TestLanguageIsGuessed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"je ne peux pas me connecter": "fr", "the printer is not printing": "en", "écran": "fr",
	} {
		if lang, lead := lexicon.Guess(text); lang != want || lead == 0 {
			t.Errorf("%q is %s by %d, want %s", text, lang, lead, want)
		}
	}
	if _, lead := lexicon.Guess("VPN Outlook"); lead != 0 {
		t.Errorf("a guess by %d where nothing tells", lead)
	}
}

func TestWordsOfAnyTextStandInIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aZé’'-. 019œ\u0301\u200b\u00a0가ß")))).Draw(t, "text")
		checkWords(t, text)
	})
}

func FuzzWords(f *testing.F) {
	for _, text := range []string{"", "l’e-mail n'est", "Outlook 365", "\xff\xc3", "가각-ǅ'İ", "a.b-c.d", "''--..", strings.Repeat("é", 99)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkWords(t, text) })
}

func checkWords(t interface{ Fatalf(string, ...any) }, text string) {
	start := 0
	for w := range lexicon.Words(text) {
		if w.Start < start && !w.Joined || w.End <= w.Start || w.End > len(text) {
			t.Fatalf("%q: word %+v out of order", text, w)
		}
		if !utf8.RuneStart(text[w.Start]) || w.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[w.End]) {
			t.Fatalf("%q: word %+v cuts a rune", text, w)
		}
		if w.Fold == "" || len(w.Fold) > 40 || len(w.Text) > 40 || !utf8.ValidString(w.Fold) || !utf8.ValidString(w.Text) {
			t.Fatalf("%q: word %+v is no word", text, w)
		}
		for _, lang := range lexicon.Languages {
			lexicon.Stem(w, lang)
		}
		start = w.Start
	}
}

func TestClipKeepsRunesWhole(t *testing.T) {
	t.Parallel()
	for most, want := range []string{"", "a", "a", "aé", "aéb", "aéb"} {
		if got := lexicon.Clip("aéb", most); got != want {
			t.Errorf("first %d bytes are %q, want %q", most, got, want)
		}
	}
}

func TestLettersAreAlike(t *testing.T) {
	t.Parallel()
	var l lexicon.Letters
	if got := l.Alike([]byte("imprimante")); got != 0 {
		t.Errorf("nothing is alike by %v", got)
	}
	l.Set([]byte("imprimnate bloquee"))
	likes := []float64{l.Alike([]byte("imprimante bloquee")), l.Alike([]byte("l'imprimante du couloir")), l.Alike([]byte("le telephone"))}
	if !slices.IsSortedFunc(likes, func(a, b float64) int { return int(100 * (b - a)) }) || likes[0] < 0.6 || likes[2] > 0.2 {
		t.Errorf("alike by %v, want from much to little", likes)
	}
}
