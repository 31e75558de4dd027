// Package shelf keeps what documents say in few bytes: their words as numbers,
// and their text compressed with what many of them say.
package shelf

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"

	"github.com/klauspost/compress/s2"
)

// Page is what a document says, but for its body.
type Page struct {
	Title    string
	Keywords []string
	Names    []int    // where in Seq the title and each keyword end
	Seq      []uint32 // terms in order: title, keywords, body
}

// Packed is a page and a body in few bytes.
type Packed string

// Shelf packs pages. The zero value is ready; see Learn. It is safe for
// concurrent use once it has learned.
type Shelf struct{ usual *s2.Dict }

const (
	fewest  = 32      // texts that tell what is usual
	learned = 60_000  // bytes that are kept of them, or a little more
	excerpt = 600     // bytes of each at most
	near    = 1 << 14 // bytes of a body that are unpacked alone
)

// Learn makes the shelf know what is usual in texts like these, to pack what
// comes afterwards. It does nothing the second time, or when they are too few to
// tell.
func (s *Shelf) Learn(texts []string) {
	if s.usual != nil || len(texts) < fewest {
		return
	}
	all := 0
	for _, text := range texts {
		all += min(len(text), excerpt)
	}
	step := max(1, all/learned)
	said := make([]byte, 0, learned+excerpt)
	for i := 0; i < len(texts) && len(said) < learned; i += step {
		said = append(said, texts[i][:min(len(texts[i]), excerpt)]...)
	}
	s.usual = s2.MakeDict(said, nil)
}

// Usual is what was learned, for Restore; nil when nothing was.
func (s *Shelf) Usual() []byte {
	if s.usual == nil {
		return nil
	}
	return s.usual.Bytes()
}

// Restore makes the shelf know what another knew, and tells whether it could.
func (s *Shelf) Restore(usual []byte) bool {
	if len(usual) > 0 {
		s.usual = s2.NewDict(usual)
	}
	return len(usual) == 0 || s.usual != nil
}

// Pack packs a page and a body.
func (s *Shelf) Pack(p *Page, body string) Packed {
	to := appendText(nil, p.Title)
	to = binary.AppendUvarint(to, uint64(len(p.Keywords)))
	for _, k := range p.Keywords {
		to = appendText(to, k)
	}
	to = binary.AppendUvarint(to, uint64(len(p.Names)))
	for _, end := range p.Names {
		to = binary.AppendUvarint(to, uint64(end))
	}
	to = binary.AppendUvarint(to, uint64(len(p.Seq)))
	for _, term := range p.Seq {
		to = binary.AppendUvarint(to, uint64(term))
	}
	first := start(body)
	to = s.appendPacked(to, first)
	to = s.appendPacked(to, body[len(first):])
	return Packed(to)
}

// start returns the part of a body that is unpacked alone, in whole runes.
func start(body string) string {
	if len(body) <= near {
		return body
	}
	end := near
	for end > near-utf8.UTFMax && !utf8.RuneStart(body[end]) {
		end--
	}
	return body[:end]
}

func appendText(to []byte, text string) []byte {
	return append(binary.AppendUvarint(to, uint64(len(text))), text...)
}

// The ways of packing a text: as it is, compressed, and compressed with what is
// usual.
const (
	plain = iota
	compressed
	usual
	ways
)

func (s *Shelf) appendPacked(to []byte, text string) []byte {
	how, out := plain, []byte(nil)
	switch {
	case text == "":
	case s.usual != nil:
		how, out = usual, s.usual.EncodeBetter(nil, []byte(text))
	default:
		how, out = compressed, s2.EncodeBetter(nil, []byte(text))
	}
	if len(out) >= len(text) {
		how, out = plain, []byte(text)
	}
	to = binary.AppendUvarint(to, uint64(len(out)*ways+how))
	return append(to, out...)
}

// Open unpacks the page; its slices are written anew.
func (s *Shelf) Open(from Packed, to *Page) { s.open(from, to) }

// Start unpacks the page and the start of the body: 16 kB, in whole runes.
func (s *Shelf) Start(from Packed, to *Page) string {
	_, body := s.text(s.open(from, to))
	return body
}

// Whole unpacks the page and the body.
func (s *Shelf) Whole(from Packed, to *Page) string {
	rest, body := s.text(s.open(from, to))
	_, more := s.text(rest)
	return body + more
}

func (s *Shelf) open(from Packed, to *Page) Packed {
	var n int
	from, to.Title = from.text()
	from, n = from.number()
	to.Keywords = to.Keywords[:0]
	for range n {
		var k string
		from, k = from.text()
		to.Keywords = append(to.Keywords, k)
	}
	to.Names, to.Seq = to.Names[:0], to.Seq[:0]
	from, n = from.number()
	for range n {
		var end int
		from, end = from.number()
		to.Names = append(to.Names, end)
	}
	from, n = from.number()
	to.Seq = slices.Grow(to.Seq, n)[:n]
	return from[from.numbers(to.Seq):]
}

// numbers reads as many numbers as there is room for, and returns how many bytes
// they took.
func (p Packed) numbers(to []uint32) (at int) {
	for i := range to {
		n := uint32(p[at] & 0x7f)
		for shift := 7; p[at] >= 0x80; shift += 7 {
			at++
			n |= uint32(p[at]&0x7f) << shift
		}
		at++
		to[i] = n
	}
	return at
}

func (p Packed) number() (Packed, int) {
	n, shift := 0, 0
	for i := range len(p) {
		n |= int(p[i]&0x7f) << shift
		if p[i] < 0x80 {
			return p[i+1:], n
		}
		shift += 7
	}
	return "", n
}

func (p Packed) text() (Packed, string) {
	p, n := p.number()
	return p[n:], string(p[:n])
}

// text unpacks what appendPacked packed, and returns what follows.
func (s *Shelf) text(from Packed) (Packed, string) {
	from, n := from.number()
	packed, rest := from[:n/ways], from[n/ways:]
	var text []byte
	var err error
	switch n % ways {
	case plain:
		return rest, string(packed)
	case compressed:
		text, err = s2.Decode(nil, []byte(packed))
	case usual:
		text, err = s.usual.Decode(nil, []byte(packed))
	}
	if err != nil { // only what a shelf packed is unpacked
		return rest, ""
	}
	return rest, string(text)
}
