// Package lexicon reads words: it finds them in a text, tells what their forms
// have in common in French and in English, and keeps those of a collection so
// that unfinished and mistyped ones find theirs.
package lexicon

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxWord   = 40 // bytes of a word that are kept
	maxJoined = 30 // bytes of a compound that is also read as one word
	maxParts  = 8  // parts that are looked at together
)

// Word is a word of a text.
type Word struct {
	Span
	Text   string // lower case, composed, with its accents
	Fold   string // the same without accents
	Joined bool   // a compound read as one word, after its parts
}

// Span is where a word stands, in bytes, on rune boundaries.
type Span struct{ Start, End int }

// part is a stretch of word runes, and how it hangs on the one before it.
type part struct {
	Span
	joint joint
}

type joint uint8

const (
	apart joint = iota
	byApostrophe
	byHyphen // or a dot: "setup.log"
)

// Words returns the words of text in order. A compound comes as its parts, but
// for the shortest, and then as one word (Wi-Fi: wifi; plug-in: plug, plugin), a
// name and its number as well (Outlook 365: outlook, 365, outlook365), so that
// every way of typing it meets.
func Words(text string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		var parts []part
		var before Word
		for at := 0; at < len(text); {
			if end := plainWord(text, at); end > at {
				before = Word{Span: Span{at, end}, Text: text[at:end], Fold: text[at:end]}
				if at = end; !yield(before) {
					return
				}
				continue
			}
			if parts, at = chunk(text, at, parts[:0]); len(parts) == 0 {
				continue
			}
			for t := range chunkWords(text, parts) {
				if !yield(t) {
					return
				}
				if named(text, before, t) {
					whole := newWord(text, Span{before.Start, t.End})
					whole.Joined = true
					if !yield(whole) {
						return
					}
				}
				before = t
			}
		}
	}
}

// plainWord returns the end of the word at position at, when it is all of small
// letters and nothing hangs on it: most words are; at otherwise.
func plainWord(text string, at int) int {
	end := at
	for end < len(text) && 'a' <= text[end] && text[end] <= 'z' {
		end++
	}
	if end-at > maxWord {
		return at
	}
	rest := text[end:]
	if len(rest) > 1 && rest[0] == '.' {
		rest = rest[1:]
	}
	if rest == "" || strings.IndexByte(" ,;:!?()/\"\n", rest[0]) >= 0 {
		return end
	}
	return at
}

// chunk reads the parts that hang together at position at; none, and the next
// position to look at, when no word starts there.
func chunk(text string, at int, parts []part) ([]part, int) {
	end := wordEnd(text, at)
	if end == at {
		_, size := utf8.DecodeRuneInString(text[at:])
		return parts, at + size
	}
	parts = append(parts, part{Span: Span{at, end}})
	for {
		j, size := jointAt(text, end)
		next := wordEnd(text, end+size)
		if j == apart || next == end+size || len(parts) == maxParts {
			return parts, end
		}
		parts = append(parts, part{Span{end + size, next}, j})
		end = next
	}
}

// wordEnd returns the end of the word runes at position at.
func wordEnd(text string, at int) int {
	for at < len(text) {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if !isWord(r) {
			break
		}
		at += size
	}
	return at
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || invisible(r)
}

// invisible tells runes that may stand inside a word without being read.
func invisible(r rune) bool {
	return r == '\u00ad' || '\u200b' <= r && r <= '\u200d' || r == '\u2060'
}

func jointAt(text string, at int) (joint, int) {
	r, size := utf8.DecodeRuneInString(text[at:])
	switch r {
	case '\'', '’', '‘', 'ʼ', '`', '´', '′', '＇':
		return byApostrophe, size
	case '-', '‐', '\u2011', '.':
		return byHyphen, size
	}
	return apart, size
}

// chunkWords yields the words of one chunk, and the compound that they make.
func chunkWords(text string, parts []part) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		words := splitNumber(text, settleApostrophes(text, parts))
		whole, compound := joinedWord(text, words)
		for _, p := range words {
			t := newWord(text, p.Span)
			if t.Fold == "" || compound && len(t.Fold) < 3 {
				continue
			}
			whole.Joined = true
			if !yield(t) {
				return
			}
		}
		if compound {
			yield(whole)
		}
	}
}

// settleApostrophes drops elided words (l’écran: écran) and possessives, and
// reads contractions as one word (can’t: cant).
func settleApostrophes(text string, parts []part) []part {
	out := parts[:0]
	for _, p := range parts {
		if p.joint != byApostrophe || len(out) == 0 {
			out = append(out, p)
			continue
		}
		last := &out[len(out)-1]
		left, right := strings.ToLower(text[last.Start:last.End]), strings.ToLower(text[p.Start:p.End])
		switch {
		case elided[left]:
			last.Span = p.Span
		case right == "s":
		case contracted[right] || left == "aujourd":
			last.End = p.End
		default:
			p.joint = apart
			out = append(out, p)
		}
	}
	return out
}

// splitNumber reads a name glued to a number (outlook365) as both.
func splitNumber(text string, words []part) []part {
	if len(words) != 1 {
		return words
	}
	p := words[0]
	s := text[p.Start:p.End]
	name := strings.IndexFunc(s, unicode.IsDigit)
	if name < 3 || len(s)-name > 4 || !asciiDigits(s[name:]) || !asciiLetters(s[:name]) {
		return words
	}
	at := p.Start + name
	words[0].End = at
	return append(words, part{Span{at, p.End}, byHyphen})
}

// joinedWord returns the compound that words make, if they make one. Inverted
// pronouns (peut-on, est-il) make none.
func joinedWord(text string, words []part) (Word, bool) {
	if len(words) < 2 || len(words) > 3 {
		return Word{}, false
	}
	span := Span{words[0].Start, words[len(words)-1].End}
	if span.End-span.Start > maxJoined {
		return Word{}, false
	}
	for i, p := range words {
		if i > 0 && (p.joint != byHyphen || inverted[strings.ToLower(text[p.Start:p.End])]) {
			return Word{}, false
		}
	}
	return newWord(text, span), true
}

// named tells whether b is the number of the name a: Outlook 365, Windows 11.
func named(text string, a, b Word) bool {
	if a.Joined || len(a.Fold) < 3 || len(b.Fold) > 4 || b.Start <= a.End || !asciiDigits(b.Fold) || !asciiLetters(a.Fold) {
		return false
	}
	gap := text[a.End:b.Start]
	return (gap == " " || gap == "\u00a0") && !Stop(a.Fold, "fr") && !Stop(a.Fold, "en")
}

func newWord(text string, s Span) Word {
	text = Clip(clean(Clip(text[s.Start:s.End], 4*maxWord)), maxWord)
	return Word{Span: s, Text: text, Fold: Clip(Fold(text), maxWord)}
}

// clean returns s in lower case, composed, with nothing but word runes.
func clean(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || !isWord(rune(s[i])) {
			return strings.Map(func(r rune) rune {
				if !isWord(r) || invisible(r) {
					return -1
				}
				return r
			}, strings.ToLower(norm.NFKC.String(s)))
		}
	}
	return strings.ToLower(s)
}

// Clip returns the first most bytes of s, without half a rune at the end.
func Clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

func asciiLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) })
}

func asciiDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
