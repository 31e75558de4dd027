package form

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clue is a word or a phrase that speaks for a form. A word that ends in * stands
// for all words that begin so.
type clue struct {
	words  []string
	weight int
}

// enough is the weight from which a guess is worth showing.
const enough = 2

// Guess tells which form fits what somebody typed, or false when the words don't
// say. It looks at the clues of the person's language first and at the other
// language when those are silent; accents, capitals and apostrophes don't matter.
// Of equal forms the one with the earlier tile wins.
func (s *Set) Guess(text, lang string) (id string, ok bool) {
	typed := fold(text)
	for _, l := range append([]string{lang}, languages...) {
		if id, ok := s.guessIn(typed, l); ok {
			return id, true
		}
	}
	return "", false
}

func (s *Set) guessIn(typed []string, lang string) (id string, ok bool) {
	best := enough - 1
	for _, f := range s.forms {
		sum := 0
		for _, c := range f.words[lang] {
			if c.in(typed) {
				sum += c.weight
			}
		}
		if sum > best {
			id, best = f.ID, sum
		}
	}
	return id, id != ""
}

// Suggest tells which option of a question with one answer somebody already named
// in what they typed, or false when that is none or several. It only looks at whole
// words that the option is made of, and is no answer: the person gives that.
func (q *Question) Suggest(text, lang string) (option string, ok bool) {
	if q.Type != TypeOne {
		return "", false
	}
	typed := fold(text)
	for _, o := range q.Options {
		if o.Way != "" || !named(fold(o.Text.In(lang)), typed) {
			continue
		}
		if ok {
			return "", false
		}
		option, ok = o.ID, true
	}
	return option, ok
}

// telling is how many letters a word has at least that says what an option is about.
const telling = 4

// named tells whether all telling words of an option were typed, or of what stands
// before or after an "or" in it.
func named(option, typed []string) bool {
	words, all := 0, true
	for _, w := range append(option, "or") {
		switch {
		case w == "ou" || w == "or":
			if words > 0 && all {
				return true
			}
			words, all = 0, true
		case len(w) >= telling:
			words++
			all = all && slices.Contains(typed, w)
		}
	}
	return false
}

// in tells whether the words of the clue follow each other in the typed words.
func (c clue) in(typed []string) bool {
	for i := 0; i+len(c.words) <= len(typed); i++ {
		if c.at(typed[i:]) {
			return true
		}
	}
	return false
}

func (c clue) at(typed []string) bool {
	for i, w := range c.words {
		if stem, open := strings.CutSuffix(w, "*"); open {
			if !strings.HasPrefix(typed[i], stem) {
				return false
			}
		} else if typed[i] != w {
			return false
		}
	}
	return true
}

// fold splits a text into words without accents and capitals. Stars stay, for
// the clues that use them.
func fold(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(strings.ToLower(text), "œ", "oe")) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '*':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}
