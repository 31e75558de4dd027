package suggest

import (
	"regexp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSentencesEndWhereThePatternSays(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(`[.!?…]["’”)]*(?:[\x{a0}\x{202f} ]?»)?\s+`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab.!?…\"’”)»« \u00a0\u202f\n\t‚é"))).Draw(t, "text") + rapid.SampledFrom([]string{"", "\xe2\x80", "\xc2"}).Draw(t, "end")
		var want []Span
		for _, m := range pattern.FindAllStringIndex(text, -1) {
			want = append(want, Span{m[0], m[1]})
		}
		if got := slices.Collect(endings(text)); !slices.Equal(got, want) {
			t.Fatalf("sentences of %q end at %v, want %v", text, got, want)
		}
	})
}
