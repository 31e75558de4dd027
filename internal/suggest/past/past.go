// Package past remembers questions and the documents that answered them.
//
// A new question is compared with each past one as a whole: how much of both
// they share, by what their words tell among all past questions. A document that
// answered questions like it is sure to the degree that those are alike, and that
// like questions have had like answers so far: where each document answers one
// question only, that another question resembles it says nothing. How often and
// how long ago it answered counts, both bounded, so that no single source can
// outweigh what the documents themselves say.
package past

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"relais/internal/suggest/lexicon"
)

const (
	maxLinks = 64 // of a document that are remembered, the weightiest
	maxWords = 24 // of a question that are compared
)

// Link is a past question and how well a document answered it.
type Link struct {
	Words string
	Count float64   // people whom it helped less those whom it did not; at most 0: says nothing
	At    time.Time // of the newest of them; zero: it does not age
}

// Questions holds past questions. Recall may run many times at once, but not
// beside Put; the zero value is empty.
type Questions struct {
	all   []question // by number; a free one has no ties
	free  []uint32
	byKey map[string]uint32   // its folded words → question
	byDoc map[uint32][]uint32 // the questions that a document answered
	terms map[string]uint32   // stem → term
	posts [][]uint32          // the questions with a term, ascending
	words lexicon.Vocabulary
	whole float64 // logarithm of the number of questions, as words are weighed

	findings atomic.Pointer[findings] // nil: to be found out
	pool     sync.Pool                // of *scratch
}

// question is what was asked, in whatever form of its words.
type question struct {
	key   string
	words []word
	ties  []tie // by document
}

// word is a word of a question and the terms that it may be read as.
type word struct {
	fold  string
	aside bool // it is said of any problem
	terms []uint32
}

// tie is a link from a question to a document.
type tie struct {
	doc uint32
	Link
}

// Len returns how many different questions there are.
func (x *Questions) Len() int { return len(x.byKey) }

// Put remembers that a document answered these questions, in place of what it was
// known to have answered; without any it is forgotten.
//
// Documents are numbers, whose meaning is the caller's.
func (x *Questions) Put(doc uint32, links ...Link) {
	if len(links) == 0 && len(x.byDoc[doc]) == 0 {
		return
	}
	x.remove(doc)
	for _, l := range weightiest(links) {
		if words := lexicalWords(l.Words); len(words) > 0 {
			x.tie(doc, l, words)
		}
	}
	x.words.Settle()
	x.whole = math.Log(float64(len(x.byKey)) + smooth + 1)
	x.findings.Store(nil)
}

// weightiest returns the links that say something, as many as are remembered.
func weightiest(links []Link) []Link {
	links = slices.DeleteFunc(slices.Clone(links), func(l Link) bool { return !(l.Count > 0) })
	slices.SortFunc(links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), b.At.Compare(a.At), strings.Compare(a.Words, b.Words))
	})
	return links[:min(len(links), maxLinks)]
}

// lexicalWords returns the words of a question that are compared, each once. Of
// either language: what is left of a question seldom tells which it is in.
func lexicalWords(text string) []lexicon.Word {
	var words []lexicon.Word
	for w := range lexicon.Words(text) {
		if len(words) == maxWords {
			break
		}
		known := slices.ContainsFunc(words, func(o lexicon.Word) bool { return o.Fold == w.Fold })
		if !known && lexicon.Informative(w, "fr") && lexicon.Informative(w, "en") {
			words = append(words, w)
		}
	}
	return words
}

// tie adds one link. Two of a document with the same words are the weightier.
func (x *Questions) tie(doc uint32, l Link, words []lexicon.Word) {
	n := x.question(words)
	q := &x.all[n]
	at, known := slices.BinarySearchFunc(q.ties, doc, func(t tie, doc uint32) int { return cmp.Compare(t.doc, doc) })
	if known {
		return
	}
	q.ties = slices.Insert(q.ties, at, tie{doc, l})
	x.byDoc[doc] = append(x.byDoc[doc], n)
}

// question returns the number of the question with these words, made when new.
func (x *Questions) question(words []lexicon.Word) uint32 {
	folds := make([]string, len(words))
	for i, w := range words {
		folds[i] = w.Fold
	}
	key := strings.Join(folds, " ")
	if n, ok := x.byKey[key]; ok {
		return n
	}
	if x.byKey == nil {
		x.byKey, x.byDoc, x.terms = make(map[string]uint32), make(map[uint32][]uint32), make(map[string]uint32)
	}
	n := x.number()
	q := question{key: key}
	for _, w := range words {
		q.words = append(q.words, word{strings.Clone(w.Fold), lexicon.Aside(w.Fold), x.read(w)})
	}
	x.all[n] = q
	x.byKey[key] = n
	x.post(n, true)
	return n
}

func (x *Questions) number() uint32 {
	if last := len(x.free) - 1; last >= 0 {
		n := x.free[last]
		x.free = x.free[:last]
		return n
	}
	x.all = append(x.all, question{})
	return uint32(len(x.all) - 1)
}

// read returns the terms that a word may be read as, made when new.
func (x *Questions) read(w lexicon.Word) (terms []uint32) {
	for _, lang := range lexicon.Languages {
		stem := lexicon.Stem(w, lang)
		t, ok := x.terms[stem]
		if !ok {
			t = uint32(len(x.posts))
			x.terms[strings.Clone(stem)] = t
			x.posts = append(x.posts, nil)
		}
		if !slices.Contains(terms, t) {
			terms = append(terms, t)
		}
	}
	return terms
}

// post enters a question into the lists of its terms, or takes it out.
func (x *Questions) post(n uint32, enter bool) {
	for _, w := range x.all[n].words {
		for _, t := range w.terms {
			at, there := slices.BinarySearch(x.posts[t], n)
			switch {
			case enter:
				x.words.Add(w.fold, t)
				if !there { // two words may have one stem
					x.posts[t] = slices.Insert(x.posts[t], at, n)
				}
			default:
				x.words.Drop(w.fold, t)
				if there {
					x.posts[t] = slices.Delete(x.posts[t], at, at+1)
				}
			}
		}
	}
}

// remove forgets what a document answered, and the questions that nothing else
// answered.
func (x *Questions) remove(doc uint32) {
	for _, n := range x.byDoc[doc] {
		q := &x.all[n]
		q.ties = slices.DeleteFunc(q.ties, func(t tie) bool { return t.doc == doc })
		if len(q.ties) > 0 {
			continue
		}
		x.post(n, false)
		delete(x.byKey, q.key)
		*q = question{}
		x.free = append(x.free, n)
	}
	delete(x.byDoc, doc)
}
