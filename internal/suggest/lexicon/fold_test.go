package lexicon

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldingLetterByLetterIsFoldingTheWhole(t *testing.T) {
	t.Parallel()
	for r := latin; r < latinEnd; r++ {
		if got, want := Fold("a"+string(r)+"b"), foldRunes("a"+string(r)+"b"); got != want {
			t.Errorf("%q is folded to %q, want %q", r, got, want)
		}
	}
	letters := rapid.OneOf(rapid.RuneFrom([]rune("aeoAÉÈêëÇŒßøſß’ -\u00a0\u0301İKı가\u1100")), rapid.Rune())
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(letters).Draw(t, "text")
		if got, want := Fold(s), foldRunes(s); got != want {
			t.Fatalf("%q is folded to %q, want %q", s, got, want)
		}
		if got, want := string(AppendFold([]byte("a "), s)), "a "+Fold(strings.ToLower(s)); got != want {
			t.Fatalf("%q is folded to %q, want %q", s, got, want)
		}
	})
}
