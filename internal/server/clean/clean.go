// Package clean makes what people send fit to keep: it takes out what nobody
// typed, and refuses what is too big.
package clean

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"relais/internal/desk"
)

// Limits on what comes in.
const (
	MaxTitle      = 250     // characters
	MaxBody       = 256_000 // bytes of one message
	MaxArticle    = 1 << 20 // bytes of one article
	MaxShort      = 1_000   // bytes of a reason, a search
	MaxStructured = 256_000 // bytes of answers, of a card or of a sheet, as JSON
	MaxFileName   = 200     // characters
)

// Text cleans words that may have several lines: control characters go, but for
// line ends and tabs.
func Text(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// Line cleans words of one line: control characters and those that turn the
// direction of writing become spaces.
func Line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}

// Title cleans and checks what a ticket or an article is called.
func Title(s string) (string, error) {
	s = Line(s)
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return "", Invalid(desk.FieldTitle, "a title is needed")
	case n > MaxTitle:
		return "", Invalid(desk.FieldTitle, "%d characters, at most %d", n, MaxTitle)
	}
	return s, nil
}

// Fits checks the size of a text in bytes.
func Fits(what, s string, limit int) error {
	if len(s) > limit {
		return desk.Errorf(desk.CodeTooLarge, "check", "%s: %d bytes, at most %d", what, len(s), limit)
	}
	return nil
}

// Short cleans and checks a text of one line that is not the title.
func Short(what, s string) (string, error) {
	s = Line(s)
	return s, Fits(what, s, MaxShort)
}

// Structured checks the size of what is kept as JSON.
func Structured(what string, v any) error {
	kept, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return Fits(what, string(kept), MaxStructured)
}

// FileName makes the name of a file safe to show and to save: the last part of a
// path, on one line, never empty, never longer than MaxFileName.
func FileName(s string) string {
	s = Line(s[strings.LastIndexAny(s, `/\`)+1:])
	if strings.Trim(s, ".") == "" {
		return "file"
	}
	runes := []rune(s)
	if len(runes) <= MaxFileName {
		return s
	}
	end := runes[len(runes)-min(16, len(runes)):]
	if dot := slices.Index(end, '.'); dot >= 0 {
		end = end[dot:]
	} else {
		end = nil
	}
	return string(runes[:MaxFileName-len(end)]) + string(end)
}

// Invalid says why something can't be taken; f is the field, "" for none.
func Invalid(f desk.Field, format string, args ...any) error {
	e := desk.Errorf(desk.CodeInvalid, "check", format, args...)
	e.Field = f
	return e
}

// Forbidden says why somebody may not do something; f is the field, "" for none.
func Forbidden(f desk.Field, format string, args ...any) error {
	e := desk.Errorf(desk.CodeForbidden, "check", format, args...)
	e.Field = f
	return e
}

// Unknown turns not-found about something that a request names into invalid.
func Unknown(err error, f desk.Field, format string, args ...any) error {
	if desk.CodeOf(err) == desk.CodeNotFound {
		return Invalid(f, format, args...)
	}
	return err
}
