package gate_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/ui/gate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// queue is the toolkit's queue by hand: what is done waits until the test runs it.
type queue struct {
	mu    sync.Mutex
	tasks []func()
}

func (q *queue) do(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, f)
}

func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.tasks)
}

// runOne runs the first waiting task and reports whether there was one.
func (q *queue) runOne() bool {
	q.mu.Lock()
	if len(q.tasks) == 0 {
		q.mu.Unlock()
		return false
	}
	task := q.tasks[0]
	q.tasks = q.tasks[1:]
	q.mu.Unlock()
	task()
	return true
}

func (q *queue) runAll() {
	for q.runOne() {
	}
}

// clock moves only when told.
type clock struct{ at time.Time }

func (c *clock) now() time.Time              { return c.at }
func (c *clock) pass(d time.Duration)        { c.at = c.at.Add(d) }
func (c *clock) option() gate.Option         { return gate.WithClock(c.now) }
func (c *clock) work(d time.Duration) func() { return func() { c.pass(d) } }

func TestABurstTakesOnePlaceInTheQueueAndTheLatestWins(t *testing.T) {
	t.Parallel()
	var q queue
	var ran []int
	g := gate.New(gate.WithDo(q.do))
	for i := range 1000 {
		g.Post("list", func() { ran = append(ran, i) })
	}
	if q.len() != 1 {
		t.Fatalf("a burst took %d places in the queue, want 1", q.len())
	}
	q.runAll()
	if !slices.Equal(ran, []int{999}) {
		t.Errorf("ran %v, want the latest only", ran)
	}
	if s := g.Stats(); s.Posted != 1000 || s.Ran != 1 {
		t.Errorf("posted %d and ran %d, want 1000 and 1", s.Posted, s.Ran)
	}
}

func TestKeysKeepTheOrderOfTheirFirstPost(t *testing.T) {
	t.Parallel()
	var q queue
	var ran []string
	g := gate.New(gate.WithDo(q.do))
	for _, key := range []string{"a", "b", "a", "c", "b"} {
		g.Post(key, func() { ran = append(ran, key) })
	}
	q.runAll()
	if want := []string{"a", "b", "c"}; !slices.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
}

func TestABatchGivesWayWhenItsTimeIsUp(t *testing.T) {
	t.Parallel()
	var q queue
	var c clock
	done := 0
	g := gate.New(gate.WithDo(q.do), c.option())
	for i := range 10 {
		g.Post(i, func() { c.pass(3 * time.Millisecond); done++ })
	}
	q.runOne()
	if done != 3 {
		t.Errorf("the first batch ran %d updates of 3 ms, want 3", done)
	}
	if q.len() != 1 {
		t.Errorf("%d batches wait, want 1", q.len())
	}
	q.runAll()
	if done != 10 {
		t.Errorf("%d updates ran in the end, want 10", done)
	}
	if s := g.Stats(); s.GaveWay != 3 {
		t.Errorf("gave way %d times, want 3", s.GaveWay)
	}
}

func TestAnUpdateMayPostAgain(t *testing.T) {
	t.Parallel()
	g := gate.New(gate.WithDo(func(f func()) { f() }))
	var ran []string
	g.Post("first", func() {
		ran = append(ran, "first")
		g.Post("second", func() { ran = append(ran, "second") })
		ran = append(ran, "end of first")
	})
	if want := []string{"first", "end of first", "second"}; !slices.Equal(ran, want) {
		t.Errorf("ran %v, want %v", ran, want)
	}
	g.Post("third", func() { ran = append(ran, "third") })
	if len(ran) != 4 {
		t.Error("nothing came through after an update had posted")
	}
}

func TestNothingComesThroughAClosedGate(t *testing.T) {
	t.Parallel()
	var q queue
	g := gate.New(gate.WithDo(q.do))
	g.Post("before", func() { t.Error("an update ran after Close") })
	g.Close()
	g.Post("after", func() { t.Error("an update was taken after Close") })
	q.runAll()
	if s := g.Stats(); s.Ran != 0 || s.Posted != 1 {
		t.Errorf("posted %d and ran %d, want 1 and 0", s.Posted, s.Ran)
	}
}

func TestSlowUpdatesAreReportedAndCounted(t *testing.T) {
	t.Parallel()
	var q queue
	var c clock
	var slow []any
	g := gate.New(gate.WithDo(q.do), c.option(), gate.OnSlow(func(key any, took time.Duration) {
		slow = append(slow, key, took)
	}))
	for range 98 {
		g.Post("quick", c.work(300*time.Microsecond))
		q.runAll()
	}
	g.Post("just", c.work(16*time.Millisecond))
	g.Post("long", c.work(200*time.Millisecond))
	q.runAll()
	if want := []any{"long", 200 * time.Millisecond}; !slices.Equal(slow, want) {
		t.Errorf("reported %v, want %v", slow, want)
	}
	s := g.Stats()
	if s.Slow() != 1 || s.Longest != 200*time.Millisecond {
		t.Errorf("counted %d slow ones, longest %v", s.Slow(), s.Longest)
	}
	for q, want := range map[float64]time.Duration{
		0.5: 500 * time.Microsecond, 0.99: 16 * time.Millisecond, 1: 200 * time.Millisecond,
	} {
		if got := s.Quantile(q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
}

func TestTheQuantileOfNothingIsZero(t *testing.T) {
	t.Parallel()
	if got := gate.New(gate.WithDo(func(func()) {})).Stats().Quantile(0.5); got != 0 {
		t.Errorf("got %v", got)
	}
}

func TestManyGoroutinesAndOneUI(t *testing.T) {
	t.Parallel()
	var q queue
	g := gate.New(gate.WithDo(q.do))
	latest := map[int]int{} // belongs to the goroutine that runs the queue
	var writers sync.WaitGroup
	for key := range 8 {
		writers.Go(func() {
			for i := range 200 {
				g.Post(key, func() { latest[key] = i })
			}
		})
	}
	done := make(chan struct{})
	go func() {
		writers.Wait()
		close(done)
	}()
	for running := true; running; {
		if q.len() > 1 {
			t.Fatalf("%d batches wait at once", q.len())
		}
		q.runOne()
		select {
		case <-done:
			running = false
		default:
		}
	}
	q.runAll()
	for key := range 8 {
		if latest[key] != 199 {
			t.Errorf("key %d ended at %d, want its latest update", key, latest[key])
		}
	}
}

func BenchmarkPostOfABurst(b *testing.B) {
	var q queue
	g := gate.New(gate.WithDo(q.do))
	b.ReportAllocs()
	for b.Loop() {
		for i := range 100 {
			g.Post(i%4, func() {})
		}
		q.runAll()
	}
}
