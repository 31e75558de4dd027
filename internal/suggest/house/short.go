package house

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/wire"
)

const (
	maxShort   = 7   // letters of a short form
	maxLong    = 120 // bytes of what it stands for
	maxGap     = 5   // bytes between two words of that: space, and an elided one
	maxExplain = 32  // short forms that one document explains
	maxTried   = 256 // brackets with capitals of it that are looked at
)

// Short is a short form that a text explains: CPF in "compte personnel de
// formation (CPF)". Both are in lower case.
type Short struct{ Lang, Form, Stands string }

// Explained returns the short forms that texts in lang explain, each once, in
// order: capitals in brackets that are the first letters of the words before them.
func Explained(lang string, texts ...string) []Short {
	var all []Short
	tried := 0
	for _, text := range texts {
		for at := 0; len(all) < maxExplain && tried < maxTried; {
			open := strings.IndexByte(text[at:], '(')
			if open < 0 {
				break
			}
			open += at
			at = open + 1
			s := Short{Lang: lang, Form: capitals(text[at:])}
			if s.Form == "" || stop(s.Form, lang) {
				continue
			}
			tried++
			if s.Stands = stands(text[:open], s.Form); s.Stands != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// capitals returns what stands at the beginning of text up to a closing bracket,
// in lower case, if that is what a short form looks like.
func capitals(text string) string {
	for i := 0; i < len(text) && i <= maxShort; i++ {
		switch c := text[i]; {
		case c == ')' && i > 1:
			return strings.ToLower(text[:i])
		case c >= 'A' && c <= 'Z', i > 0 && c >= '0' && c <= '9':
		default:
			return ""
		}
	}
	return ""
}

// stop tells whether a short form in lower case is taken for a word that says
// nothing: PAS, CE, CES.
func stop(form, lang string) bool {
	return lexicon.Stop(form, "") || lexicon.Stop(lexicon.Stem(lexicon.Word{Text: form, Fold: form}, lang), "")
}

// stands returns the words at the end of text that a short form has the first
// letters of, in lower case. Words that say nothing may have none; only if it can't
// be otherwise they have one.
func stands(text, form string) string {
	if cut := len(text) - maxLong; cut > 0 {
		for cut < len(text) && !utf8.RuneStart(text[cut]) {
			cut++
		}
		text = text[cut:]
		text = text[max(0, strings.IndexByte(text, ' ')):]
	}
	var words []lexicon.Word
	for w := range lexicon.Words(text) {
		if w.Joined {
			continue
		}
		if n := len(words); n > 0 && parted(text[words[n-1].End:w.Start]) {
			words = words[:0]
		}
		words = append(words, w)
	}
	if n := len(words); n < 2 || parted(text[words[n-1].End:]) {
		return ""
	}
	for _, all := range []bool{false, true} {
		if first := initials(words, form, all); first >= 0 {
			return strings.ToLower(strings.Clone(text[words[first].Start:words[len(words)-1].End]))
		}
	}
	return ""
}

// parted tells whether words with gap between them belong to different phrases.
func parted(gap string) bool { return len(gap) > maxGap || strings.ContainsAny(gap, ".:;!?()") }

// initials returns the word from which on the first letters of words are those of
// form, words that say nothing left out, unless all may count; -1 if there is none.
func initials(words []lexicon.Word, form string, all bool) int {
	letter := len(form) - 1
	for n := len(words) - 1; n >= 0; n-- {
		nothing := lexicon.Stop(words[n].Fold, "")
		switch {
		case words[n].Fold[0] == form[letter] && (all || !nothing):
			if letter--; letter < 0 {
				return n
			}
		case !nothing || n == len(words)-1:
			return -1
		}
	}
	return -1
}

// Shorts are the short forms that at least two texts of a collection explain in the
// same way; each finds what it stands for, and the other way round. The zero value
// has none. Changes are not safe for concurrent use.
type Shorts struct {
	Words
	texts map[Short]int // that explain it
}

const enough = 2 // texts

// Add takes note of what one more text explains.
func (s *Shorts) Add(explained ...Short) {
	for _, e := range explained {
		s.count(e, 1)
	}
}

// Drop takes back what Add added.
func (s *Shorts) Drop(explained ...Short) {
	for _, e := range explained {
		s.count(e, -1)
	}
}

// count adds to the texts that explain e.
func (s *Shorts) count(e Short, more int) {
	if s.texts == nil {
		s.texts, s.rules = make(map[Short]int), make(map[string][]rule)
	}
	before := s.texts[e]
	now := before + more
	s.texts[e] = now
	if now == 0 {
		delete(s.texts, e)
	}
	switch {
	case before < enough && now >= enough:
		s.add(e.Form, []string{e.Stands}, e.Lang)
		s.add(e.Stands, []string{e.Form}, e.Lang)
	case before >= enough && now < enough:
		s.drop(e.Form, []string{e.Stands}, e.Lang)
		s.drop(e.Stands, []string{e.Form}, e.Lang)
	}
}

// Write writes s.
func (s *Shorts) Write(out *wire.Writer) {
	all := make([]Short, 0, len(s.texts))
	for e := range s.texts {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b Short) int {
		return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Form, b.Form), cmp.Compare(a.Stands, b.Stands))
	})
	out.Number(uint64(len(all)))
	for _, e := range all {
		out.Text(e.Lang)
		out.Text(e.Form)
		out.Text(e.Stands)
		out.Number(uint64(s.texts[e]))
	}
}

// Read reads what Write wrote.
func (s *Shorts) Read(in *wire.Reader) {
	*s = Shorts{}
	for range in.Count() {
		e := Short{Lang: in.Text(), Form: in.Text(), Stands: in.Text()}
		s.count(e, int(in.Number()))
	}
}
