package lexicon_test

import (
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/lexicon"
)

func TestRareLettersTellMore(t *testing.T) {
	t.Parallel()
	var f lexicon.Fours
	titles := []string{"error in outlook", "error in excel", "error in word", "error when printing"}
	for _, title := range titles {
		f.Add([]byte(title))
	}
	var a lexicon.Asked
	a.Ask(&f, []byte("eror when printng"))
	best, at := 0.0, -1
	for i, title := range titles {
		if alike := a.Alike([]byte(title)); alike > best {
			best, at = alike, i
		}
	}
	if at != 3 {
		t.Errorf("the most alike is %d, want the one that prints", at)
	}
	a.Ask(&f, []byte("error"))
	if got := a.Alike([]byte("error in word")); got > 0.01 {
		t.Errorf("what stands in all titles counts %g", got)
	}
}

func TestSignsBetweenWordsDoNotCount(t *testing.T) {
	t.Parallel()
	var f lexicon.Fours
	f.Add([]byte("l’ecran « noir »"))
	f.Add([]byte("autre chose"))
	var a lexicon.Asked
	a.Ask(&f, []byte("l'ecran, noir"))
	if got := a.Alike([]byte("l’ecran « noir »")); got < 0.999 {
		t.Errorf("alike %g, want 1", got)
	}
}

func TestTitlesThatWentDoNotCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-e’ ]{0,30}`))
		stays, goes := rapid.SliceOfN(text, 1, 6).Draw(t, "stays"), rapid.SliceOfN(text, 0, 6).Draw(t, "goes")
		var changed, fresh lexicon.Fours
		for _, title := range append(goes, stays...) {
			changed.Add([]byte(title))
		}
		for _, title := range goes {
			changed.Drop([]byte(title))
		}
		for _, title := range stays {
			fresh.Add([]byte(title))
		}
		var a, b lexicon.Asked
		asked := text.Draw(t, "asked")
		a.Ask(&changed, []byte(asked))
		b.Ask(&fresh, []byte(asked))
		for _, title := range stays {
			got, want := a.Alike([]byte(title)), b.Alike([]byte(title))
			if got != want || got < 0 || got > 1 {
				t.Fatalf("%q is %g like %q, in a fresh collection %g", asked, got, title, want)
			}
		}
	})
}
