package lexicon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/lexicon"
)

func newVocabulary(words ...string) *lexicon.Vocabulary {
	v := new(lexicon.Vocabulary)
	for i, w := range words {
		v.Add(w, uint32(i))
	}
	return v
}

func names(all []lexicon.Meant) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.Word
	}
	return out
}

func TestMistypedWordsAreCorrected(t *testing.T) {
	t.Parallel()
	v := newVocabulary("imprimante", "imprimer", "reseau", "ecran", "ecrans", "tete", "telephone", "rendez", "vous", "disque")
	for _, c := range []struct {
		name, typed string
		want        string
	}{
		{"swapped", "imprimnate", "imprimante"},
		{"left out", "imprmante", "imprimante"},
		{"added", "ressseau", "reseau"},
		{"replaced", "rexeau", "reseau"},
		{"two edits in a long word", "imprmnte", "imprimer imprimante"},
		{"two edits in a short word", "rexxau", ""},
		{"the same first letter first", "rcran", "ecran"},
		{"two words in one", "disquereseau", "disque reseau"},
		{"too short", "tet", ""},
		{"nothing near", "xylophone", ""},
	} {
		got := names(v.Correct(c.typed, 4))
		if c.name == "two edits in a long word" {
			slices.Sort(got)
			c.want = "imprimante"
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q was meant to be %v, want %q", c.name, c.typed, got, c.want)
		}
	}
}

func TestUnfinishedWordsAreCompletedByFrequency(t *testing.T) {
	t.Parallel()
	v := newVocabulary("reseau", "reseaux", "rester", "ecran")
	v.Add("rester", 2)
	if got, want := names(v.Complete("res", 2)), []string{"rester", "reseau"}; !slices.Equal(got, want) {
		t.Errorf("completed to %v, want %v", got, want)
	}
}

// TestAVocabularyIsLikeAList compares with looking at every word, over many
// words so that fresh ones are merged.
func TestAVocabularyIsLikeAList(t *testing.T) {
	t.Parallel()
	var v lexicon.Vocabulary
	all := map[string]int{}
	for i := range 3000 {
		w := fmt.Sprintf("%c%o%c", 'a'+i%7, i*7919%4096, 'a'+i%5)
		v.Add(w, 1)
		all[w]++
		v.Settle()
	}
	for w := range all {
		if len(w)%2 == 0 {
			for range all[w] {
				v.Drop(w, 1)
			}
			delete(all, w)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringMatching(`[a-g][0-7]{2,4}[a-e]`).Draw(t, "typed")
		if all[typed] > 0 {
			return // only unknown words are corrected
		}
		var want []string
		for most := 1; len(want) == 0 && most <= min(2, len(typed)/4); most++ {
			for w := range all {
				if edits(typed, w) <= most {
					want = append(want, w)
				}
			}
		}
		got := names(v.Correct(typed, 1<<20))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q was meant to be %v, want %v", typed, got, want)
		}
		want = nil
		for w := range all {
			if strings.HasPrefix(w, typed[:2]) {
				want = append(want, w)
			}
		}
		got = names(v.Complete(typed[:2], 1<<20))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q may become %v, want %v", typed[:2], got, want)
		}
	})
}

// edits is the textbook count, swapped neighbours as one.
func edits(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = j
			case j > 0:
				cost := 1
				if a[i-1] == b[j-1] {
					cost = 0
				}
				d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d[i][j] = min(d[i][j], d[i-2][j-2]+1)
				}
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestWordsOfOneFamilyAreKin(t *testing.T) {
	t.Parallel()
	v := newVocabulary("apprenti", "apprentie", "apprentissage", "apprendre", "demission", "demissionner", "licenciement", "salaire", "app", "windows", "windows11")
	for word, want := range map[string]string{
		"apprenti": "apprendre apprenti apprentie apprentissage", "demissionne": "demission demissionner", "licencie": "licenciement",
		"app": "", "windows11": "", "inconnu": "", "": "",
	} {
		got := names(v.Kin(word, 9))
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("kin of %q: %v, want %s", word, got, want)
		}
	}
}
