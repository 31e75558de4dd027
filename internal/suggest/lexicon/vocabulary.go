package lexicon

import (
	"bytes"
	"slices"
	"sort"

	"relais/internal/suggest/wire"
)

// Vocabulary holds the words of the collection as they are typed, without
// accents, with the terms that they stand for.
type Vocabulary struct {
	names  Names
	forms  []Form            // by word; Docs is several where it has more than one
	more   map[uint32][]Form // those of a word that has had more than one
	sorted []uint32          // words in order, some of them gone
	fresh  []uint32          // the same, of those that came last
}

// Form is a term that a word stands for, and in how many documents.
type Form struct{ Term, Docs uint32 }

// several in place of the documents of a form sends to more.
const several = 1<<32 - 1

// Forms returns the terms that a word stands for; it is not to be changed.
func (v *Vocabulary) Forms(word string) []Form {
	n, ok := v.names.Find(word)
	if !ok {
		return nil
	}
	return v.formsOf(n)
}

func (v *Vocabulary) formsOf(word uint32) []Form {
	switch v.forms[word].Docs {
	case 0:
		return nil
	case several:
		return v.more[word]
	}
	return v.forms[word : word+1 : word+1]
}

// Add adds a word of one more document, with a term that it stands for there.
func (v *Vocabulary) Add(word string, term uint32) {
	n := v.names.Number(word)
	if int(n) == len(v.forms) {
		v.forms = append(room(v.forms, 1), Form{Term: term})
		v.enter(n)
	}
	switch f := &v.forms[n]; {
	case f.Docs == 0:
		*f = Form{term, 1}
	case f.Docs == several:
		v.more[n] = added(v.more[n], term)
	case f.Term == term:
		f.Docs++
	default:
		if v.more == nil {
			v.more = make(map[uint32][]Form)
		}
		v.more[n] = []Form{*f, {term, 1}}
		f.Docs = several
	}
}

func added(forms []Form, term uint32) []Form {
	for i := range forms {
		if forms[i].Term == term {
			forms[i].Docs++
			return forms
		}
	}
	return append(forms, Form{term, 1})
}

// enter puts a new word in order.
func (v *Vocabulary) enter(n uint32) {
	v.fresh = slices.Insert(room(v.fresh, 1), v.at(v.fresh, string(v.names.At(n))), n)
}

// at returns where a word is, or belongs, among sorted ones.
func (v *Vocabulary) at(sorted []uint32, word string) int {
	return sort.Search(len(sorted), func(i int) bool { return string(v.names.At(sorted[i])) >= word })
}

// Drop takes back what Add added.
func (v *Vocabulary) Drop(word string, term uint32) {
	n, ok := v.names.Find(word)
	if !ok {
		return
	}
	f := &v.forms[n]
	if f.Docs != several {
		f.Docs--
		return
	}
	forms := v.more[n]
	i := slices.IndexFunc(forms, func(f Form) bool { return f.Term == term })
	if forms[i].Docs--; forms[i].Docs == 0 {
		forms = slices.Delete(forms, i, i+1)
	}
	if v.more[n] = forms; len(forms) == 1 {
		*f = forms[0]
		delete(v.more, n)
	}
}

// maxFresh bounds how far a new word is moved into place.
const maxFresh = 1024

// Settle merges what is fresh once it is much.
func (v *Vocabulary) Settle() {
	if len(v.fresh) >= max(maxFresh, len(v.sorted)/64) {
		v.sorted, v.fresh = v.ordered(), nil
	}
}

// ordered returns all words in order.
func (v *Vocabulary) ordered() []uint32 {
	merged := make([]uint32, 0, len(v.sorted)+len(v.fresh))
	rest := v.sorted
	for _, n := range v.fresh {
		i := v.at(rest, string(v.names.At(n)))
		merged = append(append(merged, rest[:i]...), n)
		rest = rest[i:]
	}
	return append(merged, rest...)
}

// docs returns in how many documents a word stands.
func (v *Vocabulary) docs(word uint32) (n uint32) {
	for _, f := range v.formsOf(word) {
		n += f.Docs
	}
	return n
}

// compare puts words in order.
func (v *Vocabulary) compare(a, b uint32) int { return bytes.Compare(v.names.At(a), v.names.At(b)) }

// Write writes the words and what they stand for, for Read.
func (v *Vocabulary) Write(w *wire.Writer) {
	words := slices.DeleteFunc(v.ordered(), func(word uint32) bool { return v.forms[word].Docs == 0 })
	w.Number(uint64(len(words)))
	for _, word := range words {
		w.Bytes(v.names.At(word))
		forms := v.formsOf(word)
		w.Number(uint64(len(forms)))
		for _, f := range forms {
			w.Number(uint64(f.Term))
			w.Number(uint64(f.Docs))
		}
	}
}

// Read takes the words from r; of their terms there are so many.
func (v *Vocabulary) Read(r *wire.Reader, terms int) (ok bool) {
	n := r.Count()
	v.forms, v.sorted = make([]Form, 0, n), make([]uint32, 0, n)
	ok = true
	for range n {
		word := r.Bytes()
		var forms []Form
		for range r.Count() {
			f := Form{uint32(r.Number()), uint32(r.Number())}
			forms = append(forms, f)
			ok = ok && int(f.Term) < terms
		}
		if len(forms) == 0 || int(v.names.Number(string(word))) != len(v.forms) {
			return false
		}
		v.sorted = append(v.sorted, uint32(len(v.forms)))
		if len(forms) == 1 {
			v.forms = append(v.forms, forms[0])
			continue
		}
		if v.more == nil {
			v.more = make(map[uint32][]Form)
		}
		v.more[uint32(len(v.forms))] = forms
		v.forms = append(v.forms, Form{Docs: several})
	}
	return ok
}
