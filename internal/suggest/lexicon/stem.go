package lexicon

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
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
	slot := maphash.String(seed, w.Text) % uint64(len(stems))
	if lang == "fr" {
		slot ^= 1
	}
	at := &stems[slot]
	if s := at.Load(); s != nil && s.text == w.Text && s.lang == lang {
		return s.stem
	}
	s := &stemmed{strings.Clone(w.Text), lang, ""}
	if lang == "fr" {
		s.stem = Fold(french.Stem(s.text, true))
	} else {
		s.stem = Fold(english.Stem(s.text, true))
	}
	at.Store(s)
	return s.stem
}

// stems remembers some words that were read lately: who types asks for the same
// at each letter.
var stems [4096]atomic.Pointer[stemmed]

type stemmed struct{ text, lang, stem string }

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
