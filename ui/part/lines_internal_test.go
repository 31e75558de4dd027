package part

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2/test"
)

// What is measured at once is bounded, so that the time to lay a word out grows with its length and not with its square.
func TestAWordOfThousandsOfLettersIsBrokenPieceByPiece(t *testing.T) {
	test.NewTempApp(t)
	for name, word := range map[string]string{
		"letters": strings.Repeat("aGVsbG8h", 1500), "brackets": strings.Repeat("[", 12000), "accents": strings.Repeat("é—œ", 1000),
	} {
		inks := []ink{{size: 14}}
		chunks := chunksOf([]Span{{Text: word}}, inks)
		if len(chunks) != 1 {
			t.Fatalf("%s: %d chunks", name, len(chunks))
		}
		for _, p := range chunks[0].pieces {
			if n := utf8.RuneCountInString(p.text); n > window || p.text == "" {
				t.Errorf("%s: %d letters are measured at once", name, n)
			}
		}
		var shown strings.Builder
		for _, l := range breakLines(chunks, inks, 300, 0) {
			if l.width > 300.5 {
				t.Errorf("%s: a line is %.1f wide", name, l.width)
			}
			for _, p := range l.pieces {
				shown.WriteString(p.text)
			}
		}
		if shown.String() != word {
			t.Errorf("%s: other letters are shown", name)
		}
		if l := breakLines(chunks, inks, 300, 1); len(l) != 1 || !strings.HasSuffix(l[0].pieces[0].text, ellipsis) {
			t.Errorf("%s: one line does not end in an ellipsis", name)
		}
	}
}
