package suggest

import (
	"iter"
	"strings"
	"unicode/utf8"
)

// endings yields the ends of sentences, each with the quotes and the space after
// it: what [.!?…]["’”)]*(?:[\x{a0}\x{202f} ]?»)?\s+ matches.
func endings(text string) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		for at := 0; at < len(text); {
			mark := 1
			switch c := text[at]; {
			case c == '.' || c == '!' || c == '?':
			case c == "…"[0] && strings.HasPrefix(text[at:], "…"):
				mark = len("…")
			default:
				at++
				continue
			}
			end := endOfSentence(text, at+mark)
			if end > 0 && !yield(Span{at, end}) {
				return
			}
			at = max(at+mark, end)
		}
	}
}

// endOfSentence returns where the space behind a sentence ends whose mark ends at
// at; 0 when there is none.
func endOfSentence(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !strings.ContainsRune(`"’”)`, r) {
			break
		}
		at += size
	}
	quote := at
	if r, size := utf8.DecodeRuneInString(text[at:]); r == ' ' || r == '\u00a0' || r == '\u202f' {
		quote += size
	}
	if rest, ok := strings.CutPrefix(text[quote:], "»"); ok {
		if end := space(text, len(text)-len(rest)); end > 0 {
			return end
		}
	}
	return space(text, at)
}

// space returns where the space at at ends; 0 when there is none.
func space(text string, at int) int {
	end := at
	for end < len(text) && strings.IndexByte(" \t\n\f\r", text[end]) >= 0 {
		end++
	}
	if end == at {
		return 0
	}
	return end
}
