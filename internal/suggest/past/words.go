package past

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/suggest/lexicon"
)

// Informative returns what of a question is worth remembering, and may be: its
// informative words in order, in lower case. What may tell who asked is left out:
// addresses, paths, everything with digits but error codes, the names of people who
// are known to be in it, and words written as names are, unless they stand in about,
// the text of the document that answered. In a question all in capitals every word
// is written so.
func Informative(question, about string, people ...string) string {
	question = withoutAddresses(lexicon.Clip(question, maxText))
	lang, lead := lexicon.Guess(question)
	fold, names := foldOf(about), foldOf(strings.Join(people, " "))
	shouted := strings.ToUpper(question) == question
	var kept []lexicon.Word
	for w := range lexicon.Words(question) {
		switch {
		case strings.ContainsFunc(w.Fold, unicode.IsDigit) && !(strings.HasPrefix(w.Fold, "0x") && lexicon.Code(w.Fold)):
			continue
		case names[w.Fold], w.Joined && hasAny(question[w.Start:w.End], names), (shouted || isName(question, w)) && !fold[w.Fold]:
			continue
		case w.Joined: // in place of its parts
			for len(kept) > 0 && kept[len(kept)-1].Start >= w.Start {
				kept = kept[:len(kept)-1]
			}
			w.Text = strings.ToLower(question[w.Start:w.End])
		case !informative(w, lang, lead):
			continue
		}
		kept = append(kept, w)
	}
	words := make([]string, len(kept))
	for i, w := range kept {
		words[i] = w.Text
	}
	return strings.Join(words, " ")
}

func informative(w lexicon.Word, lang string, lead int) bool {
	if lead > 0 {
		return lexicon.Informative(w, lang)
	}
	return lexicon.Informative(w, "fr") && lexicon.Informative(w, "en")
}

// withoutAddresses leaves out what is no word: addresses of people, of pages and
// of files.
func withoutAddresses(text string) string {
	words := strings.FieldsFunc(text, unicode.IsSpace)
	for i, w := range words {
		if strings.ContainsAny(w, `@\`) || strings.Contains(w, "://") || strings.Count(w, "/") > 1 {
			words[i] = ""
		}
	}
	return strings.Join(words, " ")
}

func foldOf(text string) map[string]bool {
	const most = 1 << 16
	fold := make(map[string]bool)
	for w := range lexicon.Words(lexicon.Clip(text, most)) {
		fold[w.Fold] = true
	}
	return fold
}

// hasAny tells whether a part of a compound is among some words.
func hasAny(compound string, words map[string]bool) bool {
	for part := range strings.FieldsFuncSeq(compound, func(r rune) bool { return strings.ContainsRune("-‐\u2011.'’_", r) }) {
		for w := range lexicon.Words(part) {
			if words[w.Fold] {
				return true
			}
		}
	}
	return false
}

// isName tells whether a word is written as names are: with a capital inside of a
// sentence or of all letters, or below a text. Short ones with more than one capital
// are abbreviations: VPN, Wi-Fi.
func isName(text string, w lexicon.Word) bool {
	const abbreviation = 5
	letters := []rune(text[w.Start:w.End])
	if !unicode.IsUpper(letters[0]) {
		return false
	}
	if len(letters) <= abbreviation && slices.ContainsFunc(letters[1:], unicode.IsUpper) {
		return false
	}
	before := strings.TrimRightFunc(text[:w.Start], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("«\"“(’'", r) })
	begins := before == "" || strings.ContainsAny(before[len(before)-1:], ".!?")
	return !begins || before != "" && signature(text[w.Start:]) || !slices.ContainsFunc(letters, unicode.IsLower)
}

// signature tells whether nothing but words with a capital is left of a text.
func signature(rest string) bool {
	for word := range strings.FieldsFuncSeq(rest, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsLower(first) {
			return false
		}
	}
	return true
}
