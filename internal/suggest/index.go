package suggest

import (
	"slices"
	"sync"
	"sync/atomic"

	"relais/internal/suggest/house"
	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/past"
	"relais/internal/suggest/postings"
	"relais/internal/suggest/shelf"
)

// Index holds documents and answers queries. All methods are safe for
// concurrent use; a search waits for a change by at most the time that a few
// documents take to enter.
type Index struct {
	house HouseWords
	spare atomic.Pointer[scratch] // for the next search

	changing sync.Mutex // one change at a time; only its holder writes what mu guards

	mu    sync.RWMutex
	docs  []entry          // by number; a free one has no terms and its number in free
	lens  [][fields]uint16 // of each document, words by field
	free  []uint32
	ids   lexicon.Names
	byID  []uint32 // by number of the id: that of its document + 1; 0 none
	kinds lexicon.Names
	lists []postings.List // by term
	terms lexicon.Names   // stems
	words lexicon.Vocabulary
	fours lexicon.Fours // of titles
	short house.Shorts
	shelf shelf.Shelf
	sums  [fields]int       // words by field, of all documents
	past  []*past.Questions // by kind and language
}

// entry is a document in the index.
type entry struct {
	page       shelf.Packed
	id, helped uint32
	kind, lang uint8
	staff      bool
}

// view is a document as it is looked at.
type view struct {
	*entry
	shelf.Page
}

// open reads a document, but for its body, on what s has for it. It holds until
// the next.
func (x *Index) open(s *scratch, doc uint32) *view {
	s.view.entry = &x.docs[doc]
	x.shelf.Open(s.view.page, &s.view.Page)
	return &s.view
}

// New returns an empty index that knows words.
func New(words HouseWords) *Index {
	return &Index{house: words}
}

// Len returns how many documents there are.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.len()
}

func (x *Index) len() int { return len(x.docs) - len(x.free) }

// batch is how many documents enter while searches wait.
const batch = 16

// Put adds documents, each in place of the one with the same ID. They can be
// found one after the other, all when Put returns.
func (x *Index) Put(docs ...Doc) {
	x.changing.Lock()
	defer x.changing.Unlock()
	x.learn(docs)
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

// learn lets the shelf know what is usual in documents. It never forgets: what is for
// technicians only, where people are named, is left out.
func (x *Index) learn(docs []Doc) {
	texts := make([]string, 0, len(docs))
	for _, d := range docs {
		if !d.Staff {
			texts = append(texts, d.Body)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.shelf.Learn(texts)
}

// reread reads the document with this ID once more, to take it out; nil when
// there is none.
func (x *Index) reread(r *reader, id string) *reading {
	n, ok := x.find(id)
	if !ok {
		return nil
	}
	var p shelf.Page
	body := x.shelf.Whole(x.docs[n].page, &p)
	return r.read(Doc{ID: id, Lang: lexicon.Languages[x.docs[n].lang], Title: p.Title, Keywords: p.Keywords, Body: body})
}

// find returns the number of the document with this ID.
func (x *Index) find(id string) (uint32, bool) {
	n, ok := x.ids.Find(id)
	if !ok || x.byID[n] == 0 {
		return 0, false
	}
	return x.byID[n] - 1, true
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
	for stem, c := range r.stems {
		x.list(stem).Insert(postings.Posting{Doc: n, Counts: *c})
	}
	for s := range r.surfaces {
		x.words.Add(s.fold, x.terms.Number(s.stem))
	}
	x.fours.Add(spell(nil, r.doc.Title))
	x.short.Add(r.shorts...)
	x.docs[n] = x.entry(r)
	x.byID[x.docs[n].id] = n + 1
	x.lens[n] = r.lens
	for f, l := range r.lens {
		x.sums[f] += int(l)
	}
	x.teach(n, r.doc.Learned)
}

// entry returns what is kept of a document whose terms are known.
func (x *Index) entry(r *reading) entry {
	p := shelf.Page{Title: r.doc.Title, Keywords: r.doc.Keywords, Names: r.names}
	for _, stem := range r.seq {
		p.Seq = append(p.Seq, x.terms.Number(stem))
	}
	id := x.ids.Number(r.doc.ID)
	if int(id) == len(x.byID) {
		x.byID = append(x.byID, 0)
	}
	return entry{
		page: x.shelf.Pack(&p, lexicon.Clip(r.doc.Body, maxText)), id: id, helped: uint32(max(0, r.doc.Helped)), staff: r.doc.Staff,
		kind: uint8(x.kinds.Number(r.doc.Kind)), lang: uint8(slices.Index(lexicon.Languages, r.lang)),
	}
}

func (x *Index) drop(r *reading) {
	if r == nil {
		return
	}
	n, ok := x.find(r.doc.ID)
	if !ok { // named twice
		return
	}
	for stem := range r.stems {
		x.list(stem).Remove(n)
	}
	for s := range r.surfaces {
		x.words.Drop(s.fold, x.terms.Number(s.stem))
	}
	for f, l := range r.lens {
		x.sums[f] -= int(l)
	}
	x.teach(n, nil)
	x.fours.Drop(spell(nil, r.doc.Title))
	x.short.Drop(r.shorts...)
	x.byID[x.docs[n].id] = 0
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
	x.lens = append(x.lens, [fields]uint16{})
	return uint32(len(x.docs) - 1)
}

// list returns the list of a stem, made when it is new.
func (x *Index) list(stem string) *postings.List {
	t := x.terms.Number(stem)
	if int(t) == len(x.lists) {
		x.lists = append(x.lists, postings.List{})
	}
	return &x.lists[t]
}
