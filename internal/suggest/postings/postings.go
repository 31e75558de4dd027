// Package postings holds in which documents a word stands, in two bytes or so for each.
package postings

import (
	"encoding/binary"
	"slices"
	"sort"

	"relais/internal/suggest/wire"
)

// Fields is how many parts of a document are counted apart.
const Fields = 4

// body is the field in which most words stand: it costs least.
const body = 2

// Counts is how often a word stands in each field of a document, up to 255.
type Counts [Fields]uint8

// Posting is a document and how often a word stands in it.
type Posting struct {
	Doc uint32
	Counts
}

// Most is how many postings a block holds.
const Most = 256

// Block is room for the postings of a block.
type Block [Most]Posting

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

// block is a run of postings: the distance of each from the one before, then the
// counts.
type block struct {
	data   []byte
	last   uint32
	n      uint16
	counts uint16 // where in data those are
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

// at returns where doc is, or belongs, among what was read into room.
func (b *block) at(room *Block, doc uint32) int {
	return sort.Search(int(b.n), func(i int) bool { return room[i].Doc >= doc })
}

func packed(all []Posting) block {
	var b block
	b.data = make([]byte, 0, 3*len(all))
	for _, p := range all {
		b.push(p)
	}
	b.data = append([]byte(nil), b.data...)
	return b
}

// Of a posting comes the distance from the one before, and whether it has counts: a
// word that stands once, in the body, has none. Counts are one byte: how often in the
// body, up to all, and the other fields in which it stands; more bytes follow unless
// those have it once.
const (
	all    = 15 // in the body as often as the next byte says
	bodyAt = 4  // bits
	once   = 1 << 3
	plain  = 1<<bodyAt | once // what is not written
)

// maxBytes is what the distance, or the counts, take at most.
const maxBytes = 5

// others are the fields that a bit says.
var others = [...]int{0, 1, 3}

// alone tells whether no byte follows the first one of counts.
func alone(head byte) bool { return head&once != 0 && head < all<<bodyAt }

// push adds a posting behind all others.
func (b *block) push(p Posting) {
	var room, more [maxBytes]byte
	distance, counts := uint64(p.Doc-b.last)<<1, p.Counts.append(more[:0])
	if len(counts) > 0 {
		distance |= 1
	}
	at := binary.AppendUvarint(room[:0], distance)
	if n := len(b.data) + len(at) + len(counts); n > cap(b.data) { // with little to spare: there are very many lists
		b.data = append(make([]byte, 0, n+n/8), b.data...)
	}
	b.data = append(slices.Insert(b.data, int(b.counts), at...), counts...)
	b.counts += uint16(len(at))
	b.last = p.Doc
	b.n++
}

func (c Counts) append(to []byte) []byte {
	if c == (Counts{body: 1}) {
		return to
	}
	often := c[body]
	head := min(often, all)<<bodyAt | once
	for bit, f := range others {
		if c[f] > 0 {
			head |= 1 << bit
		}
		if c[f] > 1 {
			head &^= once
		}
	}
	to = append(to, head)
	if often >= all {
		to = append(to, often)
	}
	if head&once == 0 {
		for bit, f := range others {
			if head&(1<<bit) != 0 {
				to = append(to, c[f])
			}
		}
	}
	return to
}

// read has no branch that depends on whether a posting has counts: nobody could guess.
func (b *block) read(to *Block) []Posting {
	data, counts, doc := b.data, b.data[b.counts:], uint32(0)
	for i := range int(b.n) {
		distance, size := uint64(data[0]), 1
		if distance >= 0x80 {
			distance, size = binary.Uvarint(data)
		}
		data = data[size:]
		doc += uint32(distance >> 1)
		head := byte(plain)
		if len(counts) > 0 {
			head ^= (head ^ counts[0]) & -byte(distance&1)
			counts = counts[distance&1:]
		}
		to[i] = Posting{doc, heads[head]}
		if !alone(head) {
			counts = to[i].Counts.more(head, counts)
		}
	}
	return to[:b.n]
}

// heads are the counts that one byte says.
var heads = func() (all [1 << 8]Counts) {
	for head := range all {
		c := &all[head]
		c[body] = uint8(head >> bodyAt)
		for bit, f := range others {
			c[f] = uint8(head >> bit & 1)
		}
	}
	return all
}()

// read reads the counts and returns what follows.
func (c *Counts) read(data []byte) []byte {
	head := data[0]
	*c = heads[head]
	if alone(head) {
		return data[1:]
	}
	return c.more(head, data[1:])
}

// more reads what follows the first byte of counts, and returns what comes then.
func (c *Counts) more(head byte, data []byte) []byte {
	if c[body] == all {
		c[body] = data[0]
		data = data[1:]
	}
	if head&once == 0 {
		for _, f := range others {
			if c[f] > 0 {
				c[f] = data[0]
				data = data[1:]
			}
		}
	}
	return data
}

// skip returns what follows the counts.
func skip(data []byte) []byte {
	if alone(data[0]) {
		return data[1:]
	}
	var c Counts
	return c.read(data)
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

// among goes through the distances first, and notes how many counts come before those
// of a wanted document: without a branch, there is little to wait for.
func (b *block) among(wanted Set, to *Block) []Posting {
	data, doc, n, before := b.data, uint32(0), 0, uint8(0)
	for range int(b.n) {
		distance, size := uint64(data[0]), 1
		if distance >= 0x80 {
			distance, size = binary.Uvarint(data)
		}
		data = data[size:]
		doc += uint32(distance >> 1)
		counted := uint8(distance & 1)
		to[n%Most] = Posting{Doc: doc, Counts: Counts{counted, before}}
		n += int(wanted[doc/64] >> (doc % 64) & 1)
		before += counted
	}
	b.count(to[:n])
	return to[:n]
}

// count reads the counts of some postings, which say in their place whether there are
// any and how many come before.
func (b *block) count(some []Posting) {
	counts, at := b.data[b.counts:], uint8(0)
	for i := range some {
		c := &some[i].Counts
		if c[0] == 0 {
			*c = Counts{body: 1}
			continue
		}
		for ; at != c[1]; at++ {
			counts = skip(counts)
		}
		counts = c.read(counts)
		at++
	}
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
