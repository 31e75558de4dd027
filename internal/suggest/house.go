package suggest

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"relais/internal/suggest/lexicon"
)

// HouseWords say what people of a company mean by their own words. The zero
// value says nothing.
type HouseWords struct {
	rules map[string][]rule // by language and stem of the first word
}

// rule says that who types words also means others.
type rule struct {
	words []string // stems
	means []string // phrases
}

// skipped words come and go in speech: "ne répond pas", "répond pas".
var skipped = map[string]bool{"ne": true, "n": true}

// ParseHouseWords reads house words: one line each, words and phrases alike
// after a line that names their language.
//
//	# what follows a number sign is a remark
//	[fr]
//	mdp = mot de passe              each finds the other
//	ça rame > lent, lenteur         who types the first also looks for the others
//
// A line that is none of these is an error that names it.
func ParseHouseWords(r io.Reader) (HouseWords, error) {
	h := HouseWords{rules: make(map[string][]rule)}
	lang := ""
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		switch line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); {
		case line == "":
		case line == "[fr]", line == "[en]":
			lang = line[1:3]
		case lang == "":
			return HouseWords{}, fmt.Errorf("house words, line %d: no language before it, write [fr] or [en]", n)
		default:
			if err := h.line(line, lang); err != nil {
				return HouseWords{}, fmt.Errorf("house words, line %d: %w", n, err)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return HouseWords{}, fmt.Errorf("read house words: %w", err)
	}
	return h, nil
}

// And returns what h and more say together.
func (h HouseWords) And(more HouseWords) HouseWords {
	both := HouseWords{rules: make(map[string][]rule, len(h.rules)+len(more.rules))}
	for _, rules := range []map[string][]rule{h.rules, more.rules} {
		for first, r := range rules {
			both.rules[first] = slices.Concat(both.rules[first], r)
		}
	}
	return both
}

func (h HouseWords) line(line, lang string) error {
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
			h.add(l, right, lang)
		}
		return nil
	}
	all := append(left, right...)
	for i, l := range all {
		others := append(append([]string{}, all[:i]...), all[i+1:]...)
		h.add(l, others, lang)
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

func (h HouseWords) add(phrase string, means []string, lang string) {
	var stems []string
	for t := range lexicon.Words(phrase) {
		if !t.Joined && !skipped[t.Fold] {
			stems = append(stems, lexicon.Stem(t, lang))
		}
	}
	if len(stems) > 0 {
		first := lang + " " + stems[0]
		h.rules[first] = append(h.rules[first], rule{stems, means})
	}
}

// said is a house phrase in a query: its words, and what it means.
type said struct {
	first, last int // tokens of the query
	lang        string
	means       []string
	unknown     bool // the collection has none of the words
}

// find returns the house phrases of these languages in words.
func (h HouseWords) find(words []lexicon.Word, langs []string) []said {
	if len(h.rules) == 0 {
		return nil
	}
	var out []said
	for _, lang := range langs {
		var stems []string
		var at []int
		for i, t := range words {
			if !t.Joined && !skipped[t.Fold] {
				stems, at = append(stems, lexicon.Stem(t, lang)), append(at, i)
			}
		}
		for i, s := range stems {
			for _, r := range h.rules[lang+" "+s] {
				if starts(stems[i:], r.words) {
					out = append(out, said{first: at[i], last: at[i+len(r.words)-1], lang: lang, means: r.means})
				}
			}
		}
	}
	return out
}

func starts(s, with []string) bool {
	if len(s) < len(with) {
		return false
	}
	for i, w := range with {
		if s[i] != w {
			return false
		}
	}
	return true
}
