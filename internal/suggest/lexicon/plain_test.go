package lexicon

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestAPlainWordIsReadAsAnyOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("abcmtsABé1 .,;-'’\n\")(/:\u00ad\u0301…"))).Draw(t, "text")
		for at := 0; at < len(text); {
			parts, next := chunk(text, at, nil)
			end := plainWord(text, at)
			if end > at {
				words := slices.Collect(chunkWords(text, parts))
				want := Word{Span: Span{at, end}, Text: text[at:end], Fold: text[at:end]}
				if next != end || len(words) != 1 || words[0] != want {
					t.Fatalf("%q in %q is read as %+v", text[at:end], text, words)
				}
			}
			at = max(next, at+1)
		}
	})
}
