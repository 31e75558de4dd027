package suggest

import (
	"math"
	"strings"

	"relais/internal/suggest/house"
	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/postings"
)

const (
	maxText = 1 << 18 // bytes of a field that are searched
	maxSeq  = 4096    // words of a document whose order is known
)

// field is a part of a document that counts for itself.
type field uint8

const (
	inTitle field = iota
	inKeys
	inBody
	fields
)

// surface is a word as typed and the stem that it has in a document.
type surface struct{ fold, stem string }

// reading is a document read for the index.
type reading struct {
	doc      Doc
	lang     string
	stems    map[string]*postings.Counts
	surfaces map[surface]bool
	lens     [fields]uint16 // words by field, up to 65,535
	seq      []string       // stems in order: title, keywords, body
	names    []int          // where in seq the title and each keyword end
	shorts   []house.Short  // that it explains
}

// reader reads documents, and remembers the stems that it made.
type reader struct{ memo map[string]map[string]string }

func newReader() *reader {
	r := &reader{memo: make(map[string]map[string]string)}
	for _, l := range lexicon.Languages {
		r.memo[l] = make(map[string]string)
	}
	return r
}

func (r *reader) stem(t lexicon.Word, lang string) string {
	s, ok := r.memo[lang][t.Text]
	if !ok {
		s = lexicon.Stem(t, lang)
		r.memo[lang][strings.Clone(t.Text)] = s
	}
	return s
}

func (r *reader) read(d Doc) *reading {
	lang := d.Lang
	if lang != "fr" && lang != "en" {
		lang, _ = lexicon.Guess(lexicon.Clip(d.Title, 1024) + " " + lexicon.Clip(d.Body, 4096))
	}
	x := &reading{doc: d, lang: lang, stems: make(map[string]*postings.Counts), surfaces: make(map[surface]bool)}
	r.field(x, inTitle, d.Title)
	x.names = append(x.names, len(x.seq))
	for _, k := range d.Keywords {
		r.field(x, inKeys, k)
		x.names = append(x.names, len(x.seq))
	}
	r.field(x, inBody, d.Body)
	x.shorts = house.Explained(lang, lexicon.Clip(d.Title, maxText), lexicon.Clip(d.Body, maxText))
	return x
}

func (r *reader) field(x *reading, f field, text string) {
	for t := range lexicon.Words(lexicon.Clip(text, maxText)) {
		if !lexicon.Informative(t, x.lang) {
			continue
		}
		s := r.stem(t, x.lang)
		c := x.stems[s]
		if c == nil {
			c = new(postings.Counts)
			x.stems[s] = c
		}
		if c[f] < math.MaxUint8 {
			c[f]++
		}
		x.surfaces[surface{t.Fold, s}] = true
		if t.Joined {
			continue
		}
		if x.lens[f] < math.MaxUint16 {
			x.lens[f]++
		}
		if len(x.seq) < maxSeq {
			x.seq = append(x.seq, s)
		}
	}
}
