package offline_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline"
)

// clock is the time of a test: it moves when it is told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Millisecond) // no two things happen at once
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// failer is what a test and a run of rapid have in common.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// world is a helpdesk with the devices of its people.
type world struct {
	t     failer
	clock *clock
	hub   *memory.Desk
	keys  int
	last  offline.Options // of the device that was opened last
}

func newWorld(t failer, o memory.Options) *world {
	w := &world{t: t, clock: newClock()}
	o.Now = w.clock.Now
	w.hub = memory.New(o)
	return w
}

// options are those of a device of a person.
func (w *world) options(home, person string) offline.Options {
	w.last = offline.Options{
		Home: home, Account: person, Now: w.clock.Now, Random: func() float64 { return 0.5 }, NewKey: w.key, Cold: true,
		Connect: func(context.Context) (desk.Backend, error) { return w.hub.Open(person), nil },
	}
	return w.last
}

func (w *world) key() desk.Key {
	w.keys++
	return desk.Key(fmt.Sprintf("01900000-0000-7000-8000-%012x", w.keys))
}

// device opens a new device of a person.
func (w *world) device(t *testing.T, person string) *offline.Desk {
	t.Helper()
	return open(t, w.options(t.TempDir(), person))
}

func open(t *testing.T, o offline.Options) *offline.Desk {
	t.Helper()
	d, err := offline.Open(context.Background(), o)
	must(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// sync makes a round that must end well.
func (w *world) sync(d *offline.Desk) desk.SyncResult {
	w.t.Helper()
	r, err := d.Sync(context.Background())
	must(w.t, err)
	if r.Code != "" {
		w.t.Fatalf("sync ended with %s", r.Code)
	}
	return r
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func request(title string) desk.NewTicket {
	return desk.NewTicket{Title: title, Kind: desk.KindIncident, Impact: 2, Urgency: 3, Message: desk.NewMessage{Body: title + ", please help"}}
}

func says(body string) desk.NewMessage { return desk.NewMessage{Body: body} }

// home is the folder of the device that was opened last.
func (w *world) home() string {
	folder, err := offline.Folder(w.last.Home, w.last.Account)
	must(w.t, err)
	return folder
}

// brittle is a helpdesk whose first download breaks after four bytes.
type brittle struct {
	desk.Backend
	offsets *[]int64
}

func (b brittle) Download(ctx context.Context, id string, offset int64) (io.ReadCloser, error) {
	*b.offsets = append(*b.offsets, offset)
	r, err := b.Backend.Download(ctx, id, offset)
	if err != nil || len(*b.offsets) > 1 {
		return r, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(r, 4), iotest.ErrReader(io.ErrUnexpectedEOF)), r}, nil
}

// indexRoot is the page of a file where an index begins, counted from 0.
func indexRoot(t *testing.T, path, index string, pages int) int {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, sqlite.Options{})
	must(t, err)
	var root int
	must(t, db.Read(t.Context(), func(tx *sql.Tx) error {
		return tx.QueryRowContext(t.Context(), "SELECT rootpage FROM sqlite_schema WHERE name = ?", index).Scan(&root)
	}))
	must(t, db.Close())
	if root < 1 || root > pages {
		t.Fatalf("page %d of %d", root, pages)
	}
	return root - 1
}
