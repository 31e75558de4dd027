package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// patience is how many silent answers to an unfinished word a list outlives.
const patience = 2

// Steady keeps a list of hits calm while somebody types: what rests under the
// pointer stays where it is, and a list does not go and come back between two
// letters. The zero Steady shows nothing. It is not safe for concurrent use.
type Steady struct {
	words  string // that brought shown
	shown  []Hit
	newest []Hit
	silent int // answers in a row that said nothing
	held   bool
}

// Take takes the answer to words. While the list is held its hits keep their
// places, and those that are new come below them.
func (s *Steady) Take(words string, hits []Hit) {
	if len(hits) == 0 && s.silent < patience && sameButLast(s.words, words) {
		s.silent++
		return
	}
	s.silent, s.words, s.newest = 0, words, hits
	if !s.Held() {
		s.shown = hits
		return
	}
	s.shown = slices.Clone(s.shown)
	for _, h := range hits {
		if !slices.ContainsFunc(s.shown, func(have Hit) bool { return have.ID == h.ID }) {
			s.shown = append(s.shown, h)
		}
	}
}

// Hold keeps the hits in their places, as long as there are any, until Release.
func (s *Steady) Hold() { s.held = true }

// Held tells whether there are hits that keep their places.
func (s *Steady) Held() bool { return s.held && len(s.shown) > 0 }

// Release shows the newest answer as it is.
func (s *Steady) Release() { s.held, s.shown = false, s.newest }

// Clear shows nothing.
func (s *Steady) Clear() { *s = Steady{} }

// Shown are the hits to show, not to be changed.
func (s *Steady) Shown() []Hit { return s.shown }

// sameButLast tells whether two texts have the same words before the last one,
// which is still being typed.
func sameButLast(before, after string) bool {
	if r, _ := utf8.DecodeLastRuneInString(after); after == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return false
	}
	lead := func(s string) string { return s[:strings.LastIndexFunc(s, unicode.IsSpace)+1] }
	return lead(before) == lead(after)
}
