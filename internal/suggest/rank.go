package suggest

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"

	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/postings"
)

// The ranking. k and the b's are BM25F's; the others were chosen by what paid
// on collections of support articles in both languages.
const (
	k          = 1.2
	bTitle     = 0.5
	bBody      = 0.8
	titleTimes = 4.0
	keysTimes  = 2.0

	gainName     = 1.2  // being the title or a keyword
	gainLetters  = 1.0  // letters in threes shared with the title
	gainFours    = 1.0  // rare letters in fours shared with the title
	gainPairs    = 0.15 // words that stand together in both
	gainHelped   = 0.1  // at most, for having helped people
	worthKeyword = 0.8  // of a keyword beside the title
	otherLang    = 0.5  // a document in another language than the reader's

	closer     = 100 // documents that are looked at closely
	maxLetters = 400 // bytes of a title that are compared by letters
)

// scratch is what one search writes on.
type scratch struct {
	score, sum  []float32 // by document
	touched     []uint32
	kept        []uint32 // of touched, those that may be among the closest
	more        []uint32
	order       []uint8 // groups, the heaviest first
	wanted      postings.Set
	top         []float64
	group       []uint8    // by term: group + 1
	shortest    [256]uint8 // by first letter: of the terms of groups; 0 none
	letters     lexicon.Letters
	asked       lexicon.Asked
	block       postings.Block
	title, body norms
	view        view
	spelt       []byte
}

func (x *Index) scratch() *scratch {
	s := x.spare.Swap(nil)
	if s == nil {
		s = new(scratch)
	}
	if n := len(x.docs); len(s.score) < n {
		s.score, s.sum = make([]float32, n+n/8), make([]float32, n+n/8)
		for _, docs := range []*[]uint32{&s.touched, &s.kept, &s.more} {
			*docs = make([]uint32, 0, n+n/8)
		}
	}
	if n := len(x.lists); len(s.group) < n {
		s.group = make([]uint8, n+n/8)
	}
	return s
}

// done clears what was written and hands s back.
func (x *Index) done(s *scratch, p *plan) {
	for _, d := range s.touched {
		s.score[d] = 0
	}
	s.touched = s.touched[:0]
	for _, g := range p.groups {
		for _, a := range g.alts {
			s.group[a.term] = 0
		}
	}
	x.spare.Store(s)
}

// Search returns the documents that fit q best: see Searcher. It does not wait
// for anything but a change that is entering.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	p := x.plan(q)
	s := x.scratch()
	defer x.done(s, &p)
	if err := x.gather(ctx, s, q, &p, likely); err != nil {
		return nil, err
	}
	met := x.recall(q, p.lang)
	best := x.remember(x.best(s, q, p.lang), met)
	x.look(s, q, &p, best)
	x.lift(best, met)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return x.hits(s, q, &p, best), nil
}

// spell returns how the letters of a text compare, until the next.
func (s *scratch) spell(text string) []byte {
	s.spelt = spell(s.spelt[:0], text)
	return s.spelt
}

func spell(on []byte, text string) []byte {
	return lexicon.AppendFold(on, lexicon.Clip(text, maxLetters))
}

// scored is a document and how well it fits.
type scored struct {
	doc   uint32
	score float64
	named float64  // 0 to 1: how far the question is its name
	fit   float64  // 0 to 1: how surely it answers the question, whatever the collection
	asked []string // what people had asked whom it helped
}

// best returns the documents that q may see and that scored best, in order.
func (x *Index) best(s *scratch, q Query, lang string) []scored {
	best := make([]scored, 0, 2*closer)
	least := x.least(s, q, lang, s.kept)
	sees := x.sees(q)
	for _, d := range s.kept {
		score := float64(s.score[d])
		if score < least || !sees(d) {
			continue
		}
		if score *= x.spoken(d, lang); score < least {
			continue
		}
		if best = append(best, scored{doc: d, score: score}); len(best) == cap(best) {
			x.order(best)
			best = best[:closer]
			least = best[closer-1].score
		}
	}
	x.order(best)
	return best[:min(len(best), closer)]
}

// sees tells which documents q may have.
func (x *Index) sees(q Query) func(doc uint32) bool {
	kind, known := x.kinds.Find(q.Kind)
	return func(doc uint32) bool {
		e := &x.docs[doc]
		return (q.Kind == "" || known && uint32(e.kind) == kind) && (!e.staff || q.Staff)
	}
}

// spoken returns what a document is worth to a reader of lang.
func (x *Index) spoken(doc uint32, lang string) float64 {
	if lang != "" && lexicon.Languages[x.docs[doc].lang] != lang {
		return otherLang
	}
	return 1
}

// order sorts by score, and equal scores by ID.
func (x *Index) order(all []scored) {
	slices.SortFunc(all, func(a, b scored) int {
		if c := cmp.Compare(b.score, a.score); c != 0 {
			return c
		}
		return bytes.Compare(x.ids.At(x.docs[a.doc].id), x.ids.At(x.docs[b.doc].id))
	})
}

// look scores the best documents once more by what is too dear for all.
func (x *Index) look(s *scratch, q Query, p *plan, best []scored) {
	for i, g := range p.groups {
		for _, a := range g.alts {
			s.group[a.term] = uint8(i + 1)
		}
	}
	asked := s.spell(q.Text)
	s.letters.Set(asked)
	s.asked.Ask(&x.fours, asked)
	for i := range best {
		d := &best[i]
		e := x.open(s, d.doc)
		title := s.spell(e.Title)
		d.named = x.named(s, p, e)
		d.score *= (1 + gainName*d.named) * (1 + gainLetters*s.letters.Alike(title)) * (1 + gainFours*s.asked.Alike(title)) * (1 + gainPairs*s.pairs(p, e))
		d.score *= 1 + min(gainHelped, 0.02*math.Log2(1+float64(e.helped)))
	}
	x.order(best)
	x.fit(p, best)
}

// marks is a set of groups.
type marks [4]uint64

func (m *marks) add(g uint8)      { m[g/64] |= 1 << (g % 64) }
func (m *marks) has(g uint8) bool { return m[g/64]&(1<<(g%64)) != 0 }

// named returns how far the query is what a document is called, 0 to 1: the
// harmonic mean of how much of the query the title and the keywords say, and how
// much of the title, or of one keyword, the query says; by weight.
func (x *Index) named(s *scratch, p *plan, e *view) float64 {
	var said marks
	precise, from := 0.0, 0
	for i, end := range e.Names {
		share := x.share(s, p, e.Seq[from:end], &said)
		if i > 0 {
			share *= worthKeyword
		}
		precise, from = max(precise, share), end
	}
	matched := 0.0
	for i, g := range p.groups {
		if said.has(uint8(i + 1)) {
			matched += g.idf * g.weight
		}
	}
	if matched == 0 {
		return 0
	}
	recall := min(1, matched/p.mass)
	return 2 * precise * recall / (precise + recall)
}

// share returns how much of a name the query says, and marks the groups that do.
func (x *Index) share(s *scratch, p *plan, name []uint32, said *marks) float64 {
	var whole, sum float64
	for _, t := range name {
		idf := x.idf(x.lists[t].Len())
		whole += idf
		if n := s.group[t]; n != 0 {
			said.add(n)
			sum += idf * p.groups[n-1].weight
		}
	}
	if sum == 0 {
		return 0
	}
	return min(1, sum/whole)
}

// pairs returns how many of the pairs of neighbours in the query stand together
// in the document too, by weight.
func (s *scratch) pairs(p *plan, e *view) float64 {
	const together = 3 // words apart
	var found marks
	before, ago := uint8(0), 0
	for _, t := range e.Seq {
		ago++
		n := s.group[t]
		if n == 0 {
			continue
		}
		if before != 0 && n == before+1 && ago <= together {
			found.add(n)
		}
		before, ago = n, 0
	}
	var all, kept float64
	for i := 1; i < p.typed; i++ {
		weight := min(p.groups[i].idf, p.groups[i-1].idf)
		all += weight
		if found.has(uint8(i + 1)) {
			kept += weight
		}
	}
	if all == 0 {
		return 0
	}
	return kept / all
}
