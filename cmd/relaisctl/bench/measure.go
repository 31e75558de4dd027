package bench

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// grades say how well articles answer questions: by question and article. Above
// zero an article fits, and the higher the better.
type grades map[string]map[string]int

// fits tells whether an article answers a question.
func (g grades) fits(question, article string) bool { return g[question][article] > 0 }

// answered tells whether any article answers a question.
func (g grades) answered(question string) bool {
	for _, grade := range g[question] {
		if grade > 0 {
			return true
		}
	}
	return false
}

// quality is how good the answers are, on average over the questions that an
// article answers; 0 to 1.
type quality struct {
	Questions  int     `json:"questions"`
	First      float64 `json:"p@1"`
	Five       float64 `json:"success@5"`
	Recall     float64 `json:"recall@10"`
	Reciprocal float64 `json:"mrr@10"`
	Gain       float64 `json:"ndcg@10"`
}

// depth is how far down the list answers are judged.
const depth = 10

// add judges the list that a question got.
func (q *quality) add(ranked []string, grades map[string]int) {
	var gain, best float64
	var fitting []int
	for _, grade := range grades {
		if grade > 0 {
			fitting = append(fitting, grade)
		}
	}
	slices.SortFunc(fitting, func(a, b int) int { return cmp.Compare(b, a) })
	for i, grade := range fitting[:min(depth, len(fitting))] {
		best += worth(grade, i)
	}
	first, found := 0, 0
	for i, id := range ranked[:min(depth, len(ranked))] {
		if grade := grades[id]; grade > 0 {
			found++
			gain += worth(grade, i)
			if first == 0 {
				first = i + 1
			}
		}
	}
	q.Questions++
	q.Recall += float64(found) / float64(len(fitting))
	q.Gain += gain / best
	if first > 0 {
		q.Reciprocal += 1 / float64(first)
	}
	if first == 1 {
		q.First++
	}
	if first > 0 && first <= 5 {
		q.Five++
	}
}

// worth is what an article of a grade gives at a place of the list, which begins
// with 0.
func worth(grade, place int) float64 {
	return (math.Pow(2, float64(grade)) - 1) / math.Log2(float64(place)+2)
}

// mean turns sums into averages.
func (q *quality) mean() {
	n := max(1, float64(q.Questions))
	for _, sum := range []*float64{&q.First, &q.Five, &q.Recall, &q.Reciprocal, &q.Gain} {
		*sum = round(*sum / n)
	}
}

// round keeps four digits: more would only be noise.
func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// delay is how long searches took, in milliseconds.
type delay struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

// delays sums up; took is sorted.
func delays(took []time.Duration) delay {
	if len(took) == 0 {
		return delay{}
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		return milliseconds(took[max(0, int(math.Ceil(share*float64(len(took))))-1)])
	}
	return delay{at(0.50), at(0.95), at(0.99)}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
