package suggest

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"relais/internal/suggest/lexicon"
)

// Index holds documents and answers queries. All methods are safe for
// concurrent use; a search waits for a change by at most the time that a few
// documents take to enter.
type Index struct {
	house HouseWords
	pool  sync.Pool // of *scratch

	changing sync.Mutex // one change at a time; only its holder writes what mu guards

	mu    sync.RWMutex
	docs  []entry // by number; a free one has no terms and its number in free
	free  []uint32
	byID  map[string]uint32
	lists []list            // by term
	terms map[string]uint32 // stem → term
	words lexicon.Vocabulary
	sums  [fields]int // words by field, of all documents
}

// entry is a document in the index.
type entry struct {
	doc     Doc
	lang    string
	lens    [fields]uint32
	seq     []uint32 // terms in order: title, keywords, body
	names   []int    // where in seq the title and each keyword end
	letters string   // of the title
}

// list holds where a term stands, by document number.
type list struct {
	stem  string
	posts []posting
}

type posting struct {
	doc uint32
	counts
}

// New returns an empty index that knows words.
func New(words HouseWords) *Index {
	return &Index{
		house: words,
		byID:  make(map[string]uint32),
		terms: make(map[string]uint32),
	}
}

// Len returns how many documents there are.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.byID)
}

// batch is how many documents enter while searches wait.
const batch = 16

// Put adds documents, each in place of the one with the same ID. They can be
// found one after the other, all when Put returns.
func (x *Index) Put(docs ...Doc) {
	x.changing.Lock()
	defer x.changing.Unlock()
	r := newReader()
	for some := range slices.Chunk(docs, batch) {
		var old, read []*reading
		for _, d := range some {
			old = append(old, x.reread(r, d.ID))
			read = append(read, r.read(d))
		}
		x.apply(old, read)
	}
}

// Remove drops the documents with these IDs; an unknown one is left out.
func (x *Index) Remove(ids ...string) {
	x.changing.Lock()
	defer x.changing.Unlock()
	r := newReader()
	for some := range slices.Chunk(ids, batch) {
		var old []*reading
		for _, id := range some {
			old = append(old, x.reread(r, id))
		}
		x.apply(old, nil)
	}
}

// reread reads the document with this ID once more, to take it out; nil when
// there is none.
func (x *Index) reread(r *reader, id string) *reading {
	n, ok := x.byID[id]
	if !ok {
		return nil
	}
	return r.read(x.docs[n].doc)
}

// apply takes documents out and puts others in. Of two with one ID the last
// stays.
func (x *Index) apply(removed, added []*reading) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range removed {
		x.drop(r)
	}
	for i, r := range added {
		if !slices.ContainsFunc(added[i+1:], func(later *reading) bool { return later.doc.ID == r.doc.ID }) {
			x.insert(r)
		}
	}
	x.words.Settle()
}

func (x *Index) insert(r *reading) {
	n := x.number()
	e := &x.docs[n]
	*e = entry{doc: r.doc, lang: r.lang, lens: r.lens, names: r.names, letters: letters(r.doc.Title)}
	e.doc.Keywords = slices.Clone(r.doc.Keywords)
	for stem, c := range r.stems {
		x.term(stem).insert(posting{n, *c})
	}
	e.seq = make([]uint32, len(r.seq))
	for i, stem := range r.seq {
		e.seq[i] = x.terms[stem]
	}
	for s := range r.surfaces {
		x.words.Add(s.fold, x.terms[s.stem])
	}
	for f, l := range r.lens {
		x.sums[f] += int(l)
	}
	x.byID[r.doc.ID] = n
}

func (x *Index) drop(r *reading) {
	if r == nil {
		return
	}
	n, ok := x.byID[r.doc.ID]
	if !ok { // named twice
		return
	}
	for stem := range r.stems {
		x.lists[x.terms[stem]].remove(n)
	}
	for s := range r.surfaces {
		x.words.Drop(s.fold, x.terms[s.stem])
	}
	for f, l := range r.lens {
		x.sums[f] -= int(l)
	}
	delete(x.byID, r.doc.ID)
	x.docs[n] = entry{}
	x.free = append(x.free, n)
}

func (x *Index) number() uint32 {
	if last := len(x.free) - 1; last >= 0 {
		n := x.free[last]
		x.free = x.free[:last]
		return n
	}
	x.docs = append(x.docs, entry{})
	return uint32(len(x.docs) - 1)
}

// term returns the list of a stem, made when it is new.
func (x *Index) term(stem string) *list {
	t, ok := x.terms[stem]
	if !ok {
		t = uint32(len(x.lists))
		stem = strings.Clone(stem)
		x.terms[stem] = t
		x.lists = append(x.lists, list{stem: stem})
	}
	return &x.lists[t]
}

func (l *list) at(doc uint32) int {
	return sort.Search(len(l.posts), func(i int) bool { return l.posts[i].doc >= doc })
}

func (l *list) insert(p posting) { l.posts = slices.Insert(l.posts, l.at(p.doc), p) }

func (l *list) remove(doc uint32) {
	i := l.at(doc)
	l.posts = slices.Delete(l.posts, i, i+1)
}
