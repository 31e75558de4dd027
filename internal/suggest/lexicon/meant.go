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

	worthEdit  = 0.85 // of a word one edit away
	worthEdits = 0.6  // two
	worthFirst = 0.7  // with another first letter
	worthHalf  = 0.6  // of one half
)

// Meant is a word of a vocabulary that a typed one may have been meant to be.
type Meant struct {
	Word   string
	Weight float64 // 0 to 1
	docs   uint32
}

func (v *Vocabulary) meant(word string, weight float64) Meant {
	m := Meant{Word: word, Weight: weight}
	for _, f := range v.forms[word] {
		m.docs += f.Docs
	}
	return m
}

// best sorts by weight, by frequency and by letters, and returns the first.
func best(all []Meant, most int) []Meant {
	slices.SortFunc(all, func(a, b Meant) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(b.docs, a.docs), strings.Compare(a.Word, b.Word))
	})
	return all[:min(most, len(all))]
}

// Complete returns the words that begin with prefix, the most frequent first.
func (v *Vocabulary) Complete(prefix string, most int) []Meant {
	var all []Meant
	for word := range v.beginning(prefix) {
		if len(all) == 8*most {
			all = best(all, most)
		}
		all = append(all, v.meant(word, 1))
	}
	return best(all, most)
}

// Correct returns what a word that is not in the vocabulary was meant to be:
// words one edit away, else two, else the two words that it is made of.
func (v *Vocabulary) Correct(typed string, most int) []Meant {
	if len(typed) < minCorrected {
		return nil
	}
	var all []Meant
	for edits := 1; len(all) == 0 && edits <= min(2, len(typed)/4); edits++ {
		for word, n := range v.near(typed, edits) {
			weight := worthEdit
			if n > 1 {
				weight = worthEdits
			}
			if word[0] != typed[0] {
				weight *= worthFirst
			}
			all = append(all, v.meant(word, weight))
		}
	}
	if len(all) == 0 {
		return v.halves(typed)
	}
	return best(all, most)
}

// halves returns the two words that were typed as one.
func (v *Vocabulary) halves(typed string) []Meant {
	for i := minHalf; i <= len(typed)-minHalf; i++ {
		if a, b := typed[:i], typed[i:]; len(v.forms[a]) > 0 && len(v.forms[b]) > 0 {
			return []Meant{v.meant(a, worthHalf), v.meant(b, worthHalf)}
		}
	}
	return nil
}

// beginning returns the words that begin with prefix, in no useful order.
func (v *Vocabulary) beginning(prefix string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, words := range [][]string{v.sorted, v.fresh} {
			for _, w := range words[sort.SearchStrings(words, prefix):] {
				if !strings.HasPrefix(w, prefix) {
					break
				}
				if len(v.forms[w]) > 0 && !yield(w) {
					return
				}
			}
		}
	}
}

// near returns the words within most edits of word, and how many each takes: a
// letter left out, added, replaced, or swapped with its neighbour. They come in
// no useful order.
func (v *Vocabulary) near(word string, most int) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for _, words := range [][]string{v.sorted, v.fresh} {
			m := newMatcher(Clip(word, maxWord), most)
			for i := 0; i < len(words); {
				edits, dead := m.measure(words[i])
				if dead > 0 { // no word that begins like this can be near
					i = after(words, i, words[i][:dead])
					continue
				}
				if edits <= most && len(v.forms[words[i]]) > 0 && !yield(words[i], edits) {
					return
				}
				i++
			}
		}
	}
}

// after returns the first position behind i whose word does not begin with
// prefix, looking further ahead each time.
func after(words []string, i int, prefix string) int {
	step := 1
	for i+step < len(words) && strings.HasPrefix(words[i+step], prefix) {
		i, step = i+step, step*2
	}
	rest := words[i+1 : min(i+step, len(words))]
	return i + 1 + sort.Search(len(rest), func(k int) bool { return !strings.HasPrefix(rest[k], prefix) })
}

// matcher measures the edits between one word and others that come in order:
// rows of the table for letters that the next word shares are kept.
type matcher struct {
	word string
	most int
	last string
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
func (m *matcher) measure(other string) (edits, dead int) {
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
func (m *matcher) row(other string, i int) int {
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
