package lexicon

import (
	"hash/maphash"
	"slices"

	"relais/internal/suggest/wire"
)

// Names numbers texts in the order in which they come, from 0, in few bytes for
// each. The zero value is empty. It is not safe for concurrent changes.
type Names struct {
	text  []byte   // of all, one after the other
	ends  []uint32 // where each ends in text
	slots []uint32 // number + 1, at the hash or behind it; 0 none
}

var seed = maphash.MakeSeed()

// Len returns how many there are.
func (n *Names) Len() int { return len(n.ends) }

// At returns the text with this number; it is not to be changed.
func (n *Names) At(number uint32) []byte {
	from := uint32(0)
	if number > 0 {
		from = n.ends[number-1]
	}
	return n.text[from:n.ends[number]:n.ends[number]]
}

// Find returns the number of a text that has one.
func (n *Names) Find(name string) (number uint32, ok bool) {
	if len(n.slots) == 0 {
		return 0, false
	}
	slot := n.slots[n.slot(name)]
	return slot - 1, slot > 0
}

// slot returns where a text is or would be.
func (n *Names) slot(name string) uint64 {
	last := uint64(len(n.slots) - 1)
	at := maphash.String(seed, name) & last
	for n.slots[at] > 0 && string(n.At(n.slots[at]-1)) != name {
		at = (at + 1) & last
	}
	return at
}

// Number returns the number of a text, which gets one when it is new.
func (n *Names) Number(name string) uint32 {
	if number, ok := n.Find(name); ok {
		return number
	}
	if 4*len(n.ends) >= 3*len(n.slots) {
		n.rehash(max(16, 2*len(n.slots)))
	}
	n.text = append(room(n.text, len(name)), name...)
	n.ends = append(room(n.ends, 1), uint32(len(n.text)))
	n.slots[n.slot(name)] = uint32(len(n.ends))
	return uint32(len(n.ends) - 1)
}

func (n *Names) rehash(slots int) {
	n.slots = make([]uint32, slots)
	for i := range n.ends {
		n.slots[n.slot(string(n.At(uint32(i))))] = uint32(i + 1)
	}
}

// room returns s with room for more, an eighth at most wasted.
func room[T any](s []T, more int) []T {
	if len(s)+more <= cap(s) {
		return s
	}
	return slices.Grow(s, more+len(s)/8)
}

// Write writes all names, for Read.
func (n *Names) Write(w *wire.Writer) {
	w.Bytes(n.text)
	w.Number(uint64(len(n.ends)))
	before := uint32(0)
	for _, end := range n.ends {
		w.Number(uint64(end - before))
		before = end
	}
}

// Read takes the names from r, each with the number that it had.
func (n *Names) Read(r *wire.Reader) {
	n.text = slices.Clone(r.Bytes())
	n.ends = make([]uint32, r.Count())
	end := uint64(0)
	for i := range n.ends {
		if end += r.Number(); end > uint64(len(n.text)) {
			end = 0
		}
		n.ends[i] = uint32(end)
	}
	slots := 16
	for 4*len(n.ends) >= 3*slots {
		slots *= 2
	}
	n.rehash(slots)
}
