package suggest

import (
	"cmp"
	"context"
	"slices"

	"relais/internal/suggest/postings"
)

// norms are what a word in a field of so many words is worth, for short fields.
type norms struct {
	average float64
	weigh   func(words, average float64) float64
	short   [512]float32
}

func (n *norms) set(average float64, weigh func(words, average float64) float64) {
	if n.average == average {
		return
	}
	n.average, n.weigh = average, weigh
	for words := range n.short {
		n.short[words] = float32(weigh(float64(words), average))
	}
}

func (n *norms) of(words uint16) float32 {
	if int(words) < len(n.short) {
		return n.short[words]
	}
	return float32(n.weigh(float64(words), n.average))
}

func titleNorm(words, average float64) float64 {
	return titleTimes / (1 - bTitle + bTitle*words/average)
}
func bodyNorm(words, average float64) float64 { return 1 / (1 - bBody + bBody*words/average) }

// norm makes s ready for the collection as it is.
func (x *Index) norm(s *scratch) {
	n := max(float64(x.len()), 1)
	s.title.set(max(float64(x.sums[inTitle])/n, 1), titleNorm)
	s.body.set(max(float64(x.sums[inBody])/n, 1), bodyNorm)
}

// tf returns how much of a word is in a document.
func (s *scratch) tf(p *postings.Posting, lens *[fields]uint16) float32 {
	tf := float32(p.Counts[inBody]) * s.body.of(lens[inBody])
	if p.Counts[inTitle]|p.Counts[inKeys] == 0 {
		return tf
	}
	if p.Counts[inTitle] > 0 {
		tf += float32(p.Counts[inTitle]) * s.title.of(lens[inTitle])
	}
	return tf + keysTimes*float32(p.Counts[inKeys])
}

// A long question is searched by what tells most in it: the heaviest words bring
// documents, the next add to what those have brought, the others only count when
// the closest are looked at. A title rarely has as many.
const (
	drivers = 12
	scorers = 24
)

// likely is the share of the most that a document gets for several words: having each
// in the title and three times in the text gives as much.
const likely = 0.8

// gather scores the documents that may be among the closest. Those that got more than
// a share of the most from the words that it leaves for the end may be missing: with 1
// none is.
func (x *Index) gather(ctx context.Context, s *scratch, q Query, p *plan, share float64) error {
	x.norm(s)
	order := s.order[:0]
	rest := 0.0 // what a document without the words so far can still get
	for i := range p.groups {
		order = append(order, uint8(i))
	}
	slices.SortStableFunc(order, func(a, b uint8) int { return cmp.Compare(p.groups[b].most(), p.groups[a].most()) })
	order = order[:min(len(order), scorers)]
	for _, i := range order {
		rest += share * p.groups[i].most()
	}
	s.order = order
	hope := rest / 2 // what the rest has to be below before it is worth looking again
	var wanted postings.Set
	for i, n := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		g := &p.groups[n]
		if rest < hope || wanted == nil && i == drivers {
			hope = rest * 2 / 3
			wanted = x.settle(s, q, p.lang, wanted, rest, i == drivers)
		}
		x.score(s, g, wanted)
		rest -= share * g.most()
	}
	if wanted == nil {
		s.kept = append(s.kept[:0], s.touched...)
	}
	return nil
}

// most is more than a document can get for a group.
func (g *group) most() float64 { return 1.0001 * g.weight * g.idf * (k + 1) }

// settle returns those of the wanted documents, of all where that is nil, that may
// still be among the closest when no document gets more than rest from now on; nil
// when others may come, unless none are let in.
func (x *Index) settle(s *scratch, q Query, lang string, wanted postings.Set, rest float64, closed bool) postings.Set {
	docs := s.kept
	if wanted == nil {
		docs = s.touched
	}
	least := x.least(s, q, lang, docs)
	if wanted == nil && rest >= least && !closed {
		return nil
	}
	s.kept = s.kept[:0]
	n := len(x.docs)/64 + 1
	s.wanted = slices.Grow(s.wanted[:0], n)[:n]
	clear(s.wanted)
	for _, d := range docs {
		if float64(s.score[d])+rest >= least {
			s.wanted.Add(d)
			s.kept = append(s.kept, d)
		}
	}
	return s.wanted
}

// least returns the score of the last of the closest of docs so far; 0 when there are
// fewer.
func (x *Index) least(s *scratch, q Query, lang string, docs []uint32) float64 {
	sees := x.sees(q)
	top := s.top[:0]
	for _, d := range docs {
		score := float64(s.score[d])
		if len(top) == closer && score <= top[0] || !sees(d) {
			continue
		}
		score *= x.spoken(d, lang)
		switch {
		case len(top) < closer:
			if top = append(top, score); len(top) == closer {
				slices.Sort(top)
			}
		case score > top[0]:
			top[0] = score
			sink(top)
		}
	}
	s.top = top
	if len(top) < closer {
		return 0
	}
	return top[0]
}

// sink moves the first of a heap, whose least comes first, to where it belongs.
func sink(heap []float64) {
	for i := 0; 2*i+1 < len(heap); {
		child := 2*i + 1
		if child+1 < len(heap) && heap[child+1] < heap[child] {
			child++
		}
		if heap[i] <= heap[child] {
			return
		}
		heap[i], heap[child] = heap[child], heap[i]
		i = child
	}
}

// score adds what one word of the query gives to the documents that have it; to
// the wanted ones, unless that is nil.
func (x *Index) score(s *scratch, g *group, wanted postings.Set) {
	worth := float32(g.weight * g.idf * (k + 1))
	if len(g.alts) == 1 {
		x.scoreTerm(s, g.alts[0], worth, wanted)
		return
	}
	s.more = s.more[:0]
	for _, a := range g.alts {
		l, weight := &x.lists[a.term], float32(a.weight)
		for b := range l.Blocks() {
			some := s.read(l, b, wanted)
			for i := range some {
				d := some[i].Doc
				if s.sum[d] == 0 {
					s.more = append(s.more, d)
				}
				s.sum[d] += weight * s.tf(&some[i], &x.lens[d])
			}
		}
	}
	for _, d := range s.more {
		tf := s.sum[d]
		s.add(d, worth*tf/(tf+k))
		s.sum[d] = 0
	}
}

// scoreTerm is score where the word is one term, as most are.
func (x *Index) scoreTerm(s *scratch, a alt, worth float32, wanted postings.Set) {
	l, weight := &x.lists[a.term], float32(a.weight)
	scores, touched, lens := s.score, s.touched, x.lens
	for b := range l.Blocks() {
		some := s.read(l, b, wanted)
		for i := range some {
			p := &some[i]
			tf := weight * s.tf(p, &lens[p.Doc])
			score := &scores[p.Doc]
			if *score == 0 {
				touched = append(touched, p.Doc)
			}
			*score += worth * tf / (tf + k)
		}
	}
	s.touched = touched
}

func (s *scratch) read(l *postings.List, block int, wanted postings.Set) []postings.Posting {
	if wanted == nil {
		return l.Postings(block, &s.block)
	}
	return l.Among(block, wanted, &s.block)
}

func (s *scratch) add(doc uint32, score float32) {
	if s.score[doc] == 0 {
		s.touched = append(s.touched, doc)
	}
	s.score[doc] += score
}
