package lexicon

import (
	"cmp"
	"iter"
	"slices"
	"sort"
	"strings"
)

const (
	minCorrected = 4 // letters of a word that is corrected
	minHalf      = 4 // letters of each half of a word that is two
	minKin       = 5 // letters that a family of words begins with
	maxEnding    = 6 // letters that two of them differ in

	worthEdit  = 0.85 // of a word one edit away
	worthEdits = 0.6  // two
	worthFirst = 0.7  // with another first letter
	worthHalf  = 0.6  // of one half
)

// Meant is a word of a vocabulary that a typed one may have been meant to be.
type Meant struct {
	Word   string
	Weight float64 // 0 to 1
}

// guess is a word that may have been meant.
type guess struct {
	word, docs uint32
	weight     float64
}

// guesses collects the best by weight, by frequency and by letters.
type guesses struct {
	v    *Vocabulary
	most int
	all  []guess
	full bool // there are most, the last of them the least
}

func (v *Vocabulary) guesses(most int) guesses { return guesses{v: v, most: most} }

func (g *guesses) add(word uint32, weight float64) {
	c := guess{word, g.v.docs(word), weight}
	if g.full && g.compare(c, g.all[g.most-1]) > 0 {
		return
	}
	if g.all = append(g.all, c); len(g.all) >= 8*g.most {
		g.cut()
	}
}

func (g *guesses) cut() {
	slices.SortFunc(g.all, g.compare)
	if len(g.all) >= g.most {
		g.all, g.full = g.all[:g.most], true
	}
}

func (g *guesses) compare(a, b guess) int {
	if c := cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.docs, a.docs)); c != 0 {
		return c
	}
	return g.v.compare(a.word, b.word)
}

// best returns those that were collected, the best first.
func (g *guesses) best() []Meant {
	g.cut()
	out := make([]Meant, len(g.all))
	for i, c := range g.all {
		out[i] = Meant{string(g.v.names.At(c.word)), c.weight}
	}
	return out
}

// Complete returns the words that begin with prefix, the most frequent first.
func (v *Vocabulary) Complete(prefix string, most int) []Meant {
	all := v.guesses(most)
	for word := range v.beginning(prefix) {
		all.add(word, 1)
	}
	return all.best()
}

// Kin returns the words of the family of a word, itself too, the most frequent
// first: those that begin alike and end otherwise, apprenti and apprentissage. A
// few only look like it, apprendre. Words with digits have none.
func (v *Vocabulary) Kin(word string, most int) []Meant {
	if len(word) < minKin || strings.ContainsAny(word, "0123456789") {
		return nil
	}
	all := v.guesses(most)
	for other := range v.beginning(word[:minKin]) {
		if kin(word, v.names.At(other)) {
			all.add(other, 1)
		}
	}
	return all.best()
}

// kin tells whether two words that begin alike share at least half of the longer
// and differ in an ending.
func kin(word string, other []byte) bool {
	shared := 0
	for shared < min(len(word), len(other)) && word[shared] == other[shared] {
		shared++
	}
	longer := max(len(word), len(other))
	return longer-shared <= maxEnding && 2*shared >= longer
}

// Correct returns what a word that is not in the vocabulary was meant to be:
// words one edit away, else two, else the two words that it is made of.
func (v *Vocabulary) Correct(typed string, most int) []Meant {
	if len(typed) < minCorrected {
		return nil
	}
	all := v.guesses(most)
	for edits := 1; len(all.all) == 0 && edits <= min(2, len(typed)/4); edits++ {
		for word, n := range v.near(typed, edits) {
			weight := worthEdit
			if n > 1 {
				weight = worthEdits
			}
			if v.names.At(word)[0] != typed[0] {
				weight *= worthFirst
			}
			all.add(word, weight)
		}
	}
	if len(all.all) == 0 {
		return v.halves(typed)
	}
	return all.best()
}

// halves returns the two words that were typed as one.
func (v *Vocabulary) halves(typed string) []Meant {
	for i := minHalf; i <= len(typed)-minHalf; i++ {
		if a, b := typed[:i], typed[i:]; len(v.Forms(a)) > 0 && len(v.Forms(b)) > 0 {
			return []Meant{{a, worthHalf}, {b, worthHalf}}
		}
	}
	return nil
}

// beginning returns the words that begin with prefix, in no useful order.
func (v *Vocabulary) beginning(prefix string) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for _, words := range [][]uint32{v.sorted, v.fresh} {
			for _, w := range words[v.at(words, prefix):] {
				if !begins(v.names.At(w), prefix) {
					break
				}
				if v.forms[w].Docs > 0 && !yield(w) {
					return
				}
			}
		}
	}
}

func begins(word []byte, prefix string) bool {
	return len(word) >= len(prefix) && string(word[:len(prefix)]) == prefix
}

// near returns the words within most edits of word, and how many each takes: a
// letter left out, added, replaced, or swapped with its neighbour. They come in
// no useful order.
func (v *Vocabulary) near(word string, most int) iter.Seq2[uint32, int] {
	return func(yield func(uint32, int) bool) {
		for _, words := range [][]uint32{v.sorted, v.fresh} {
			m := newMatcher(Clip(word, maxWord), most)
			for i := 0; i < len(words); {
				other := v.names.At(words[i])
				edits, dead := m.measure(other)
				if dead > 0 { // no word that begins like this can be near
					i = v.after(words, i, string(other[:dead]))
					continue
				}
				if edits <= most && v.forms[words[i]].Docs > 0 && !yield(words[i], edits) {
					return
				}
				i++
			}
		}
	}
}

// after returns the first position behind i whose word does not begin with
// prefix, looking further ahead each time.
func (v *Vocabulary) after(words []uint32, i int, prefix string) int {
	step := 1
	for i+step < len(words) && begins(v.names.At(words[i+step]), prefix) {
		i, step = i+step, step*2
	}
	rest := words[i+1 : min(i+step, len(words))]
	return i + 1 + sort.Search(len(rest), func(k int) bool { return !begins(v.names.At(rest[k]), prefix) })
}

// matcher measures the edits between one word and others that come in order:
// rows of the table for letters that the next word shares are kept.
type matcher struct {
	word string
	most int
	last []byte
	rows [maxWord + 1][maxWord + 1]uint8 // [letters of the other][letters of word]
	good int                             // rows that hold for last
}

func newMatcher(word string, most int) *matcher {
	m := &matcher{word: word, most: most}
	for j := range len(word) + 1 {
		m.rows[0][j] = uint8(j)
	}
	return m
}

// measure returns the edits to other, or how many of its first letters already
// put it too far away.
func (m *matcher) measure(other []byte) (edits, dead int) {
	shared := 0
	for shared < m.good && shared < len(other) && other[shared] == m.last[shared] {
		shared++
	}
	m.last = other
	for i := shared + 1; i <= len(other); i++ {
		m.good = i
		if m.row(other, i) > m.most {
			return m.most + 1, i
		}
	}
	m.good = len(other)
	return int(m.rows[len(other)][len(m.word)]), 0
}

// row fills row i and returns its least value.
func (m *matcher) row(other []byte, i int) int {
	row, up := &m.rows[i], &m.rows[i-1]
	row[0] = uint8(i)
	least := row[0]
	for j := 1; j <= len(m.word); j++ {
		cost := uint8(1)
		if other[i-1] == m.word[j-1] {
			cost = 0
		}
		d := min(up[j]+1, row[j-1]+1, up[j-1]+cost)
		if i > 1 && j > 1 && other[i-1] == m.word[j-2] && other[i-2] == m.word[j-1] {
			d = min(d, m.rows[i-2][j-2]+1)
		}
		row[j] = d
		least = min(least, d)
	}
	return int(least)
}
