package suggest_test

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest"
)

func TestAQuestionIsSpelledAsTheCollectionSpellsIt(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	for _, c := range []struct {
		name, text, want string
		lang             string
	}{
		{"swapped letters", "mon imprimnate bloque", "mon imprimante bloque", "fr"},
		{"with its accents", "redemarerz mon ordinateur", "redémarrez mon ordinateur", "fr"},
		{"two words typed as one", "comptebloqué", "compte bloqué", "fr"},
		{"two at once", "imprimnate et caqsue", "imprimante et casque", "fr"},
		{"most of it unknown", "imprimnate caqsue ordinatuer resaeu comptte", "", "fr"},
		{"an apostrophe stays", "l'imprimnate !", "l'imprimante !", "fr"},
		{"nothing to correct", "imprimante bloquée", "", "fr"},
		{"without accents", "compte bloque", "", "fr"},
		{"an unfinished word", "mon ordinat", "", "fr"},
		{"house words", "ça rame", "", "fr"},
		{"glued and known", "wi fi", "", "fr"},
		{"stop words", "the of and", "", "en"},
		{"nothing near", "xyzzyqwert", "", "fr"},
		{"nothing", "", "", "fr"},
		{"signs", "?!… 👻", "", "fr"},
		{"a paragraph", strings.Repeat("imprimnate ", 40), "", "fr"},
	} {
		got, err := x.Meant(t.Context(), suggest.Query{Text: c.text, Lang: c.lang})
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Meant(ctx, suggest.Query{Text: "imprimnate"}); err == nil {
		t.Error("a context that ended is no answer")
	}
}

func TestWhatWasMeantIsFoundAndNotSpelledAgain(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"imprimante", "ordinateur", "réseau", "compte", "casque", "xyzzy", "0x80070005", "👻", "l’"}), 1, 4).Draw(t, "words")
		text := []rune(strings.Join(words, " "))
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		typed := string(append(text[:at:at], text[at+1:]...))
		meant, err := x.Meant(t.Context(), suggest.Query{Text: typed, Lang: "fr"})
		if err != nil {
			t.Fatal(err)
		}
		if meant == "" {
			return
		}
		if again, err := x.Meant(t.Context(), suggest.Query{Text: meant, Lang: "fr"}); err != nil || again != "" || meant == typed {
			t.Fatalf("%q is meant to be %q, and that %q", typed, meant, again)
		}
	})
}
