package desk_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

func TestTheDefaultMatrixIsTheOneAgreedOn(t *testing.T) {
	t.Parallel()
	want := [5][5]desk.Priority{ // rows: urgency 1 to 5; columns: impact 1 to 5
		{1, 1, 2, 2, 2},
		{1, 2, 2, 3, 3},
		{2, 2, 3, 4, 4},
		{2, 3, 4, 4, 5},
		{2, 3, 4, 5, 5},
	}
	for u := range 5 {
		for i := range 5 {
			if got := desk.DefaultMatrix.Priority(desk.Level(i+1), desk.Level(u+1)); got != want[u][i] {
				t.Errorf("impact %d, urgency %d: priority %d, want %d", i+1, u+1, got, want[u][i])
			}
		}
	}
}

func TestAnUnknownLevelCountsAsTheMiddle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		known := desk.Level(rapid.IntRange(1, 5).Draw(t, "known"))
		unknown := desk.Level(rapid.OneOf(rapid.IntMax(0), rapid.IntMin(6)).Draw(t, "unknown"))
		m := desk.DefaultMatrix
		if m.Priority(unknown, known) != m.Priority(desk.LevelMiddle, known) ||
			m.Priority(known, unknown) != m.Priority(known, desk.LevelMiddle) {
			t.Fatalf("level %d beside %d does not count as the middle", unknown, known)
		}
	})
}

func TestMoreImpactOrUrgencyNeverLowersThePriority(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.Custom(func(t *rapid.T) desk.Level { return desk.Level(rapid.IntRange(1, 5).Draw(t, "level")) })
		i, u, di, du := level.Draw(t, "i"), level.Draw(t, "u"), level.Draw(t, "di"), level.Draw(t, "du")
		low, high := desk.DefaultMatrix.Priority(i, u), desk.DefaultMatrix.Priority(max(i, di), max(u, du))
		if high < low {
			t.Fatalf("priority falls from %d to %d", low, high)
		}
		if !low.Valid() || low == desk.PriorityMajor {
			t.Fatalf("the matrix gives %d", low)
		}
	})
}

func TestScalesKnowTheirEnds(t *testing.T) {
	t.Parallel()
	for n := -1; n <= 7; n++ {
		if got, want := desk.Level(n).Valid(), n >= 1 && n <= 5; got != want {
			t.Errorf("Level(%d).Valid() = %v", n, got)
		}
		if got, want := desk.Priority(n).Valid(), n >= 1 && n <= 6; got != want {
			t.Errorf("Priority(%d).Valid() = %v", n, got)
		}
	}
}

func TestDueAtFallsBackToATargetByPriority(t *testing.T) {
	t.Parallel()
	created := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	own := created.Add(42 * time.Minute)
	hours := func(n int) time.Time { return created.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		name   string
		ticket desk.Ticket
		want   time.Time
	}{
		{"the helpdesk's own date wins", desk.Ticket{Status: desk.StatusOpen, Priority: 6, Due: own}, own},
		{"very low", desk.Ticket{Status: desk.StatusNew, Priority: 1}, hours(240)},
		{"low", desk.Ticket{Status: desk.StatusNew, Priority: 2}, hours(120)},
		{"medium", desk.Ticket{Status: desk.StatusPending, Priority: 3}, hours(48)},
		{"high", desk.Ticket{Status: desk.StatusPlanned, Priority: 4}, hours(8)},
		{"very high", desk.Ticket{Status: desk.StatusOpen, Priority: 5}, hours(4)},
		{"major", desk.Ticket{Status: desk.StatusOpen, Priority: 6}, hours(2)},
		{"unknown counts as medium", desk.Ticket{Status: desk.StatusOpen}, hours(48)},
		{"resolved has none", desk.Ticket{Status: desk.StatusResolved, Priority: 5, Due: own}, time.Time{}},
		{"closed has none", desk.Ticket{Status: desk.StatusClosed, Priority: 5}, time.Time{}},
	} {
		c.ticket.Created = created
		if got := c.ticket.DueAt(); !got.Equal(c.want) {
			t.Errorf("%s: due at %v, want %v", c.name, got, c.want)
		}
	}
}
