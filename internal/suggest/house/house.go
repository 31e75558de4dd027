// Package house knows what people mean by words of their own: those that a file
// explains, and the short forms that the texts of a collection explain themselves.
package house

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"relais/internal/suggest/lexicon"
)

// Words say what people of a company mean by their own words. The zero value says
// nothing. It is safe for concurrent use.
type Words struct {
	rules map[string][]rule // by language and stem of the first word
}

// rule says that who types words also means others.
type rule struct {
	words []string // stems
	means []string // phrases
}

// skipped words come and go in speech: "ne répond pas", "répond pas".
var skipped = map[string]bool{"ne": true, "n": true}

// Parse reads house words: one line each, words and phrases alike
// after a line that names their language.
//
//	# what follows a number sign is a remark
//	[fr]
//	mdp = mot de passe              each finds the other
//	ça rame > lent, lenteur         who types the first also looks for the others
//
// A line that is none of these is an error that names it.
func Parse(r io.Reader) (Words, error) {
	w := Words{rules: make(map[string][]rule)}
	lang := ""
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		switch line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); {
		case line == "":
		case line == "[fr]", line == "[en]":
			lang = line[1:3]
		case lang == "":
			return Words{}, fmt.Errorf("house words, line %d: no language before it, write [fr] or [en]", n)
		default:
			if err := w.line(line, lang); err != nil {
				return Words{}, fmt.Errorf("house words, line %d: %w", n, err)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return Words{}, fmt.Errorf("read house words: %w", err)
	}
	return w, nil
}

// And returns what w and more say together.
func (w Words) And(more Words) Words {
	both := Words{rules: make(map[string][]rule, len(w.rules)+len(more.rules))}
	for _, rules := range []map[string][]rule{w.rules, more.rules} {
		for first, r := range rules {
			both.rules[first] = slices.Concat(both.rules[first], r)
		}
	}
	return both
}

func (w Words) line(line, lang string) error {
	at := strings.IndexAny(line, "=>")
	if at < 0 {
		return fmt.Errorf("%q has neither = nor >", line)
	}
	left, right := phrases(line[:at]), phrases(line[at+1:])
	if len(left) == 0 || len(right) == 0 {
		return fmt.Errorf("%q says nothing on one side", line)
	}
	if line[at] == '>' {
		for _, l := range left {
			w.add(l, right, lang)
		}
		return nil
	}
	all := append(left, right...)
	for i, l := range all {
		others := append(append([]string{}, all[:i]...), all[i+1:]...)
		w.add(l, others, lang)
	}
	return nil
}

// phrases returns the parts of a list that have words in them.
func phrases(list string) []string {
	var out []string
	for p := range strings.SplitSeq(list, ",") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (w Words) add(phrase string, means []string, lang string) {
	if stems := stemmed(phrase, lang); len(stems) > 0 {
		first := lang + " " + stems[0]
		w.rules[first] = append(w.rules[first], rule{stems, means})
	}
}

// drop takes back one rule that add added.
func (w Words) drop(phrase string, means []string, lang string) {
	stems := stemmed(phrase, lang)
	if len(stems) == 0 {
		return
	}
	first := lang + " " + stems[0]
	rules := w.rules[first]
	if i := slices.IndexFunc(rules, func(r rule) bool { return slices.Equal(r.words, stems) && slices.Equal(r.means, means) }); i >= 0 {
		w.rules[first] = slices.Delete(rules, i, i+1)
	}
	if len(w.rules[first]) == 0 {
		delete(w.rules, first)
	}
}

func stemmed(phrase, lang string) []string {
	var stems []string
	for t := range lexicon.Words(phrase) {
		if !t.Joined && !skipped[t.Fold] {
			stems = append(stems, lexicon.Stem(t, lang))
		}
	}
	return stems
}

// Said is a phrase in a text, and what it means.
type Said struct {
	First, Last int // words of the text
	Lang        string
	Means       []string // phrases
}

// Find returns the phrases in words, read in each of these languages, in order.
func (w Words) Find(words []lexicon.Word, langs []string) []Said {
	if len(w.rules) == 0 {
		return nil
	}
	var out []Said
	for _, lang := range langs {
		var stems []string
		var at []int
		for i, t := range words {
			if !t.Joined && !skipped[t.Fold] {
				stems, at = append(stems, lexicon.Stem(t, lang)), append(at, i)
			}
		}
		for i, s := range stems {
			for _, r := range w.rules[lang+" "+s] {
				if n := len(r.words); len(stems)-i >= n && slices.Equal(stems[i:i+n], r.words) {
					out = append(out, Said{First: at[i], Last: at[i+n-1], Lang: lang, Means: r.means})
				}
			}
		}
	}
	return out
}
