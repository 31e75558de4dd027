package postings

import (
	"encoding/binary"
	"slices"
	"sort"
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

// block is a run of postings: the distance of each from the one before, then the
// counts.
type block struct {
	data   []byte
	last   uint32
	n      uint16
	counts uint16 // where in data those are
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
