package lexicon

import (
	"iter"
	"math"
	"math/bits"

	"relais/internal/suggest/wire"
)

// places is how many threes or fours of letters are told apart; more than one
// may have the same place.
const places = 1 << 14

// Fours knows how rare letters in fours are in the titles of a collection. The
// zero value knows none. It is not safe for concurrent changes.
type Fours struct {
	titles uint32
	in     []uint32 // titles by place
}

// Add takes note of one more title, in lower case and without accents.
func (f *Fours) Add(title []byte) {
	if f.in == nil {
		f.in = make([]uint32, places)
	}
	f.titles++
	for place := range distinct(title) {
		f.in[place]++
	}
}

// Drop takes back what Add added.
func (f *Fours) Drop(title []byte) {
	f.titles--
	for place := range distinct(title) {
		f.in[place]--
	}
}

// Write writes f.
func (f *Fours) Write(out *wire.Writer) {
	out.Number(uint64(f.titles))
	for place := range places {
		n := uint32(0)
		if f.in != nil {
			n = f.in[place]
		}
		out.Number(uint64(n))
	}
}

// Read reads what Write wrote, and tells whether it can be.
func (f *Fours) Read(in *wire.Reader) bool {
	*f = Fours{titles: uint32(in.Number()), in: make([]uint32, places)}
	for place := range f.in {
		n := in.Number()
		if n > uint64(f.titles) {
			return false
		}
		f.in[place] = uint32(n)
	}
	return true
}

// weight returns how much four letters tell: nothing when all titles have them.
func (f *Fours) weight(place uint32) float64 {
	return max(0, ln(f.titles+1)-ln(f.in[place]+1))
}

// ln returns the natural logarithm of n, near enough.
func ln(n uint32) float64 {
	whole := bits.Len32(n) - 1
	rest := float64(n)/float64(uint32(1)<<whole) - 1
	return math.Ln2 * (float64(whole) + rest*(1.3435-0.3435*rest)) // at most 0.6 % of a doubling off
}

// Asked is a text whose letters are looked for in titles.
type Asked struct {
	fours  *Fours
	has    [places / 64]uint64
	length float64 // of the text, each four letters being a direction
}

// Ask makes a the text, in lower case and without accents, for titles among f.
func (a *Asked) Ask(f *Fours, text []byte) {
	*a = Asked{fours: f}
	if f.titles == 0 {
		return
	}
	for place := range distinct(text) {
		a.has[place/64] |= 1 << (place % 64)
		w := f.weight(place)
		a.length += w * w
	}
	a.length = math.Sqrt(a.length)
}

// Alike returns the cosine between the text and a title that Add added, 0 to 1:
// rare letters in fours count for more.
func (a *Asked) Alike(title []byte) float64 {
	var shared, length float64
	for place := range distinct(title) {
		w := a.fours.weight(place)
		length += w * w
		if a.has[place/64]&(1<<(place%64)) != 0 {
			shared += w * w
		}
	}
	if shared == 0 {
		return 0
	}
	return min(1, shared/(a.length*math.Sqrt(length)))
}

// distinct yields where the fours of a text are, each once.
func distinct(text []byte) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		var seen [places / 64]uint64
		for place := range fours(text) {
			if bit := uint64(1) << (place % 64); seen[place/64]&bit == 0 {
				seen[place/64] |= bit
				if !yield(place) {
					return
				}
			}
		}
	}
}

// fours yields where the letters in fours of the words of a text are, a space
// before and behind each word; a word of one letter has a three.
func fours(text []byte) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		four, n := uint32(' '), 1
		for i := 0; i <= len(text); i++ {
			c := byte(' ')
			if i < len(text) {
				c = text[i]
				if skip := sign(c); skip > 0 {
					i += skip - 1
					c = ' '
				}
			}
			if c == ' ' && n == 1 {
				continue
			}
			four = four<<8 | uint32(c)
			if n++; (n >= 4 || c == ' ') && !yield(four*2654435761>>18) {
				return
			}
			if c == ' ' {
				four, n = ' ', 1
			}
		}
	}
}

// sign returns how many bytes long a sign is that is no letter and begins with c;
// 0 for a part of a letter.
func sign(c byte) int {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return 0
	case c < 0x80:
		return 1
	case c == 0xc2: // « » and a hard space
		return 2
	case c == 0xe2: // ’ – …
		return 3
	}
	return 0
}
