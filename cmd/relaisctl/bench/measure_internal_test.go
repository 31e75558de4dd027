package bench

import (
	"math"
	"testing"
	"time"
)

func TestAnswersAreJudgedByWhereTheFittingArticlesStand(t *testing.T) {
	t.Parallel()
	grades := map[string]int{"best": 3, "good": 1, "bad": 0}
	for _, c := range []struct {
		name   string
		ranked []string
		want   quality
	}{
		{"all in order", []string{"best", "good"}, quality{1, 1, 1, 1, 1, 1}},
		{"nothing", nil, quality{Questions: 1}},
		{"only what does not fit", []string{"bad", "other"}, quality{Questions: 1}},
		{"the second best first", []string{"good", "best"}, quality{1, 1, 1, 1, 1, 0.7098}},
		{"the best one third", []string{"x", "y", "best"}, quality{1, 0, 1, 0.5, 0.3333, 0.4587}},
		{"sixth", []string{"a", "b", "c", "d", "e", "best"}, quality{1, 0, 0, 0.5, 0.1667, 0.3268}},
		{"eleventh", []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "best"}, quality{Questions: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var q quality
			q.add(c.ranked, grades)
			q.mean()
			if q != c.want {
				t.Errorf("%+v, want %+v", q, c.want)
			}
		})
	}
}

func TestTheSlowestSearchesAreTold(t *testing.T) {
	t.Parallel()
	var took []time.Duration
	for i := range 200 {
		took = append(took, time.Duration(200-i)*time.Millisecond)
	}
	if d := delays(took); d != (delay{100, 190, 198}) {
		t.Errorf("%+v", d)
	}
	if d := delays(took[:1]); d.P99 != d.P50 {
		t.Errorf("of one: %+v", d)
	}
	if d := delays(nil); d != (delay{}) {
		t.Errorf("of none: %+v", d)
	}
}

func TestTheCurveTellsWhatEachThresholdWouldGive(t *testing.T) {
	t.Parallel()
	var fitting, taken []float64
	for i := range 100 {
		fitting = append(fitting, float64(i))
		taken = append(taken, float64(i)-50)
	}
	for _, p := range curve(fitting, taken) {
		if want := max(0, p.Kept-0.5); math.Abs(p.Shown-want) > 1e-9 {
			t.Errorf("keeping %v shows %v, want %v", p.Kept, p.Shown, want)
		}
	}
	if p := curve(nil, taken); len(p) != 0 {
		t.Errorf("nothing answered gives %v", p)
	}
}
