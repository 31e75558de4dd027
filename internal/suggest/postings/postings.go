// Package postings holds in which documents a word stands, in two bytes or so for each.
package postings

import (
	"slices"
	"sort"

	"relais/internal/suggest/wire"
)

// List holds the postings of a word by document number, in blocks. It is not
// safe for concurrent changes. The zero value is empty.
type List struct {
	first block
	rest  *rest // of a word that stands in many
}

type rest struct {
	blocks []block
	n      int // postings of the whole list
}

// Len returns how many documents there are.
func (l *List) Len() int {
	if l.rest == nil {
		return int(l.first.n)
	}
	return l.rest.n
}

// Blocks returns how many blocks there are; none of them is empty, but for the
// only one of an empty list.
func (l *List) Blocks() int {
	if l.rest == nil {
		return 1
	}
	return 1 + len(l.rest.blocks)
}

func (l *List) block(i int) *block {
	if i == 0 {
		return &l.first
	}
	return &l.rest.blocks[i-1]
}

// Last returns the last document of block i.
func (l *List) Last(i int) uint32 { return l.block(i).last }

// Postings returns the postings of block i, by document number, in to.
func (l *List) Postings(i int, to *Block) []Posting { return l.block(i).read(to) }

// find returns the block where doc is or belongs.
func (l *List) find(doc uint32) int {
	if l.rest == nil || doc <= l.first.last {
		return 0
	}
	rest := l.rest.blocks
	last := len(rest) - 1
	if doc > rest[last].last { // new documents come last
		return last + 1
	}
	return sort.Search(last, func(i int) bool { return rest[i].last >= doc }) + 1
}

// Insert adds a document that is not there yet.
func (l *List) Insert(p Posting) {
	i := l.find(p.Doc)
	b := l.block(i)
	if p.Doc > b.last || b.n == 0 { // belongs behind all others
		if b.n < Most {
			b.push(p)
		} else {
			var next block
			next.push(p)
			l.enter(i, next)
		}
	} else {
		var room Block
		all := slices.Insert(slices.Clone(b.read(&room)), b.at(&room, p.Doc), p)
		if len(all) > Most {
			l.enter(i, packed(all[Most/2:]))
			all = all[:Most/2]
			b = l.block(i) // it moved
		}
		*b = packed(all)
	}
	l.count(1)
}

// enter puts a block behind block i.
func (l *List) enter(i int, b block) {
	if l.rest == nil {
		l.rest = &rest{n: Most}
	}
	l.rest.blocks = slices.Insert(l.rest.blocks, i, b)
}

// count notes that there are so many more.
func (l *List) count(more int) {
	if l.rest != nil {
		l.rest.n += more
	}
}

// Remove drops a document; one that is not there is left out.
func (l *List) Remove(doc uint32) {
	i := l.find(doc)
	b := l.block(i)
	var room Block
	all := b.read(&room)
	at := b.at(&room, doc)
	if at == len(all) || all[at].Doc != doc {
		return
	}
	*b = packed(slices.Delete(all, at, at+1))
	if b.n == 0 && l.rest != nil {
		l.close(i)
	}
	l.count(-1)
}

// close takes out block i, which is empty.
func (l *List) close(i int) {
	rest := l.rest.blocks
	if i == 0 {
		l.first, i = rest[0], 1
	}
	if l.rest.blocks = slices.Delete(rest, i-1, i); len(l.rest.blocks) == 0 {
		l.rest = nil
	}
}

// Set is a set of documents.
type Set []uint64

// Add adds a document, which the set has room for.
func (s Set) Add(doc uint32) { s[doc/64] |= 1 << (doc % 64) }

// Has tells whether a document is in the set.
func (s Set) Has(doc uint32) bool { return s[doc/64]&(1<<(doc%64)) != 0 }

// any tells whether a document from first to last may be in the set.
func (s Set) any(first, last uint32) bool {
	for _, word := range s[first/64 : last/64+1] {
		if word != 0 {
			return true
		}
	}
	return false
}

// Among returns those postings of block i whose documents are wanted, in to.
func (l *List) Among(i int, wanted Set, to *Block) []Posting {
	b, first := l.block(i), uint32(0)
	if i > 0 {
		first = l.block(i - 1).last
	}
	if b.n == 0 || !wanted.any(first, b.last) {
		return nil
	}
	return b.among(wanted, to)
}

// Write writes the list, for Read.
func (l *List) Write(w *wire.Writer) {
	w.Number(uint64(l.Blocks()))
	for i := range l.Blocks() {
		b := l.block(i)
		w.Number(uint64(b.n))
		w.Number(uint64(b.last))
		w.Number(uint64(b.counts))
		w.Bytes(b.data)
	}
}

// Size returns how many bytes the postings take.
func (l *List) Size() (n int) {
	for i := range l.Blocks() {
		n += len(l.block(i).data)
	}
	return n
}

// Read takes the list from r. Its postings come behind those in arena, where there
// is room for them.
func (l *List) Read(r *wire.Reader, arena []byte) []byte {
	blocks, n := r.Count(), 0
	for i := range blocks {
		b := block{n: uint16(r.Number()), last: uint32(r.Number()), counts: uint16(r.Number())}
		from := len(arena)
		arena = append(arena, r.Bytes()...)
		b.data = arena[from:len(arena):len(arena)]
		n += int(b.n)
		if i == 0 {
			l.first = b
			continue
		}
		if l.rest == nil {
			l.rest = &rest{blocks: make([]block, 0, blocks-1)}
		}
		l.rest.blocks = append(l.rest.blocks, b)
	}
	if l.rest != nil {
		l.rest.n = n
	}
	return arena
}
