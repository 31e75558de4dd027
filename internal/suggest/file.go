package suggest

import (
	"fmt"
	"hash/crc64"
	"io"
	"slices"
	"strings"

	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/postings"
	"relais/internal/suggest/shelf"
	"relais/internal/suggest/wire"
)

// format is raised when files of before are no longer understood.
const format = "relais search index 3"

// ErrDamaged says that a file is not what Save wrote.
var ErrDamaged = wire.ErrDamaged

// Save writes the index to w, with a stamp that says of what collection it is.
// Neither the house words nor what was taught (see Teach) are saved. Changes wait,
// searches don't.
func (x *Index) Save(w io.Writer, stamp string) error {
	x.changing.Lock()
	defer x.changing.Unlock()
	out := wire.NewWriter(w)
	out.Text(format)
	out.Number(readingSum())
	out.Text(stamp)
	out.Bytes(x.shelf.Usual())
	x.terms.Write(out)
	data := 0
	for i := range x.lists {
		data += x.lists[i].Size()
	}
	out.Number(uint64(data))
	for i := range x.lists {
		x.lists[i].Write(out)
	}
	x.words.Write(out)
	x.fours.Write(out)
	x.short.Write(out)
	x.saveDocs(out)
	return out.Close()
}

func (x *Index) saveDocs(out *wire.Writer) {
	x.ids.Write(out)
	x.kinds.Write(out)
	pages := 0
	out.Number(uint64(len(x.docs)))
	for n, e := range x.docs {
		out.Number(uint64(len(e.page))) // 0: free
		if e.page == "" {
			continue
		}
		staff := uint64(0)
		if e.staff {
			staff = 1
		}
		for _, v := range []uint64{uint64(e.id), uint64(e.helped), uint64(e.kind), uint64(e.lang), staff} {
			out.Number(v)
		}
		for _, l := range x.lens[n] {
			out.Number(uint64(l))
		}
		pages += len(e.page)
	}
	out.Number(uint64(pages))
	for _, e := range x.docs {
		out.Raw([]byte(e.page))
	}
}

// Load returns the index in a file that Save wrote, and its stamp. ErrDamaged; any
// other error says that the file is of another version of this package. Either way
// the index is to be made anew.
func Load(file []byte, words HouseWords) (x *Index, stamp string, err error) {
	in, err := wire.NewReader(file)
	if err != nil {
		return nil, "", fmt.Errorf("load index: %w", err)
	}
	if in.Text() != format || in.Number() != readingSum() {
		return nil, "", fmt.Errorf("load index: of another version")
	}
	stamp = in.Text()
	x = New(words)
	if !x.load(in) {
		return nil, "", fmt.Errorf("load index: %w", ErrDamaged)
	}
	return x, stamp, nil
}

func (x *Index) load(in *wire.Reader) bool {
	if !x.shelf.Restore(in.Bytes()) {
		return false
	}
	x.terms.Read(in)
	x.lists = make([]postings.List, x.terms.Len())
	arena := make([]byte, 0, in.Count())
	for i := range x.lists {
		arena = x.lists[i].Read(in, arena)
	}
	if !x.words.Read(in, len(x.lists)) || !x.fours.Read(in) {
		return false
	}
	x.short.Read(in)
	return x.loadDocs(in) && in.Done()
}

func (x *Index) loadDocs(in *wire.Reader) bool {
	x.ids.Read(in)
	x.kinds.Read(in)
	x.byID = make([]uint32, x.ids.Len())
	n := in.Count()
	x.docs, x.lens = make([]entry, n), make([][fields]uint16, n)
	sizes := make([]int, n)
	for i := range n {
		if sizes[i] = int(in.Number()); sizes[i] == 0 {
			x.free = append(x.free, uint32(i))
		} else if !x.loadDoc(in, uint32(i)) {
			return false
		}
	}
	pages := string(in.Bytes())
	for i, size := range sizes {
		if size > len(pages) {
			return false
		}
		x.docs[i].page, pages = shelf.Packed(pages[:size]), pages[size:]
	}
	return pages == ""
}

func (x *Index) loadDoc(in *wire.Reader, n uint32) bool {
	id, helped, kind, lang, staff := in.Number(), in.Number(), in.Number(), in.Number(), in.Number()
	if id >= uint64(len(x.byID)) || kind >= uint64(x.kinds.Len()) || lang >= uint64(len(lexicon.Languages)) {
		return false
	}
	x.docs[n] = entry{id: uint32(id), helped: uint32(helped), kind: uint8(kind), lang: uint8(lang), staff: staff == 1}
	x.byID[id] = n + 1
	for f := range fields {
		l := in.Number()
		x.lens[n][f] = uint16(l)
		x.sums[f] += int(l)
	}
	return true
}

// IDs returns the IDs of all documents, in no useful order.
func (x *Index) IDs() []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids := make([]string, 0, x.len())
	for _, e := range x.docs {
		if e.page != "" {
			ids = append(ids, string(x.ids.At(e.id)))
		}
	}
	return ids
}

// worth is how many names of nothing are not worth making an index anew.
const worth = 1000

// Worn tells whether most of what an index keeps of words and ids is of documents that
// are gone. It is better made anew.
func (x *Index) Worn() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	words := 0
	for i := range x.lists {
		words += min(1, x.lists[i].Len())
	}
	return x.terms.Len() > worth+2*words || x.ids.Len() > worth+2*x.len()
}

// specimen has words of every kind that is read in its own way.
const specimen = `L’écran de l'Élodie est-il cassé ? Peut-on imprimer des étiquettes, jusqu’à 0x80070005 ; Wi-Fi, plug-in, e-mail.
	Les réseaux bloqués redémarraient aujourd’hui. Nationalement, les chevaux cœur naïf œuvres. Outlook 365, outlook365 setup.log
	The user’s printers can't print pages: connecting, connected, connections happily relational studies news dying skies.
	I don’t know whether passwords expire yearly; tried resetting 2FA twice. Multi-factor authentication (MFA), service pack 1 (SP1).`

// readingSum tells ways of reading documents apart: an index that was made by
// another one would not find what this one looks for.
func readingSum() uint64 {
	sum := crc64.New(crc64.MakeTable(crc64.ECMA))
	for _, lang := range append([]string{""}, lexicon.Languages...) {
		r := newReader().read(Doc{Lang: lang, Title: specimen, Body: specimen, Keywords: []string{specimen}})
		var stems []string
		for stem, c := range r.stems {
			stems = append(stems, fmt.Sprint(stem, *c))
		}
		for s := range r.surfaces {
			stems = append(stems, s.fold+" "+s.stem)
		}
		slices.Sort(stems)
		fmt.Fprintln(sum, r.lang, r.lens, r.seq, r.names, r.shorts, strings.Join(stems, "\n"))
	}
	return sum.Sum64()
}
