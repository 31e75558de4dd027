package suggest

import (
	"math"
	"slices"
	"strings"

	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/past"
)

// What past questions are worth: bounded, so that the word of one person lifts no
// document about something else above one whose name is what was asked.
const (
	gainPast = 2.8 // times the best score
	fitPast  = 0.8 // of the fit
	leastMet = 0.1 // below this, past questions are no reason to give
	plainly  = 0.6 // of a name: from here on the question is what the document is called
	foreign  = 0.3 // of the score of such a document: what has less is about something else
	believed = 2   // people who say that it answers all the same
)

// Asked returns what of a question is worth remembering of a document that
// answered it, and may be, without the names of people: see past.Informative.
func Asked(question string, d Doc, people ...string) string {
	return past.Informative(question, strings.Join(slices.Concat([]string{d.Title}, d.Keywords, []string{d.Body}), "\n"), people...)
}

// Teach says which questions a document answered, in place of what was known. One
// that is not in the index learns nothing.
func (x *Index) Teach(id string, links ...Link) {
	x.changing.Lock()
	defer x.changing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if n, ok := x.find(id); ok {
		x.teach(n, links)
	}
}

// Settle finds out what all past questions say together, which the next search would
// have to after a change of some. Searches don't wait.
func (x *Index) Settle() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, questions := range x.past {
		questions.Settle()
	}
}

// teach remembers which questions a document answered, in place of what was
// known. Kinds and languages don't learn from one another: articles share
// questions, tickets have their own. Both are known.
func (x *Index) teach(doc uint32, links []Link) {
	e := &x.docs[doc]
	sort := int(e.kind)*len(lexicon.Languages) + int(e.lang)
	for len(x.past) <= sort {
		x.past = append(x.past, new(past.Questions))
	}
	x.past[sort].Put(doc, links...)
}

// recall returns the documents that q may see and that answered questions like
// it.
func (x *Index) recall(q Query, lang string) []past.Met {
	var all []past.Met
	sees := x.sees(q)
	kind, _ := x.kinds.Find(q.Kind)
	for sort, questions := range x.past {
		if q.Kind != "" && uint32(sort/len(lexicon.Languages)) != kind {
			continue
		}
		for _, m := range questions.Recall(q.Text, q.Typing) {
			if m.Sure *= x.spoken(m.Doc, lang); sees(m.Doc) {
				all = append(all, m)
			}
		}
	}
	return all
}

// remember adds what was met and is not among the best.
func (x *Index) remember(best []scored, met []past.Met) []scored {
	for _, m := range met {
		if !slices.ContainsFunc(best, func(d scored) bool { return d.doc == m.Doc }) {
			best = append(best, scored{doc: m.Doc})
		}
	}
	return best
}

// lift raises what answered questions like this one, in the measure of the best
// score, and orders once more.
func (x *Index) lift(best []scored, met []past.Met) {
	if len(met) == 0 {
		return
	}
	measure := best[0].score
	if measure == 0 {
		measure = 1
	}
	plain := plainest(best)
	for _, m := range met {
		d := &best[slices.IndexFunc(best, func(d scored) bool { return d.doc == m.Doc })]
		foreigner := m.Voices < believed && d.score < foreign*plain
		d.score += gainPast * m.Sure * measure
		if foreigner {
			d.score = min(d.score, plain)
		}
		d.fit = min(1, d.fit+fitPast*m.Sure)
		if m.Sure >= leastMet {
			d.asked = m.Words
		}
	}
	x.order(best)
}

// plainest returns a score just below that of the best document whose name is what
// was asked; 0 where there is none.
func plainest(best []scored) float64 {
	for _, d := range best {
		if d.named >= plainly {
			return math.Nextafter(d.score, 0)
		}
	}
	return 0
}
