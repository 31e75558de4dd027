package queues_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/queues"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// fake is a desk with three tickets that remembers what was looked for.
type fake struct {
	model.Signal
	mu    sync.Mutex
	asked desk.Filter
	rows  []desk.Row
	slow  time.Duration // to list tickets
	err   error
}

func newFake() *fake {
	return &fake{rows: []desk.Row{{Ticket: desk.Ticket{ID: "1"}}, {Ticket: desk.Ticket{ID: "2"}}, {Ticket: desk.Ticket{Key: "k"}}}}
}

func (f *fake) Me() desk.Person         { return desk.Person{ID: "p2", Queues: []string{"level1"}} }
func (f *fake) Status() desk.SyncStatus { return desk.SyncStatus{Online: true} }
func (f *fake) Queues(context.Context) ([]desk.Queue, error) {
	return []desk.Queue{{ID: "level3", Name: "N3", Level: 3}, {ID: "level1", Name: "N1", Level: 1}, {ID: "level2", Name: "N2", Level: 2}}, f.err
}
func (f *fake) Counts(_ context.Context, list []desk.Filter) ([]int, error) {
	counts := make([]int, len(list))
	for i := range counts {
		counts[i] = i
	}
	return counts, nil
}
func (f *fake) Tickets(_ context.Context, filter desk.Filter) ([]desk.Row, error) {
	time.Sleep(f.slow)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = filter
	return f.rows, nil
}

func (f *fake) lookedFor() desk.Filter {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

func open(t *testing.T, f *fake) *queues.Board {
	t.Helper()
	b := queues.NewBoard(f, func() time.Time { return noon })
	t.Cleanup(b.Close)
	synctest.Wait()
	return b
}

func TestTheQueuesAreMineThenTheTeamsThenTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ids []string
		for i, v := range open(t, newFake()).State().Views {
			ids = append(ids, string(v.Section)+":"+v.ID)
			if v.Count != i {
				t.Errorf("%s counts %d", v.ID, v.Count)
			}
		}
		want := "me:todo me:planned team:level1 team:unassigned team:late team:waiting elsewhere:level2 elsewhere:level3 elsewhere:major elsewhere:problems elsewhere:done"
		if got := strings.Join(ids, " "); got != want {
			t.Fatalf("got %s", got)
		}
	})
}

func TestSteppingThroughTheRowsStopsAtTheEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := open(t, newFake())
		for _, c := range []struct {
			by   int
			want string
		}{{1, "1"}, {1, "2"}, {1, "k"}, {1, "k"}, {-1, "2"}, {-5, "1"}} {
			b.Step(c.by)
			if got := b.State().Selected; got != c.want {
				t.Fatalf("step %d: got %q, want %q", c.by, got, c.want)
			}
		}
		b.Select("k")
		if got := b.State().Selected; got != "k" {
			t.Errorf("selected %q", got)
		}
	})
}

func TestAViewIsReadWithItsFilterAndTheLettersThatWereTyped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		b := open(t, f)
		b.Choose("level2")
		if s := b.State(); s.View != "level2" || s.Rows != nil || !s.Loading {
			t.Errorf("rows of another view are still there: %+v", s)
		}
		for _, letters := range []string{"é", "éc", "écr"} {
			b.Narrow(letters)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got := f.lookedFor(); got.Text != "écr" || !slices.Equal(got.Queues, []string{"level2"}) || got.Order != desk.OrderDue {
			t.Errorf("looked for %+v", got)
		}
		b.Choose("gone")
		synctest.Wait()
		if got := f.lookedFor(); got.Text != "" || got.Assignee != "p2" {
			t.Errorf("a view that is gone looks for %+v", got)
		}
	})
}

func TestWhatCantBeReadKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		b := open(t, f)
		f.err = &desk.Error{Code: desk.CodeDamaged}
		b.Reload()
		synctest.Wait()
		if s := b.State(); s.Code != desk.CodeDamaged || len(s.Rows) != 3 || s.Loading {
			t.Errorf("%+v", s)
		}
	})
}

func TestTheRowsOfOneViewAreNotShownUnderAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.slow = time.Second
		b := open(t, f)
		time.Sleep(time.Second / 2)
		b.Choose("level2")
		time.Sleep(time.Second)
		synctest.Wait()
		if s := b.State(); !s.Loading || len(s.Rows) != 0 {
			t.Fatalf("%s shows %d rows, loading %v", s.View, len(s.Rows), s.Loading)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if s := b.State(); s.Loading || len(s.Rows) != 3 || !slices.Equal(f.lookedFor().Queues, []string{"level2"}) {
			t.Fatalf("%+v, looked for %+v", s.Rows, f.lookedFor())
		}
	})
}
