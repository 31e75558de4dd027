package suggest

import (
	"math"

	"relais/internal/suggest/lexicon"
)

// silence is the fit below which a hit is not shown.
const silence = 0.5

// How surely a search has an answer is a logistic function of what does not depend
// on how large the collection is. The weights were fitted on English support and
// French mixed articles and on parts of them of 100 and 400, each question once
// with its articles and once without them, all collections counting alike; that of
// strange words was set by hand on everyday questions that no article answers,
// which such a collection does not have. The offset is by language, of any
// collection and size: with it, nine in ten of the answers among the first five of a
// finished question stay.
const (
	sureMatch   = 1.55  // for the logarithm of how much of the question the best hit has
	sureWords   = 0.9   // for the logarithm of how much the question tells
	sureLead    = 4.8   // for how far the best hit is ahead of its rivals
	sureStrange = -1.0  // for the share of words that the collection does not know
	sureEnglish = -6.3  // of a question that has none of them
	sureFrench  = -6.05 // the same: French says one thing in more words that differ

	rarest      = 5.0 // idf of a word of one document in two hundred; in smaller collections a rare word tells as much
	leastRivals = 10
	leastMatch  = 0.05 // added to a match, so that none has a logarithm too
	tail        = 0.25 // of the best score; what is below is shown only by a list that is surer
)

// fit says of the best documents, in order, how surely they answer: the list as a
// whole, and less those at its end that are far behind the first.
func (x *Index) fit(p *plan, best []scored) {
	if len(best) == 0 || p.mass == 0 || best[0].score == 0 {
		return
	}
	sure := x.sure(p, best)
	for i := range best {
		best[i].fit = sure * min(1, best[i].score/(tail*best[0].score))
	}
}

// sure returns how likely it is that one of the best documents answers, 0 to 1.
// Where none does, the best is a mediocre match, and many others are as good:
// hence the lead over its rivals, which are as many as the collection can have.
func (x *Index) sure(p *plan, best []scored) float64 {
	first, sum := best[0].score, 0.0
	rivals := min(closer-1, max(leastRivals, x.len()/2))
	for _, b := range best[1:min(len(best), 1+rivals)] {
		sum += b.score
	}
	match := first / ((k + 1) * p.mass)
	words := (p.mass + p.codes) * max(1, rarest/x.idf(1))
	lead := 1 - sum/float64(rivals)/first
	offset := sureEnglish
	if lexicon.Languages[x.docs[best[0].doc].lang] == "fr" {
		offset = sureFrench
	}
	return logistic(sureMatch*math.Log(leastMatch+match) + sureWords*math.Log(words) + sureLead*lead +
		sureStrange*p.unknown/p.mass + offset)
}

func logistic(v float64) float64 { return 1 / (1 + math.Exp(-v)) }
