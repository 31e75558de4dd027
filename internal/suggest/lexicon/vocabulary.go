package lexicon

import (
	"slices"
	"strings"
)

// Vocabulary holds the words of the collection as they are typed, without
// accents, with the terms that they stand for.
type Vocabulary struct {
	forms  map[string][]Form
	sorted []string // words in order, some of them gone
	fresh  []string // the same, of those that came last
}

// Form is a term that a word stands for, and in how many documents.
type Form struct{ Term, Docs uint32 }

// Forms returns the terms that a word stands for; it is not to be changed.
func (v *Vocabulary) Forms(word string) []Form { return v.forms[word] }

// maxFresh bounds how far a new word is moved into place.
const maxFresh = 1024

// Add adds a word of one more document, with a term that it stands for there.
func (v *Vocabulary) Add(word string, term uint32) {
	forms, known := v.forms[word]
	for i := range forms {
		if forms[i].Term == term {
			forms[i].Docs++
			return
		}
	}
	if !known {
		if v.forms == nil {
			v.forms = make(map[string][]Form)
		}
		word = strings.Clone(word)
		v.enter(word)
	}
	v.forms[word] = append(forms, Form{term, 1})
}

// enter puts a word in order, unless it is still there from before.
func (v *Vocabulary) enter(word string) {
	if _, there := slices.BinarySearch(v.sorted, word); there {
		return
	}
	if i, there := slices.BinarySearch(v.fresh, word); !there {
		v.fresh = slices.Insert(v.fresh, i, word)
	}
}

// Drop takes back what Add added.
func (v *Vocabulary) Drop(word string, term uint32) {
	forms := v.forms[word]
	i := slices.IndexFunc(forms, func(f Form) bool { return f.Term == term })
	if forms[i].Docs--; forms[i].Docs > 0 {
		return
	}
	if forms = slices.Delete(forms, i, i+1); len(forms) == 0 {
		delete(v.forms, word)
		return
	}
	v.forms[word] = forms
}

// Settle merges what is fresh once it is much, and forgets the words that went.
func (v *Vocabulary) Settle() {
	if len(v.fresh) < maxFresh {
		return
	}
	merged := make([]string, 0, len(v.sorted)+len(v.fresh))
	a, b := v.sorted, v.fresh
	for len(a) > 0 || len(b) > 0 {
		from := &a
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			from = &b
		}
		if word := (*from)[0]; len(v.forms[word]) > 0 {
			merged = append(merged, word)
		}
		*from = (*from)[1:]
	}
	v.sorted, v.fresh = merged, nil
}
