package model_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest"
	"relais/ui/model"
)

// listed makes a hit of each letter of ids.
func listed(ids string) []model.Hit {
	var found []suggest.Hit
	for _, id := range ids {
		found = append(found, suggest.Hit{ID: string(id)})
	}
	return model.Hits(found)
}

// ids are the letters of hits.
func ids(hits []model.Hit) string {
	var b strings.Builder
	for _, h := range hits {
		b.WriteString(h.ID)
	}
	return b.String()
}

func TestAListThatIsShownDoesNotFlickerBetweenTwoLetters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []string // each with the hits that it has, after a colon
		want  string
	}{
		{"a silent answer to half a word", []string{"boîte pl:ab", "boîte ple:"}, "ab"},
		{"letters taken back", []string{"boîte plei:ab", "boîte ple:"}, "ab"},
		{"silence that lasts", []string{"im:a", "imp:", "impr:", "impri:"}, ""},
		{"silence with a word in between", []string{"im:a", "imp:", "impr:b", "impri:", "imprim:"}, "b"},
		{"a word that is finished", []string{"boîte:ab", "boîte :"}, ""},
		{"another word", []string{"boîte:ab", "boîte d:"}, ""},
		{"other words before", []string{"boîte pl:ab", "cuve pl:"}, ""},
		{"all taken away", []string{"boîte:ab", ":"}, ""},
		{"a better answer", []string{"boîte pl:ab", "boîte ple:ca"}, "ca"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var s model.Steady
			for _, w := range c.words {
				words, hits, _ := strings.Cut(w, ":")
				s.Take(words, listed(hits))
			}
			if got := ids(s.Shown()); got != c.want {
				t.Errorf("shows %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatIsHeldStaysInItsPlaceAndWhatIsNewComesBelow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		answer := rapid.Custom(func(t *rapid.T) string {
			return string(rapid.SliceOfNDistinct(rapid.SampledFrom([]rune("abcdef")), 0, 4, rapid.ID).Draw(t, "hits"))
		})
		var s model.Steady
		s.Take("mot ", listed(answer.Draw(t, "first")))
		s.Hold()
		newest := ids(s.Shown())
		for range rapid.IntRange(0, 5).Draw(t, "answers") {
			before := ids(s.Shown())
			newest = answer.Draw(t, "next")
			s.Take("mot ", listed(newest))
			now := ids(s.Shown())
			if !strings.HasPrefix(now, before) {
				t.Fatalf("%q became %q", before, now)
			}
			for _, id := range newest {
				if strings.Count(now, string(id)) != 1 {
					t.Fatalf("%q shows of %q", now, newest)
				}
			}
		}
		s.Release()
		if got := ids(s.Shown()); got != newest {
			t.Fatalf("shows %q after all, want %q", got, newest)
		}
	})
}

func TestNothingIsHeldBackWhereNothingWasShown(t *testing.T) {
	t.Parallel()
	var s model.Steady
	s.Hold()
	s.Take("boîte", listed("ab"))
	s.Take("boîte p", listed("ca"))
	if got := ids(s.Shown()); got != "abc" {
		t.Errorf("shows %q", got)
	}
	s.Clear()
	s.Take("écran", listed("c"))
	if got := ids(s.Shown()); got != "c" {
		t.Errorf("shows %q", got)
	}
}
