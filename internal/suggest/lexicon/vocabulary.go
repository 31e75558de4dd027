package lexicon

import (
	"iter"
	"slices"
	"sort"
	"strings"
)

// Vocabulary holds the words of the collection as they are typed, without
// accents, with the terms that they stand for.
type Vocabulary struct {
	forms  map[string][]Form
	sorted []string // words in order, some of them gone
	fresh  []string // the same, of those that came last
}

// Form is a term that a word stands for, and in how many documents.
type Form struct{ Term, Docs uint32 }

// Forms returns the terms that a word stands for; it is not to be changed.
func (v *Vocabulary) Forms(word string) []Form { return v.forms[word] }

// maxFresh bounds how far a new word is moved into place.
const maxFresh = 1024

func (v *Vocabulary) Add(word string, term uint32) {
	forms, known := v.forms[word]
	for i := range forms {
		if forms[i].Term == term {
			forms[i].Docs++
			return
		}
	}
	if !known {
		if v.forms == nil {
			v.forms = make(map[string][]Form)
		}
		word = strings.Clone(word)
		v.enter(word)
	}
	v.forms[word] = append(forms, Form{term, 1})
}

// enter puts a word in order, unless it is still there from before.
func (v *Vocabulary) enter(word string) {
	if _, there := slices.BinarySearch(v.sorted, word); there {
		return
	}
	if i, there := slices.BinarySearch(v.fresh, word); !there {
		v.fresh = slices.Insert(v.fresh, i, word)
	}
}

func (v *Vocabulary) Drop(word string, term uint32) {
	forms := v.forms[word]
	i := slices.IndexFunc(forms, func(f Form) bool { return f.Term == term })
	if forms[i].Docs--; forms[i].Docs > 0 {
		return
	}
	if forms = slices.Delete(forms, i, i+1); len(forms) == 0 {
		delete(v.forms, word)
		return
	}
	v.forms[word] = forms
}

// Settle merges what is fresh once it is much, and forgets the words that went.
func (v *Vocabulary) Settle() {
	if len(v.fresh) < maxFresh {
		return
	}
	merged := make([]string, 0, len(v.sorted)+len(v.fresh))
	a, b := v.sorted, v.fresh
	for len(a) > 0 || len(b) > 0 {
		from := &a
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			from = &b
		}
		if word := (*from)[0]; len(v.forms[word]) > 0 {
			merged = append(merged, word)
		}
		*from = (*from)[1:]
	}
	v.sorted, v.fresh = merged, nil
}

// Beginning returns the words that begin with prefix, in no useful order.
func (v *Vocabulary) Beginning(prefix string) iter.Seq[string] {
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

// Near returns the words within most edits of word, and how many each takes: a
// letter left out, added, replaced, or swapped with its neighbour. They come in
// no useful order.
func (v *Vocabulary) Near(word string, most int) iter.Seq2[string, int] {
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
