package past

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"time"

	"relais/internal/suggest/lexicon"
)

// What is sure. The numbers were chosen on two collections, one where questions
// share answers and one where none do, and are flat around these values.
const (
	halfLife   = 365 * 24 * time.Hour
	enough     = 0.4  // people after whom a link is half as sure as it can be: one makes it 0.7
	leastAlike = 0.2  // of a question that counts at all
	nearest    = 20   // questions that count
	same       = 0.9  // how alike the same question in other words is
	smooth     = 50   // questions that every term is taken to be missing from
	asideTells = 0.3  // weight of what is said of any problem
	sample     = 96   // questions by which trust is found out
	priorSame  = 2.5  // of as many of them that are taken to agree,
	priorAll   = 5.0  // of so many, before any are known
	byChance   = 0.1  // agreement that says nothing
	maxText    = 4096 // bytes of a question that are read
	maxMeant   = 20   // words that an unfinished one may become
	maxCorrect = 3    // words that a mistyped one may have been meant to be
	maxUnknown = 4    // mistyped words that are looked into
	maxMet     = 50   // documents that are told
)

// Met is a document that answered questions like the one that was asked.
type Met struct {
	Doc    uint32
	Sure   float64  // 0 to 1
	Voices float64  // people who said so, of the question that most of them asked
	Words  []string // of those questions, 2 at most, the one that says most first
}

// near is a past question and how alike it is, 0 to 1.
type near struct {
	question uint32
	alike    float64
}

// scratch is what one comparison writes on.
type scratch struct {
	shared  []float64 // weight that a question shares, by question
	hit     []float64 // by question, of one word
	touched []uint32
	hits    []uint32
	unknown int // mistyped words that were looked into
}

// Recall returns the documents that answered questions like text, the surest
// first, equal ones by number. While somebody types, the last word may be unfinished.
func (x *Questions) Recall(text string, typing bool) []Met {
	if len(x.byKey) == 0 {
		return nil
	}
	words := lexicalWords(lexicon.Clip(text, maxText))
	return x.met(x.near(words, typing, nearest), x.found())
}

// met adds up what the questions say of the documents that answered them.
func (x *Questions) met(questions []near, f findings) []Met {
	byDoc := make(map[uint32]int)
	var all []Met
	for _, n := range questions {
		sure := n.alike * (f.trust + (1-f.trust)*max(0, (n.alike-same)/(1-same)))
		for _, t := range x.all[n.question].ties {
			i, known := byDoc[t.doc]
			if !known {
				i = len(all)
				byDoc[t.doc] = i
				all = append(all, Met{Doc: t.doc})
			}
			m := &all[i]
			m.Voices = max(m.Voices, t.Count)
			m.Sure = 1 - (1-m.Sure)*(1-sure*often(t, f.newest)*x.telling(t.doc))
			if len(m.Words) < 2 {
				m.Words = append(m.Words, t.Words)
			}
		}
	}
	slices.SortFunc(all, func(a, b Met) int { return cmp.Or(cmp.Compare(b.Sure, a.Sure), cmp.Compare(a.Doc, b.Doc)) })
	return all[:min(len(all), maxMet)]
}

// often returns how far a link counts: most of it for one person, never more than 1
// for however many. Age is measured from the newest link, because what matters is
// what is newer.
func often(t tie, newest time.Time) float64 {
	count := t.Count
	if !t.At.IsZero() {
		count *= math.Exp2(-float64(newest.Sub(t.At)) / float64(halfLife))
	}
	return count / (count + enough)
}

// telling returns how far it says something that a document answered a question:
// the larger its share of all questions, the less.
func (x *Questions) telling(doc uint32) float64 {
	return 1 - float64(len(x.byDoc[doc]))/float64(len(x.byKey)+smooth)
}

// near returns the past questions that are most like words, in order.
func (x *Questions) near(words []lexicon.Word, typing bool, most int) []near {
	s := x.scratch()
	defer x.pool.Put(s)
	mass := 0.0
	for i, w := range words {
		mass += x.share(s, w, typing && i == len(words)-1)
	}
	var all []near
	for _, n := range s.touched {
		shared := s.shared[n]
		s.shared[n] = 0
		if 2*shared < leastAlike*(mass+shared) { // the other words of the question make it less
			continue
		}
		if alike := min(1, 2*shared/(mass+x.mass(n))); alike >= leastAlike {
			all = append(all, near{n, alike})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		return cmp.Or(cmp.Compare(b.alike, a.alike), strings.Compare(x.all[a.question].key, x.all[b.question].key))
	})
	return all[:min(len(all), most)]
}

func (x *Questions) scratch() *scratch {
	s, ok := x.pool.Get().(*scratch)
	if !ok {
		s = new(scratch)
	}
	if n := len(x.all); len(s.shared) < n {
		s.shared, s.hit = make([]float64, n+n/8), make([]float64, n+n/8)
	}
	s.touched, s.unknown = s.touched[:0], 0
	return s
}

// share adds what a word shares with the questions that have it, and returns its
// weight.
func (x *Questions) share(s *scratch, w lexicon.Word, unfinished bool) float64 {
	s.hits = s.hits[:0]
	x.meant(s, w, unfinished, func(term uint32, weight float64) {
		for _, n := range x.posts[term] {
			if s.hit[n] == 0 {
				s.hits = append(s.hits, n)
			}
			s.hit[n] = max(s.hit[n], weight)
		}
	})
	if unfinished && len(s.hits) == 0 {
		return 0
	}
	weight := x.weight(lexicon.Aside(w.Fold), len(s.hits))
	for _, n := range s.hits {
		if s.shared[n] == 0 {
			s.touched = append(s.touched, n)
		}
		s.shared[n] += s.hit[n] * weight
		s.hit[n] = 0
	}
	return weight
}

// meant tells of the terms that a word may stand for.
func (x *Questions) meant(s *scratch, w lexicon.Word, unfinished bool, tell func(term uint32, weight float64)) {
	known := false
	for _, lang := range lexicon.Languages {
		if t, ok := x.terms[lexicon.Stem(w, lang)]; ok && len(x.posts[t]) > 0 {
			known = true
			tell(t, 1)
		}
	}
	var words []lexicon.Meant
	if !known && unfinished {
		words = x.words.Complete(w.Fold, maxMeant)
	}
	if !known && len(words) == 0 && s.unknown < maxUnknown {
		s.unknown++
		words = x.words.Correct(w.Fold, maxCorrect)
	}
	for _, m := range words {
		for _, f := range x.words.Forms(m.Word) {
			tell(f.Term, m.Weight)
		}
	}
}

// weight returns what a word tells that stands in so many questions: the logarithm
// of (all + 1) / (questions + ½).
func (x *Questions) weight(aside bool, questions int) float64 {
	idf := x.whole - logOf(questions)
	if aside {
		return asideTells * idf
	}
	return idf
}

// logs are the logarithms of n + ½, which are asked for many times in a search.
var logs = func() (l [1024]float64) {
	for n := range l {
		l[n] = math.Log(float64(n) + 0.5)
	}
	return l
}()

func logOf(n int) float64 {
	if n < len(logs) {
		return logs[n]
	}
	return math.Log(float64(n) + 0.5)
}

// mass returns the weight of all words of a question.
func (x *Questions) mass(n uint32) (mass float64) {
	for _, w := range x.all[n].words {
		most := 0
		for _, t := range w.terms {
			most = max(most, len(x.posts[t]))
		}
		mass += x.weight(w.aside, most)
	}
	return mass
}

// findings are what all past questions say together.
type findings struct {
	trust  float64
	newest time.Time // link
}

// Settle finds out what the next Recall would have to after a Put. It may run beside
// Recall.
func (x *Questions) Settle() { x.found() }

func (x *Questions) found() findings {
	if f := x.findings.Load(); f != nil {
		return *f
	}
	f := findings{trust: x.trusted()}
	for _, q := range x.all {
		for _, t := range q.ties {
			if t.At.After(f.newest) {
				f.newest = t.At
			}
		}
	}
	x.findings.Store(&f)
	return f
}

// trusted returns how likely like questions have one answer: of a sample of the
// past questions, how many share a document with the other one that is most like
// them, by how alike they are.
func (x *Questions) trusted() float64 {
	agree, all := priorSame, priorAll
	for _, n := range x.sample() {
		for _, other := range x.near(x.reread(n), false, 2) {
			if other.question == n {
				continue
			}
			all += other.alike
			agree += other.alike * x.agree(n, other.question)
			break
		}
	}
	return max(0, (agree/all-byChance)/(1-byChance))
}

// sample picks questions by their words alone, so that a change of some changes
// little.
func (x *Questions) sample() []uint32 {
	type drawn struct {
		lot      uint64
		question uint32
	}
	var all []drawn
	for n, q := range x.all {
		if len(q.ties) > 0 {
			h := fnv.New64a()
			h.Write([]byte(q.key))
			all = append(all, drawn{h.Sum64(), uint32(n)})
		}
	}
	slices.SortFunc(all, func(a, b drawn) int { return cmp.Compare(a.lot, b.lot) })
	var some []uint32
	for _, d := range all[:min(len(all), sample)] {
		some = append(some, d.question)
	}
	return some
}

// reread returns the words of a past question as if it were asked now.
func (x *Questions) reread(n uint32) []lexicon.Word { return lexicalWords(x.all[n].ties[0].Words) }

// agree returns how far two questions have the same answer.
func (x *Questions) agree(a, b uint32) (agree float64) {
	for _, s := range x.all[a].ties {
		for _, t := range x.all[b].ties {
			if s.doc == t.doc {
				agree = max(agree, x.telling(s.doc))
			}
		}
	}
	return agree
}
