package lexicon

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
)

// Languages are those that are read.
var Languages = []string{"fr", "en"}

// Stem returns what the forms of a word have in common in lang, without
// accents. Words with digits are kept whole.
func Stem(w Word, lang string) string {
	if strings.ContainsFunc(w.Fold, unicode.IsDigit) {
		return w.Fold
	}
	if lang == "fr" {
		return Fold(french.Stem(w.Text, true))
	}
	return Fold(english.Stem(w.Text, true))
}

// Informative tells whether a word can tell documents apart at all.
func Informative(w Word, lang string) bool {
	return (len(w.Fold) > 1 || asciiDigits(w.Fold)) && (w.Joined || !Stop(w.Fold, lang))
}

// Guess returns the language of text and how many of its stop words say so
// more than those of the other; 0 when nothing tells.
func Guess(text string) (lang string, lead int) {
	const enough = 200 // words
	votes, n := 0, 0
	for w := range Words(text) {
		if n++; n > enough {
			break
		}
		fr, en := Stop(w.Fold, "fr"), Stop(w.Fold, "en")
		switch {
		case fr && !en, w.Text != w.Fold:
			votes++
		case en && !fr:
			votes--
		}
	}
	if votes > 0 {
		return "fr", votes
	}
	return "en", -votes
}
