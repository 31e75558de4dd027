package cursor_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // not every computer has it

	"pgregory.net/rapid"

	"relais/client/rt/cursor"
	"relais/internal/desk"
)

// zones are those of accounts: one with a change of half an hour, one without any.
var zones = []string{"Europe/Paris", "America/New_York", "America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kolkata", "UTC"}

// changes are clock changes of Paris, New York and Lord Howe.
var changes = []time.Time{
	time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC),
	time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC),
	time.Date(2026, 4, 4, 15, 0, 0, 0, time.UTC), time.Date(2026, 10, 3, 15, 30, 0, 0, time.UTC),
}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// asked is the second that a question means to Request Tracker: it subtracts from
// the clock on the wall of the account, and takes away the offset that the account
// has when the clock of UTC shows the same.
func asked(t interface{ Fatal(...any) }, question string, now time.Time, account *time.Location) (from int64, after int) {
	var ago int64
	if n, err := fmt.Sscanf(question, "LastUpdated >= '%d seconds ago' AND id > %d", &ago, &after); n != 2 || len(strings.Fields(question)[2]) != 8 {
		t.Fatal("not a question", question, err)
	}
	_, offset := now.In(account).Zone()
	wall := now.Unix() + int64(offset) - ago
	_, offset = time.Unix(wall, 0).In(account).Zone()
	return wall - int64(offset), after
}

func TestNoClockChangeHidesWhatCameSinceTheLastPass(t *testing.T) {
	t.Parallel()
	for _, name := range zones {
		account := zone(t, name)
		for _, change := range changes {
			for shift := -30 * time.Hour; shift <= 30*time.Hour; shift += 10 * time.Minute {
				for _, away := range []time.Duration{0, time.Minute, 90 * time.Minute, 7 * time.Hour, 3 * 24 * time.Hour, 100 * 24 * time.Hour} {
					now := change.Add(shift)
					c := cursor.New(now.Add(-away))
					if err := c.Begin(now); err != nil {
						t.Fatal(err)
					}
					from, _ := asked(t, c.Question(now), now, account)
					if late := from - (c.Since - 60); late > 0 || late < -2*3600 {
						t.Fatalf("%s, at %s, %s after the last pass: it begins %d s too late", name, now, away, late)
					}
				}
			}
		}
	}
}

// tracker is a Request Tracker as far as a cursor sees it: times in whole seconds
// of a clock that somebody turns.
type tracker struct {
	now      time.Time
	account  *time.Location
	updated  map[int]time.Time
	versions map[int]int
	cursor   cursor.Cursor
	told     map[int]int // versions
}

func (r *tracker) change(id int) {
	r.updated[id] = r.now.Truncate(time.Second)
	r.versions[id]++
}

func (r *tracker) tell(id int) {
	r.told[id] = r.versions[id]
	r.cursor.Seen[id] = cursor.NewMark(r.updated[id], fmt.Sprint(r.versions[id]), r.now)
}

// pass is one pass; meanwhile runs after each of its rows. Told again from the
// beginning is what a cursor is that is too old.
func (r *tracker) pass(t *rapid.T, meanwhile func()) {
	if err := r.cursor.Begin(r.now); err != nil {
		if desk.CodeOf(err) != desk.CodeCursorTooOld {
			t.Fatal(err)
		}
		r.cursor = cursor.New(r.now)
		for id := range r.versions {
			r.tell(id)
		}
		return
	}
	for {
		from, after := asked(t, r.cursor.Question(r.now), r.now, r.account)
		next := 0
		for _, id := range slices.Sorted(maps.Keys(r.updated)) {
			if id > after && r.updated[id].Unix() >= from {
				next = id
				break
			}
		}
		if next == 0 {
			break
		}
		told, version := r.cursor.Told(next, r.updated[next])
		if !told || version != "" && version != fmt.Sprint(r.versions[next]) {
			r.tell(next)
		}
		r.cursor.After = next
		meanwhile()
	}
	r.cursor.End()
}

func (r *tracker) check(t *rapid.T) {
	for id, v := range r.versions {
		if r.told[id] != v {
			t.Fatalf("of ticket %d version %d was told, and it has %d", id, r.told[id], v)
		}
	}
}

func TestPassesMissNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		begin := rapid.SampledFrom(changes).Draw(t, "change").Add(time.Duration(rapid.IntRange(-50_000, 50_000).Draw(t, "from it")) * time.Second)
		r := &tracker{
			now: begin, account: zone(t, rapid.SampledFrom(zones).Draw(t, "zone")), cursor: cursor.New(begin),
			updated: map[int]time.Time{}, versions: map[int]int{}, told: map[int]int{},
		}
		id := func() int { return rapid.IntRange(1, 5).Draw(t, "ticket") }
		wait := func(most int) {
			r.now = r.now.Add(time.Duration(rapid.IntRange(0, most).Draw(t, "ms")) * time.Millisecond)
		}
		last := begin // the clock at the last pass
		pass := func(meanwhile func()) {
			r.pass(t, meanwhile)
			last = r.now
		}
		t.Repeat(map[string]func(*rapid.T){
			"change":      func(*rapid.T) { r.change(id()) },
			"a moment":    func(*rapid.T) { wait(1500) },
			"some hours":  func(*rapid.T) { wait(9 * 3_600_000) },
			"many months": func(*rapid.T) { wait(200 * 86_400_000) },
			"pass": func(t *rapid.T) {
				pass(func() {})
				r.check(t)
			},
			"pass while others write": func(*rapid.T) {
				pass(func() {
					if rapid.Bool().Draw(t, "meanwhile") {
						r.change(id())
						wait(1500)
					}
				})
			},
			// A clock that goes back is seen if the next pass comes before it has caught up,
			// and, when it went back by little, within minutes.
			"the clock goes back": func(t *rapid.T) {
				pass(func() {})
				r.now = last.Add(-time.Duration(rapid.IntRange(4, 7200).Draw(t, "back")) * time.Second)
				end := r.now.Add(min(last.Sub(r.now)-3*time.Second, 9*time.Minute))
				for r.now.Before(end) && rapid.Bool().Draw(t, "more") {
					r.change(id())
					wait(int(end.Sub(r.now) / time.Millisecond))
				}
				pass(func() {})
				r.check(t)
			},
		})
	})
}

func TestACursorThatNoQuestionReachesIsTooOld(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	for since, want := range map[time.Duration]desk.Code{
		-115 * 24 * time.Hour: "", -116 * 24 * time.Hour: desk.CodeCursorTooOld, 0: "", time.Minute: "", 61 * time.Second: desk.CodeCursorTooOld,
	} {
		c := cursor.New(now.Add(since))
		if err := c.Begin(now); err == nil && want != "" || err != nil && desk.CodeOf(err) != want {
			t.Errorf("%s from now: got %v", since, err)
		}
	}
}
