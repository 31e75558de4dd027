package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"relais/internal/suggest/lexicon"
)

const (
	maxText       = 1 << 16 // bytes of a query that are read
	maxWords      = 64      // words of it that are searched
	maxGroups     = 120     // the same with what house words add
	maxCorrected  = 16      // unknown words that are corrected
	maxCompletion = 40      // words that an unfinished one may become
	minCorrected  = 4       // letters of a word that is corrected
)

// Weights of what is not typed as it stands in the collection.
const (
	weightEdit     = 0.85 // one edit away
	weightEdits    = 0.6  // two
	weightFirst    = 0.7  // another first letter
	weightComplete = 0.5  // longer than a known word
	weightHouse    = 0.3  // meant by house words
	weightMeant    = 0.9  // meant by words that the collection does not know
	weightJoined   = 0.25 // two words read as one
	weightMoment   = 0.3  // when it happened
)

// group is one word of the query and the terms that it may stand for.
type group struct {
	alts   []alt
	weight float64
	idf    float64
	follow bool // it is a word of its own: it may follow the group before
}

type alt struct {
	term   uint32
	weight float64
}

// plan is a query made ready for the collection.
type plan struct {
	groups []group
	typed  int     // groups that were typed; the others are meant
	mass   float64 // weight of all that was typed, unknown words too
	lang   string  // of documents that come first; "" none
}

// planner makes a plan.
type planner struct {
	x         *Index
	plan      plan
	langs     []string // in which words are read
	lang      string   // whose stop words are left out
	claimed   map[uint32]bool
	corrected int
}

func (x *Index) plan(q Query) plan {
	text := lexicon.Clip(q.Text, maxText)
	p := planner{x: x, langs: lexicon.Languages, claimed: make(map[uint32]bool)}
	lang, lead := lexicon.Guess(text)
	switch {
	case lead >= 2:
		p.langs = []string{lang}
	case q.Lang == "fr" || q.Lang == "en":
		lang = q.Lang
	}
	p.lang, p.plan.lang = lang, lang
	if lead < 2 && q.Lang == "" {
		p.plan.lang = ""
	}
	words := firstWords(text)
	for i := range words {
		last := i == len(words)-1
		p.word(words, i, last, last && q.Typing && words[i].End == len(q.Text))
	}
	p.plan.typed = len(p.plan.groups)
	for _, s := range x.house.find(words) {
		p.meant(s, words)
	}
	if p.plan.mass == 0 { // nothing but house words
		for _, g := range p.plan.groups {
			p.plan.mass += g.idf
		}
	}
	return p.plan
}

// firstWords returns the words of text that are searched, and those between.
func firstWords(text string) []lexicon.Word {
	var words []lexicon.Word
	seen := make(map[string]bool)
	for t := range lexicon.Words(text) {
		if len(seen) == maxWords || len(words) == 8*maxWords {
			break
		}
		words = append(words, t)
		if lexicon.Informative(t, "fr") && lexicon.Informative(t, "en") {
			seen[t.Fold] = true
		}
	}
	return words
}

// word adds the group of word i, if it says anything.
func (p *planner) word(words []lexicon.Word, i int, last, typing bool) {
	t := words[i]
	p.joinWith(words, i)
	if !typing && !lexicon.Informative(t, p.lang) || typing && len(t.Fold) < 2 {
		return
	}
	alts := p.forms(t)
	known := len(alts) > 0
	switch {
	case t.Joined && !known:
		return
	case typing && known && !t.Joined:
		alts = p.complete(alts, t.Fold, weightComplete)
	case (typing || last) && !known:
		alts = p.complete(alts, t.Fold, 1)
	}
	if len(alts) == 0 {
		alts = p.correct(t.Fold)
	}
	weight := 1.0
	switch {
	case t.Joined:
		weight = weightJoined
	case lexicon.Moment(t.Fold):
		weight = weightMoment
	}
	p.add(alts, weight, !t.Joined)
}

// forms returns the terms that a word stands for in the collection as it is
// typed, and by its stems.
func (p *planner) forms(t lexicon.Word) []alt {
	var alts []alt
	for _, f := range p.x.words.Forms(t.Fold) {
		alts = p.alt(alts, f.Term, 1)
	}
	for _, lang := range p.langs {
		if term, ok := p.x.terms[lexicon.Stem(t, lang)]; ok {
			alts = p.alt(alts, term, 1)
		}
	}
	return alts
}

// alt adds a term that stands somewhere and is not in alts yet.
func (p *planner) alt(alts []alt, term uint32, weight float64) []alt {
	if len(p.x.lists[term].posts) == 0 || slices.ContainsFunc(alts, func(a alt) bool { return a.term == term }) {
		return alts
	}
	return append(alts, alt{term, weight})
}

// joinWith adds the word that word i makes with the one before it, where the
// collection writes them as one.
func (p *planner) joinWith(words []lexicon.Word, i int) {
	if i == 0 || words[i].Joined || words[i-1].Joined {
		return
	}
	a, b := words[i-1], words[i]
	if !lexicon.Informative(a, p.lang) && !lexicon.Informative(b, p.lang) || b.Start-a.End > 2 {
		return
	}
	whole := lexicon.Word{Text: a.Text + b.Text, Fold: a.Fold + b.Fold}
	if forms := p.x.words.Forms(whole.Fold); len(forms) > 0 {
		p.add(p.forms(whole), weightJoined, false)
	}
}

// found is a word of the collection that a typed one may be.
type found struct {
	word   string
	docs   uint32
	weight float64
}

func (p *planner) found(word string, weight float64) found {
	f := found{word: word, weight: weight}
	for _, form := range p.x.words.Forms(word) {
		f.docs += form.Docs
	}
	return f
}

// complete adds the words that begin with prefix, the most frequent ones.
func (p *planner) complete(alts []alt, prefix string, weight float64) []alt {
	var all []found
	for word := range p.x.words.Beginning(prefix) {
		all = append(all, p.found(word, weight))
	}
	return p.best(alts, all, maxCompletion)
}

// best adds the terms of the best words: by weight, by frequency, by letters.
func (p *planner) best(alts []alt, all []found, most int) []alt {
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.docs, a.docs), strings.Compare(a.word, b.word))
	})
	for _, f := range all[:min(most, len(all))] {
		for _, form := range p.x.words.Forms(f.word) {
			alts = p.alt(alts, form.Term, f.weight)
		}
	}
	return alts
}

// correct returns the words that an unknown one was meant to be.
func (p *planner) correct(typed string) []alt {
	const most = 4
	if len(typed) < minCorrected || p.corrected == maxCorrected {
		return nil
	}
	p.corrected++
	var all []found
	for edits := 1; len(all) == 0 && edits <= min(2, len(typed)/4); edits++ {
		for word, n := range p.x.words.Near(typed, edits) {
			weight := weightEdit
			if n > 1 {
				weight = weightEdits
			}
			if word[0] != typed[0] {
				weight *= weightFirst
			}
			all = append(all, p.found(word, weight))
		}
	}
	if alts := p.best(nil, all, most); len(alts) > 0 {
		return alts
	}
	return p.split(typed)
}

// split returns the two words that were typed as one.
func (p *planner) split(word string) []alt {
	for i := 3; i <= len(word)-3; i++ {
		a, b := p.x.words.Forms(word[:i]), p.x.words.Forms(word[i:])
		if len(a) > 0 && len(b) > 0 {
			return p.alt(p.alt(nil, a[0].Term, weightEdits), b[0].Term, weightEdits)
		}
	}
	return nil
}

// meant adds what a house phrase means.
func (p *planner) meant(s said, words []lexicon.Word) {
	weight := weightMeant
	for _, t := range words[s.first : s.last+1] {
		if lexicon.Informative(t, s.lang) && len(p.forms(t)) > 0 {
			weight = weightHouse
		}
	}
	for _, phrase := range s.means {
		for t := range lexicon.Words(phrase) {
			if lexicon.Informative(t, s.lang) && !t.Joined {
				p.add(p.forms(t), weight, false)
			}
		}
	}
}

// add adds a group of the terms that no group before it has.
func (p *planner) add(alts []alt, weight float64, typed bool) {
	g := group{weight: weight, follow: typed}
	docs := 0
	for _, a := range alts {
		if !p.claimed[a.term] {
			g.alts = append(g.alts, a)
			docs += len(p.x.lists[a.term].posts)
		}
	}
	g.idf = p.x.idf(docs)
	if typed && (len(alts) == 0 || len(g.alts) > 0) {
		p.plan.mass += g.idf * weight
	}
	if len(g.alts) == 0 || len(p.plan.groups) == maxGroups {
		return
	}
	for _, a := range g.alts {
		p.claimed[a.term] = true
	}
	p.plan.groups = append(p.plan.groups, g)
}

// idf returns how much a word in so many documents tells.
func (x *Index) idf(docs int) float64 {
	all := float64(len(x.byID))
	n := min(float64(docs), all)
	return math.Log(1 + (all-n+0.5)/(n+0.5))
}
