package part

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Highlight returns text as bold spans with the words that begin like one of found on a soft ground; case and accents
// don't count. It is how a search shows what it went by.
func Highlight(text string, found []string) []Span {
	keys := make([]string, 0, len(found))
	for _, f := range found {
		if k := fold(f); k != "" {
			keys = append(keys, k)
		}
	}
	var spans []Span
	for text != "" {
		word := strings.IndexFunc(text, isLetter)
		if word < 0 {
			return appendSpan(spans, Span{Text: text, Bold: true})
		}
		if word > 0 {
			spans = appendSpan(spans, Span{Text: text[:word], Bold: true})
			text = text[word:]
		}
		end := strings.IndexFunc(text, func(r rune) bool { return !isLetter(r) })
		if end < 0 {
			end = len(text)
		}
		folded := fold(text[:end])
		marked := slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(folded, k) })
		spans = appendSpan(spans, Span{Text: text[:end], Bold: true, Marked: marked})
		text = text[end:]
	}
	return spans
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fold brings words to the form in which they are compared: no accents, lower case.
func fold(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}
