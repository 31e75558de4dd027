package model

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"
)

// longText is how much text, in bytes, a field holds; more becomes a file. Showing
// it takes the toolkit a tenth of a second, and twice as much four times that.
const longText = 20_000

// Pasted names the file that a long paste becomes, in either language.
const Pasted = "message.txt"

// Overflow takes a text that somebody pasted. One that is too long for a field
// becomes a file that holds all of it, and the field keeps its beginning.
func Overflow(text string) (field string, file func() (io.ReadCloser, error), over bool) {
	if len(text) <= longText {
		return text, nil, false
	}
	all := []byte(text)
	return Headline(text) + "…", func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(all)), nil
	}, true
}

// MaxTitle is how many letters of a title every helpdesk takes.
const MaxTitle = 200

// Titled gives a title that every helpdesk takes. All of one that is too long stands
// before the text.
func Titled(title, text string) (short, all string) {
	if utf8.RuneCountInString(title) <= MaxTitle {
		return title, text
	}
	return Headline(title), strings.TrimSpace(title + "\n\n" + text)
}

// headlineRunes is how long a title made from somebody's words may be.
const headlineRunes = 80

// Headline makes a title from somebody's words: the first line, or as many whole
// words of it as fit.
func Headline(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.TrimSpace(line)
	runes := []rune(line)
	if len(runes) <= headlineRunes {
		return line
	}
	cut := string(runes[:headlineRunes])
	if i := strings.LastIndexByte(cut, ' '); i > headlineRunes/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}
