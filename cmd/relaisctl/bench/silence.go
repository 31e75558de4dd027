package bench

import (
	"slices"

	"relais/internal/suggest"
)

// silence is how well Relais knows when it has no answer. Shares are from 0 to 1.
type silence struct {
	point              // as it ships
	Answered   int     `json:"answered"`   // questions whose article is among the first five
	TakenOut   int     `json:"taken_out"`  // questions that were asked again without their articles
	Unanswered int     `json:"unanswered"` // questions that no article answers in the first place
	Loud       float64 `json:"loud"`       // share of those that get a suggestion nevertheless
	Curve      []point `json:"curve"`      // what other thresholds would give
}

// point is what a threshold gives.
type point struct {
	Kept  float64 `json:"kept"`  // of the answered, those that keep their article
	Shown float64 `json:"shown"` // of those whose articles are taken out, those that still get a suggestion
}

// keeping are the shares at which the curve is told.
var keeping = []float64{0.99, 0.975, 0.95, 0.925, 0.9, 0.85, 0.8, 0.7}

// tally counts for one trial.
type tally struct {
	kept, shown, loud int
	unanswered        int
	fitting, taken    []float64 // how surely the fitting article fits; how surely anything does without it
	docs              map[string][]suggest.Doc
}

// silence asks each question twice: with its articles, and with them taken out.
func (r *run) silence(g grades) (*silence, error) {
	docs, err := r.graded(g)
	if err != nil {
		return nil, err
	}
	t := tally{docs: docs}
	for i, q := range r.asked {
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
		if err := r.tally(&t, q, g); err != nil {
			return nil, err
		}
		r.told.Say("ctl.bench.taking", i+1)
	}
	s := &silence{Answered: len(t.fitting), TakenOut: len(t.taken), Unanswered: t.unanswered, Loud: share(t.loud, t.unanswered)}
	s.point = point{Kept: share(t.kept, len(t.fitting)), Shown: share(t.shown, len(t.taken))}
	s.Curve = curve(t.fitting, t.taken)
	return s, nil
}

// tally asks one question in both ways.
func (r *run) tally(t *tally, q question, g grades) error {
	shown, err := r.index.Search(r.ctx, r.query(q, five, false))
	if err != nil {
		return err
	}
	fits := func(h suggest.Hit) bool { return g.fits(string(q.ID), idOf(h.ID)) }
	if !g.answered(string(q.ID)) {
		t.unanswered++
		t.loud += min(1, len(shown))
		return nil
	}
	all, err := r.index.Search(r.ctx, r.query(q, five, true))
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, fits); i >= 0 {
		t.fitting = append(t.fitting, surest(slices.DeleteFunc(all, func(h suggest.Hit) bool { return !fits(h) })))
		if slices.ContainsFunc(shown, fits) {
			t.kept++
		}
	}
	return r.without(t, q, g[string(q.ID)])
}

const five = 5

// without asks a question while its articles are not there.
func (r *run) without(t *tally, q question, graded map[string]int) error {
	var out []string
	var back []suggest.Doc
	for id, grade := range graded {
		if grade <= 0 {
			continue
		}
		for _, d := range t.docs[id] {
			out, back = append(out, d.ID), append(back, d)
		}
	}
	r.index.Remove(out...)
	defer r.index.Put(back...)
	shown, err := r.index.Search(r.ctx, r.query(q, five, false))
	if err != nil {
		return err
	}
	all, err := r.index.Search(r.ctx, r.query(q, suggest.MaxHits, true))
	t.shown += min(1, len(shown))
	t.taken = append(t.taken, surest(all))
	return err
}

// surest is how surely the best of the hits fits; below zero when there is none.
func surest(hits []suggest.Hit) float64 {
	best := -1.0
	for _, h := range hits {
		best = max(best, h.Fit)
	}
	return best
}

// curve tells how many suggestions would remain without a fitting article at the
// threshold that keeps so many of the fitting ones.
func curve(fitting, taken []float64) []point {
	points := []point{}
	if len(fitting) == 0 || len(taken) == 0 {
		return points
	}
	slices.Sort(fitting)
	slices.Sort(taken)
	for _, keep := range keeping {
		threshold := fitting[int((1-keep)*float64(len(fitting)))]
		kept, _ := slices.BinarySearch(fitting, threshold)
		quiet, _ := slices.BinarySearch(taken, threshold)
		points = append(points, point{share(len(fitting)-kept, len(fitting)), share(len(taken)-quiet, len(taken))})
	}
	return points
}

func share(part, whole int) float64 { return round(float64(part) / float64(max(1, whole))) }

// graded reads the documents once more that questions are judged by: the index
// has the only copy of the others.
func (r *run) graded(g grades) (map[string][]suggest.Doc, error) {
	wanted := map[string]bool{}
	for _, articles := range g {
		for id, grade := range articles {
			wanted[id] = wanted[id] || grade > 0
		}
	}
	docs := map[string][]suggest.Doc{}
	there := map[string]bool{}
	again := &run{ctx: r.ctx}
	err := lines(again, r.o.docs, func(_ int, d document) error {
		if name := d.name(); wanted[string(d.ID)] && !there[name] {
			there[name] = true
			docs[string(d.ID)] = append(docs[string(d.ID)], r.doc(d))
		}
		return nil
	})
	return docs, err
}
