package knowledge

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestPiecesMakeTheTextAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\n", "\n\n", "\n# ", " ", "é", "𝄞", "```\n"}))).Draw(t, "text"), "")
		most := rapid.IntRange(8, 60).Draw(t, "most")
		list := pieces(s, most)
		if strings.Join(list, "") != s {
			t.Fatalf("%q became %q", s, list)
		}
		for _, p := range list {
			if len(p) > most || utf8.ValidString(s) && !utf8.ValidString(p) {
				t.Fatalf("piece %q of %q", p, s)
			}
		}
	})
}

func TestATextIsCutWhereItHasAJoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"aaaa aaaa\n# bb", "aaaa aaaa\n|# bb"},
		{"aaaa\n\naaaa\nbbb", "aaaa\n\naaaa\n|bbb"},
		{"aaaaaaa\n\nbb bbb", "aaaaaaa\n\n|bb bbb"},
		{"aaaaaaaaaaaaa", "aaaaaaaaaaaa|a"},
		{"ééééééé", "éééééé|é"},
		{"aé𝄞𝄞𝄞", "aé𝄞𝄞|𝄞"},
	} {
		if got := strings.Join(pieces(c.text, 12), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestABlockOfCodeGoesOnInTheNextPiece(t *testing.T) {
	t.Parallel()
	got := closed([]string{"a\n```\nb\n", "c\n", "d\n```\ne"})
	want := []string{"a\n```\nb\n```", "```\nc\n```", "```\nd\n```\ne"}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%q, want %q", got, want)
	}
}
