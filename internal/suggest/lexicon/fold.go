package lexicon

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s, which is in lower case, without accents; it is what two ways
// of writing a word have in common.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return foldLatin(s)
		}
	}
	return s
}

// latin are the letters that French and English, and their neighbours, write
// with accents.
const (
	latin    = 'À'
	latinEnd = 'ſ' + 1
)

// folded is what each of latin is without accents.
var folded = sync.OnceValue(func() *[latinEnd - latin]string {
	var all [latinEnd - latin]string
	for r := latin; r < latinEnd; r++ {
		all[r-latin] = foldRunes(string(r))
	}
	return &all
})

// lowered is what each of latin is in lower case without accents.
var lowered = sync.OnceValue(func() *[latinEnd - latin]string {
	var all [latinEnd - latin]string
	for r := latin; r < latinEnd; r++ {
		all[r-latin] = Fold(strings.ToLower(string(r)))
	}
	return &all
})

// AppendFold appends text in lower case without accents.
func AppendFold(to []byte, text string) []byte {
	table, from := lowered(), len(to)
	for _, r := range text {
		switch {
		case 'A' <= r && r <= 'Z':
			to = append(to, byte(r)+'a'-'A')
		case r < utf8.RuneSelf:
			to = append(to, byte(r))
		case latin <= r && r < latinEnd:
			to = append(to, table[r-latin]...)
		case r == '’' || r == '\u00a0':
			to = utf8.AppendRune(to, r)
		default:
			return append(to[:from], Fold(strings.ToLower(text))...)
		}
	}
	return to
}

// foldLatin folds letter by letter while it can.
func foldLatin(s string) string {
	table := folded()
	var out strings.Builder
	out.Grow(len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			out.WriteByte(byte(r))
		case latin <= r && r < latinEnd:
			out.WriteString(table[r-latin])
		case r == '’' || r == '\u00a0':
			out.WriteRune(r)
		default:
			return foldRunes(s)
		}
	}
	return out.String()
}

var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae", "ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ı", "i")

func foldRunes(s string) string {
	return ligatures.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}
