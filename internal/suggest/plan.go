package suggest

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"relais/internal/suggest/house"
	"relais/internal/suggest/lexicon"
)

const (
	maxQuestion   = 1 << 16 // bytes of a query that are read
	maxWords      = 64      // words of it that are searched
	maxGroups     = 120     // the same with what house words add
	maxCorrected  = 8       // unknown words that are corrected
	maxCompletion = 40      // words that an unfinished one may become
	maxMeant      = 4       // words that each may have been meant to be
	maxKin        = 24      // words of the family of each
)

// Weights of what is not typed as it stands in the collection.
const (
	weightComplete = 0.5  // longer than a known word
	weightKin      = 0.15 // of the family of a known word
	weightHouse    = 0.3  // meant by house words
	weightMeant    = 0.9  // meant by words that the collection does not know
	weightJoined   = 0.25 // two words read as one
	weightAside    = 0.3  // said of any problem
	weightCode     = 2    // an error code, which says all
)

// group is one word of the query and the terms that it may stand for.
type group struct {
	alts   []alt
	weight float64
	idf    float64
}

type alt struct {
	term   uint32
	weight float64
}

// plan is a query made ready for the collection.
type plan struct {
	groups  []group
	typed   int     // groups that were typed; the others are meant
	mass    float64 // weight of all that was typed, unknown words too
	unknown float64 // the part of it of words that the collection does not know
	codes   float64 // weight of codes that it lacks: there they count as one word
	lang    string  // of documents that come first; "" none
}

// planner makes a plan.
type planner struct {
	x         *Index
	plan      plan
	langs     []string // in which words are read
	lang      string   // whose stop words are left out; "" those of all
	claimed   map[uint32]bool
	corrected int
	explained map[string]bool // words that only house words explain
}

func (x *Index) plan(q Query) plan {
	text := lexicon.Clip(q.Text, maxQuestion)
	p := planner{x: x, langs: lexicon.Languages, claimed: make(map[uint32]bool), explained: make(map[string]bool)}
	lang, lead := lexicon.Guess(text)
	if lead == 0 {
		lang = q.Lang
	}
	p.lang, p.plan.lang = lang, lang
	if lead >= 2 {
		p.langs = []string{lang}
	}
	words := firstWords(text)
	said := append(x.house.Find(words, p.langs), x.short.Find(words, p.langs)...)
	unknown := make([]bool, len(said))
	for i, s := range said {
		unknown[i] = p.explain(s, words)
	}
	joined := p.words(words, q.Typing && len(words) > 0 && words[len(words)-1].End == len(q.Text))
	p.plan.typed = len(p.plan.groups)
	for _, whole := range joined {
		p.add(whole, weightJoined)
	}
	for i, s := range said {
		p.meant(s, unknown[i])
	}
	return p.plan
}

// words adds the groups of words and returns those that neighbours make.
func (p *planner) words(words []lexicon.Word, typing bool) (joined [][]alt) {
	for i := 0; i < len(words); i++ {
		whole, instead := p.join(words, i)
		switch last := i == len(words)-1; {
		case instead:
			p.typed(whole, 1)
			i++
		case words[i].Joined:
			joined = append(joined, p.forms(words[i]))
		default:
			joined = append(joined, whole)
			p.word(words[i], last, last && typing)
		}
	}
	return joined
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

// word adds the group of a word, if it says anything.
func (p *planner) word(t lexicon.Word, last, typing bool) {
	if !typing && (!p.informative(t) || p.explained[t.Fold]) || typing && len(t.Fold) < 2 {
		return
	}
	alts := p.forms(t)
	known := len(alts) > 0
	switch {
	case typing && known:
		alts = p.terms(alts, p.x.words.Complete(t.Fold, maxCompletion), weightComplete)
	case (typing || last) && !known:
		alts = p.terms(nil, p.x.words.Complete(t.Fold, maxCompletion), 1)
	}
	if known && p.lang != "en" {
		// French makes verbs, nouns and adjectives of one stem that Snowball leaves apart;
		// in English this finds more that only looks alike.
		alts = p.terms(alts, p.x.words.Kin(t.Fold, maxKin), weightKin)
	}
	if len(alts) == 0 {
		alts = p.correct(t.Fold)
	}
	weight := 1.0
	switch {
	case lexicon.Aside(t.Fold):
		weight = weightAside
	case lexicon.Code(t.Fold):
		weight = weightCode
	}
	if typing && p.plan.mass > 0 && !p.informative(t) {
		p.add(alts, weight) // "plus" is more likely itself than the beginning of "plusieurs"
		return
	}
	p.typed(alts, weight)
}

// forms returns the terms that a word stands for in the collection as it is
// typed, and by its stems.
func (p *planner) forms(t lexicon.Word) []alt {
	var alts []alt
	for _, f := range p.x.words.Forms(t.Fold) {
		alts = p.alt(alts, f.Term, 1)
	}
	for _, lang := range p.langs {
		if term, ok := p.x.terms.Find(lexicon.Stem(t, lang)); ok {
			alts = p.alt(alts, term, 1)
		}
	}
	return alts
}

// alt adds a term that stands somewhere and is not in alts yet.
func (p *planner) alt(alts []alt, term uint32, weight float64) []alt {
	if p.x.lists[term].Len() == 0 || slices.ContainsFunc(alts, func(a alt) bool { return a.term == term }) {
		return alts
	}
	return append(alts, alt{term, weight})
}

// join returns the word that word i makes with the next, where the collection
// writes them as one, and whether it knows them only so.
func (p *planner) join(words []lexicon.Word, i int) (whole []alt, instead bool) {
	if i+1 == len(words) || words[i].Joined || words[i+1].Joined {
		return nil, false
	}
	a, b := words[i], words[i+1]
	if !p.informative(a) && !p.informative(b) || b.Start-a.End > 2 {
		return nil, false
	}
	whole = p.forms(lexicon.Word{Text: a.Text + b.Text, Fold: a.Fold + b.Fold})
	return whole, len(whole) > 0 && len(p.forms(a)) == 0 && len(p.forms(b)) == 0
}

func (p *planner) informative(w lexicon.Word) bool { return lexicon.Informative(w, p.lang) }

// terms adds the terms of words of the collection that were meant.
func (p *planner) terms(alts []alt, words []lexicon.Meant, weight float64) []alt {
	for _, w := range words {
		for _, form := range p.x.words.Forms(w.Word) {
			alts = p.alt(alts, form.Term, w.Weight*weight)
		}
	}
	return alts
}

// correct returns what an unknown word was meant to be.
func (p *planner) correct(typed string) []alt {
	if p.corrected == maxCorrected {
		return nil
	}
	p.corrected++
	return p.terms(nil, p.x.words.Correct(typed, maxMeant), 1)
}

// explain tells whether a phrase has no word that the collection knows: then what
// it means takes their place.
func (p *planner) explain(s house.Said, words []lexicon.Word) (unknown bool) {
	for _, t := range words[s.First : s.Last+1] {
		if lexicon.Informative(t, s.Lang) && len(p.forms(t)) > 0 {
			return false
		}
	}
	for _, t := range words[s.First : s.Last+1] {
		p.explained[t.Fold] = true
	}
	return true
}

// meant adds what a phrase means that has a word that the collection knows, or
// none.
func (p *planner) meant(s house.Said, unknown bool) {
	weight, heaviest := weightHouse, 0.0
	if unknown {
		weight = weightMeant
	}
	for _, phrase := range s.Means {
		for t := range lexicon.Words(phrase) {
			if !lexicon.Informative(t, s.Lang) || t.Joined {
				continue
			}
			if g, ok := p.add(p.forms(t), weight); ok {
				heaviest = max(heaviest, g.idf*weight)
			}
		}
	}
	if unknown || p.plan.mass == 0 {
		p.plan.mass += heaviest
	}
}

// typed adds the group of a typed word; one without terms is unknown.
func (p *planner) typed(alts []alt, weight float64) {
	if len(alts) == 0 {
		p.plan.mass += p.x.idf(0) * min(weight, 1)
		p.plan.unknown += p.x.idf(0) * min(weight, 1)
	} else if g, ok := p.add(alts, weight); ok {
		p.plan.mass += g.idf * min(weight, 1)
		p.plan.codes += g.idf * max(0, weight-1)
	}
}

// add adds a group of the terms that no group before it has, if there are any.
func (p *planner) add(alts []alt, weight float64) (group, bool) {
	g := group{weight: weight}
	docs := 0
	for _, a := range alts {
		if !p.claimed[a.term] {
			p.claimed[a.term] = true
			g.alts = append(g.alts, a)
			docs += p.x.lists[a.term].Len()
		}
	}
	if len(g.alts) == 0 || len(p.plan.groups) == maxGroups {
		return g, false
	}
	// In an order that does not depend on how the collection came about.
	slices.SortFunc(g.alts, func(a, b alt) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), bytes.Compare(p.x.terms.At(a.term), p.x.terms.At(b.term)))
	})
	g.idf = p.x.idf(docs)
	p.plan.groups = append(p.plan.groups, g)
	return g, true
}

// idf returns how much a word in so many documents tells.
func (x *Index) idf(docs int) float64 {
	all := float64(x.len())
	n := min(float64(docs), all)
	return math.Log(1 + (all-n+0.5)/(n+0.5))
}
