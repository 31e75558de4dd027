package ui

import (
	"testing"

	"relais/ui/gate"
)

// counter is a view-model that tells who watches by hand.
type counter struct {
	n        int
	watchers []func()
}

func (c *counter) State() int { return c.n }
func (c *counter) Watch(f func()) (stop func()) {
	c.watchers = append(c.watchers, f)
	return func() {}
}

func TestAPageThatIsGoneTakesNoChangeFromTheNext(t *testing.T) {
	t.Parallel()
	var waiting []func()
	w := &Window{o: Options{Gate: gate.New(gate.WithDo(func(f func()) { waiting = append(waiting, f) }))}}
	m := &counter{n: 1}
	var before, after page
	var drawn []int
	bind(w, &before, m, func(int) {})
	for _, stop := range before.stop {
		stop()
	}
	bind(w, &after, m, func(n int) { drawn = append(drawn, n) })
	m.n = 2
	m.watchers[1]()
	m.watchers[0]() // was under way when the page was left
	for _, f := range waiting {
		f()
	}
	if len(drawn) != 2 || drawn[1] != 2 {
		t.Errorf("drew %v", drawn)
	}
}
