package memory_test

import (
	"sync"
	"testing"
	"time"

	"relais/client/clienttest"
	"relais/client/memory"
	"relais/internal/desk"
)

// clock is a clock that somebody else winds.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestConformance(t *testing.T) {
	t.Parallel()
	noNetwork := []string{"a wrong password", "another server", "clocks of devices", "a pull of several requests", "files that travel by themselves"}
	for _, o := range []struct {
		name    string
		without []string
		memory.Options
	}{
		{"keyed", nil, memory.Options{PageSize: 3, MaxAttachment: 16 << 20}},
		{
			"findable", []string{"keys for new tickets", "keys for messages", "keys for changes", "known limit for files"},
			memory.Options{Create: desk.Findable, Message: desk.Findable, Change: desk.Findable, Grace: time.Minute},
		},
		{
			"best effort", []string{"keys for messages", "keys for changes", "known limit for files"},
			memory.Options{Create: desk.Keyed, Message: desk.BestEffort, Change: desk.BestEffort},
		},
	} {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			clienttest.Run(t, clienttest.Harness{
				Start:   func(*testing.T) clienttest.Helpdesk { return start(o.Options) },
				Without: append(o.without, noNetwork...),
			})
		})
	}
}

func start(o memory.Options) clienttest.Helpdesk {
	c := newClock()
	o.Now = c.Now
	d := memory.New(o)
	return clienttest.Helpdesk{
		Open: func(_ testing.TB, who clienttest.Who) desk.Backend { return d.Open(string(who)) },
		Low:  "level1", High: "level2",
		Lose: d.Lose, Cut: d.Cut, Throttle: d.Throttle, Outage: d.Outage, Advance: c.Advance,
		Rewind: func(by time.Duration) { c.Advance(-by) }, Drop: d.Drop,
		Vanish: func(_ testing.TB, id string) { d.Vanish(id) },
		Follow: func(_ testing.TB, id string, who clienttest.Who, on bool) { d.Follow(id, string(who), on) },
		Revoke: func(_ testing.TB, who clienttest.Who) { d.Revoke(string(who), true) },
		Forget: func(testing.TB) { d.Forget() },
	}
}
