package library

import (
	"fmt"
	"testing"
	"time"
)

func TestAPersonCountsOnceADayForEachArticle(t *testing.T) {
	t.Parallel()
	var said tally
	now := time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC)
	for i, c := range []struct {
		at           time.Time
		who, article string
		solved, want bool
	}{
		{now, "amelie", "a", true, true},
		{now, "amelie", "a", true, false},
		{now, "amelie", "a", false, true},
		{now, "amelie", "b", true, true},
		{now, "bruno", "a", true, true},
		{now.Add(2 * time.Hour), "amelie", "a", true, true}, // it is another day
	} {
		if got := said.count(c.at, c.who, c.article, c.solved); got != c.want {
			t.Errorf("step %d counts: %v, want %v", i, got, c.want)
		}
	}
	said.undo("amelie", "a", true)
	if !said.count(now.Add(2*time.Hour), "amelie", "a", true) {
		t.Error("what was not written does not count any more")
	}
}

func TestNobodyCountsWithoutEndInADay(t *testing.T) {
	t.Parallel()
	var said tally
	n := 0
	for i := range 1000 {
		if said.count(time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC), "amelie", fmt.Sprint(i), true) {
			n++
		}
	}
	if n != dailySaid {
		t.Errorf("%d counted, want %d", n, dailySaid)
	}
}

func TestWhatIsUndoneAfterMidnightGivesNothingBack(t *testing.T) {
	t.Parallel()
	var said tally
	evening := time.Date(2026, 5, 4, 23, 59, 0, 0, time.UTC)
	said.count(evening, "amelie", "a", true)
	next := evening.Add(time.Hour)
	said.count(next, "amelie", "b", true)
	said.undo("amelie", "a", true)
	n := 1
	for i := range 2 * dailySaid {
		if said.count(next, "amelie", fmt.Sprint(i), true) {
			n++
		}
	}
	if n != dailySaid {
		t.Errorf("%d counted, want %d", n, dailySaid)
	}
}
