package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline/change"
	"relais/offline/store"
	"relais/offline/store/cache"
	"relais/offline/store/precious"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func now() time.Time { return noon }

type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t failer, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), dir, store.Options{Now: now})
	must(t, err)
	return s
}

func fresh(t *testing.T) *store.Store {
	s := open(t, t.TempDir())
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func key(n int) desk.Key { return desk.Key(fmt.Sprintf("01900000-0000-7000-8000-%012x", n)) }

// ask is an operation that makes a ticket.
func ask(n int) *store.Entry {
	e := &store.Entry{Key: key(n), Lane: precious.TicketLane(string(key(n))), Op: &change.Ask{Ticket: desk.NewTicket{
		Title: fmt.Sprintf("Asked %d", n), Kind: desk.KindIncident, Message: desk.NewMessage{Body: "Please"},
	}}}
	e.Kept = noon.Add(time.Duration(n) * time.Second)
	return e
}

// reply is an operation on a ticket.
func reply(n int, ref string) *store.Entry {
	e := &store.Entry{Key: key(n), Lane: precious.TicketLane(ref), Op: &change.Reply{Message: desk.NewMessage{Body: fmt.Sprintf("Said %d", n)}}}
	e.Kept = noon.Add(time.Duration(n) * time.Second)
	return e
}

// ticket is one as the helpdesk tells it.
func ticket(n int) desk.Pulled {
	id := fmt.Sprint(n)
	at := noon.Add(-time.Duration(n) * time.Minute)
	return desk.Pulled{Extent: desk.ExtentWhole, Conversation: desk.Conversation{
		Ticket: desk.Ticket{
			ID: id, Number: "10" + id, Version: "v" + id, Title: "Ticket " + id, Kind: desk.KindIncident, Status: desk.StatusOpen, Impact: 3, Urgency: 3,
			Priority: 3, Queue: "level1", Requester: desk.PersonRef{ID: "amelie"}, Created: at, Updated: at,
		},
		Messages: []desk.Message{{ID: "m" + id, TicketID: id, Body: "Hello", Created: at}},
	}}
}

// accept makes an operation accepted, as the engine does.
func accept(t failer, s *store.Store, e *store.Entry, n int) {
	t.Helper()
	made := ticket(n).Ticket
	made.Key = e.Key
	must(t, s.Update(context.Background(), e, func(e *store.Entry) {
		e.State, e.Accepted, e.Result = desk.StateAccepted, noon, &change.Result{Ticket: &made, Messages: []desk.Message{{ID: "m" + made.ID, Key: e.Key, Body: "Please"}}}
		e.Number = made.Number
		if e.Verb == desk.VerbAsk {
			e.Ticket, e.Lane = made.ID, precious.TicketLane(made.ID)
		}
	}))
}

func TestEveryOrderOfCrashesBetweenTheTwoFilesComesOutRight(t *testing.T) {
	t.Parallel()
	// Between any two steps the store is closed and opened again.
	dir := t.TempDir()
	e, r := ask(1), reply(2, string(key(1)))
	ctx := t.Context()
	load := func(s *store.Store, e *store.Entry) {
		got, err := s.Entry(ctx, e.Key)
		must(t, err)
		*e = got
	}
	steps := []struct {
		name              string
		do                func(*store.Store)
		id                string
		waiting, messages int
	}{
		{"kept", func(s *store.Store) { must(t, s.Keep(ctx, e, "")) }, "", 1, 1},
		{"followed", func(s *store.Store) { must(t, s.Keep(ctx, r, "")) }, "", 2, 2},
		{"sent", func(s *store.Store) {
			load(s, e)
			must(t, s.Update(ctx, e, func(e *store.Entry) { e.State = desk.StateSent }))
		}, "", 2, 2},
		{"accepted", func(s *store.Store) { load(s, e); accept(t, s, e, 7) }, "", 1, 2},
		{"landed", func(s *store.Store) { load(s, e); must(t, s.Land(ctx, e)) }, "7", 1, 2},
		{"landed again", func(s *store.Store) { load(s, e); must(t, s.Land(ctx, e)) }, "7", 1, 2},
		{"finished", func(s *store.Store) { must(t, s.FinishLanded(ctx)) }, "7", 1, 2},
		{"finished again", func(s *store.Store) { must(t, s.FinishLanded(ctx)) }, "7", 1, 2},
	}
	for _, step := range steps {
		s := open(t, dir)
		step.do(s)
		must(t, s.Close())
		s = open(t, dir)
		for _, ref := range []string{string(e.Key), step.id} {
			if ref == "" {
				continue
			}
			v, err := s.View(ctx, ref)
			must(t, err)
			if v.Ticket.Key != e.Key || v.Ticket.ID != step.id || len(v.Messages) != step.messages || len(v.Pending) != step.waiting {
				t.Errorf("%s: %+v", step.name, v)
			}
		}
		rows, err := s.Tickets(ctx, desk.Filter{})
		must(t, err)
		if len(rows) != 1 || rows[0].ID != step.id || rows[0].Waiting != step.waiting {
			t.Errorf("%s: rows %+v", step.name, rows)
		}
		must(t, s.Close())
	}
}

func TestAnOlderAnswerDoesNotReplaceWhatWasPulledSince(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	e := ask(1)
	must(t, s.Keep(ctx, e, ""))
	accept(t, s, e, 7)
	must(t, s.Land(ctx, e))
	newer := ticket(7)
	newer.Ticket.Title, newer.Ticket.Key = "Newer", e.Key
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{newer}, Next: "1"}, nil))
	must(t, s.Land(ctx, e)) // as after a crash before the precious file knew
	if got, err := s.Base(ctx, "7"); err != nil || got.Title != "Newer" {
		t.Fatalf("got %+v, %v", got, err)
	}
}

func TestTheOverlayIsAFunctionOfRowsAndOperations(t *testing.T) {
	t.Parallel()
	home, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		s := open(rt, filepath.Join(home, fmt.Sprint(n)))
		defer func() { _ = s.Close() }()
		ctx := context.Background()
		for n := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			change1(rt, s, n)
			if !rapid.Bool().Draw(rt, "look") {
				continue
			}
			rows, err := s.Tickets(ctx, desk.Filter{})
			must(rt, err)
			must(rt, s.ForgetOverlay(ctx))
			anew, err := s.Tickets(ctx, desk.Filter{})
			must(rt, err)
			if !reflect.DeepEqual(rows, anew) {
				rt.Fatalf("step by step\n%+v\nanew\n%+v", rows, anew)
			}
		}
	})
}

// change1 does one of the things that change rows or operations.
func change1(rt *rapid.T, s *store.Store, n int) {
	ctx := context.Background()
	live, err := s.Live(ctx)
	must(rt, err)
	known := fmt.Sprint(rapid.IntRange(1, 4).Draw(rt, "ticket"))
	switch rapid.SampledFrom([]string{"ask", "reply", "page", "gone", "accept", "land", "finish", "discard", "attention"}).Draw(rt, "step") {
	case "ask":
		must(rt, s.Keep(ctx, ask(n), ""))
	case "reply":
		must(rt, s.Keep(ctx, reply(n, known), ""))
	case "page":
		p := ticket(int(known[0] - '0'))
		p.Ticket.Title += fmt.Sprint(" of step ", n)
		must(rt, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{p}}, nil))
	case "gone":
		must(rt, s.SavePage(ctx, desk.Page{Gone: []string{known}}, nil))
	case "finish":
		must(rt, s.FinishLanded(ctx))
	default:
		if len(live) > 0 {
			change2(rt, s, &live[rapid.IntRange(0, len(live)-1).Draw(rt, "operation")])
		}
	}
}

func change2(rt *rapid.T, s *store.Store, e *store.Entry) {
	ctx := context.Background()
	switch {
	case e.State == desk.StateAccepted:
		must(rt, s.Land(ctx, e))
	case rapid.Bool().Draw(rt, "accepted"):
		n := rapid.IntRange(1, 4).Draw(rt, "number")
		if e.Verb == desk.VerbReply {
			_, _ = fmt.Sscan(e.TicketRef(), &n)
		}
		accept(rt, s, e, n)
	case rapid.Bool().Draw(rt, "given up"):
		must(rt, s.Discard(ctx, e))
	default:
		must(rt, s.Update(ctx, e, func(e *store.Entry) { e.State, e.Code = desk.StateAttention, desk.CodeForbidden }))
	}
}

func TestAnOperationThatWasChangedSinceItWasReadIsNotOverwritten(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	must(t, s.Keep(ctx, ask(1), ""))
	one, err := s.Entry(ctx, key(1))
	must(t, err)
	two := one
	must(t, s.Update(ctx, &one, func(e *store.Entry) { e.State = desk.StateSent }))
	if err := s.Update(ctx, &two, func(e *store.Entry) { e.State = desk.StateQueued }); !errors.Is(err, precious.ErrMoved) {
		t.Fatalf("got %v", err)
	}
	if err := s.Discard(ctx, &two); !errors.Is(err, precious.ErrMoved) {
		t.Fatalf("got %v", err)
	}
}

func TestAPullFromTheStartDropsWhatItDoesNotTellOf(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	must(t, s.Restart(ctx))
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{ticket(1), ticket(2)}, Articles: []desk.Article{{ID: "a", Lang: "fr"}}, Next: "1", More: true}, nil))
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{ticket(3)}, Next: "2"}, nil))
	must(t, s.Restart(ctx))
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{ticket(2)}, Next: "3", More: true}, nil))
	if rows, err := s.Tickets(ctx, desk.Filter{}); err != nil || len(rows) != 3 {
		t.Fatalf("in the middle: %+v, %v", rows, err)
	}
	must(t, s.SavePage(ctx, desk.Page{Next: "4"}, nil))
	rows, err := s.Tickets(ctx, desk.Filter{})
	must(t, err)
	if len(rows) != 1 || rows[0].ID != "2" {
		t.Fatalf("at the end: %+v", rows)
	}
	if list, err := s.Articles(ctx, ""); err != nil || len(list) != 0 {
		t.Fatalf("articles %+v, %v", list, err)
	}
	if c, sweeping, err := s.Cursor(ctx); err != nil || c != "4" || sweeping {
		t.Fatalf("cursor %q, %v, %v", c, sweeping, err)
	}
}

func TestExtentsAddReplaceOrAnnounceAConversation(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	say := func(id string, e desk.Extent) {
		p := ticket(1)
		p.Extent, p.Messages = e, []desk.Message{{ID: id, Created: noon}}
		if e == desk.ExtentNone {
			p.Messages = nil
		}
		must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{p}}, nil))
	}
	want := func(messages int, partial bool) {
		t.Helper()
		if v, err := s.View(ctx, "1"); err != nil || len(v.Messages) != messages || v.Partial != partial {
			t.Fatalf("%d messages, partial %v, %v", len(v.Messages), v.Partial, err)
		}
	}
	say("m1", desk.ExtentNew) // of a conversation whose beginning is not known
	want(1, true)
	say("m2", desk.ExtentWhole)
	want(1, false)
	say("m3", desk.ExtentNew)
	want(2, false)
	say("", desk.ExtentNone)
	want(2, true)
	if ids, err := s.Partial(ctx, 10); err != nil || len(ids) != 1 {
		t.Fatalf("partial %v, %v", ids, err)
	}
	must(t, s.SetWhole(ctx, "1"))
	want(2, false)
}

func TestATicketIsFoundByIDNumberAndKey(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	p := ticket(5)
	p.Ticket.Key = key(99)
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{p}}, nil))
	for _, ref := range []string{"5", "105", string(key(99))} {
		if id, err := s.Subject(ctx, ref); err != nil || id != "5" {
			t.Errorf("%s: %q, %v", ref, id, err)
		}
	}
	for _, ref := range []string{"", "6", string(key(98))} {
		if _, err := s.Subject(ctx, ref); desk.CodeOf(err) != desk.CodeNotFound {
			t.Errorf("%q: %v", ref, err)
		}
	}
}

func TestAMergedTicketIsFoundAsTheOneThatGoesOn(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	p := ticket(7)
	p.Events = []desk.Event{{ID: "1", TicketID: "7", At: noon, Field: desk.FieldMergedInto, From: "5", To: "7"}}
	must(t, s.SavePage(ctx, desk.Page{Tickets: []desk.Pulled{p}}, nil))
	if v, err := s.View(ctx, "5"); err != nil || v.Ticket.ID != "7" {
		t.Errorf("5 is %+v, %v", v.Ticket, err)
	}
	must(t, s.Keep(ctx, reply(1, "5"), ""))
	if v, err := s.View(ctx, "5"); err != nil || v.Ticket.ID != "5" {
		t.Errorf("with something that waits 5 is %+v, %v", v.Ticket, err)
	}
}

func TestANewerSchemaIsRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"precious.db", "cache.db"} {
		dir := t.TempDir()
		must(t, open(t, dir).Close())
		db, err := sqlite.Open(t.Context(), filepath.Join(dir, name), sqlite.Options{})
		must(t, err)
		must(t, db.Write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec("PRAGMA user_version = 99"); return err }))
		must(t, db.Close())
		if _, err := store.Open(t.Context(), dir, store.Options{Now: now}); desk.CodeOf(err) != desk.CodeNewer {
			t.Errorf("%s: %v", name, err)
		}
		if aside, err := filepath.Glob(filepath.Join(dir, "*corrupt*")); err != nil || len(aside) > 0 {
			t.Errorf("%s: set aside %v, %v", name, aside, err)
		}
	}
}

func TestAnOperationThatCanNotBeReadNeedsAttentionAndHarmsNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	must(t, s.Keep(t.Context(), ask(1), ""))
	must(t, s.Keep(t.Context(), ask(2), ""))
	must(t, s.Close())
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "precious.db"), sqlite.Options{})
	must(t, err)
	must(t, db.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE operation SET verb = 'dance', gen = 9 WHERE key = ?", string(key(1)))
		return err
	}))
	must(t, db.Close())
	s = open(t, dir)
	defer func() { _ = s.Close() }()
	live, err := s.Live(t.Context())
	must(t, err)
	list := store.Pendings(live)
	if len(list) != 2 || list[0].State != desk.StateAttention || list[0].Code != desk.CodeNewer || list[1].State != desk.StateQueued {
		t.Fatalf("pending %+v", list)
	}
	if rows, err := s.Tickets(t.Context(), desk.Filter{}); err != nil || len(rows) != 2 && len(rows) != 1 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
}

func TestFileNamesAreMadeSafe(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"photo.png": "photo.png", "../../etc/passwd": "passwd", `C:\\Users\\a\\b.txt`: "b.txt", "": "file", "...": "file", " .hidden ": "hidden", "a\x00b\n.txt": "ab.txt",
		"a\u202egnp.exe": "agnp.exe", `a<b>c:"d|e?f*.txt`: "a_b_c__d_e_f_.txt", "trailing. ": "trailing", "/": "file", "con\xffig": "conig",
	} {
		if got := store.CleanName(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
	long := store.CleanName(strings.Repeat("é", 300) + ".jpeg")
	if len(long) > 120 || !strings.HasSuffix(long, ".jpeg") || strings.ToValidUTF8(long, "") != long {
		t.Errorf("got %q", long)
	}
	if got := store.CleanName("a." + strings.Repeat("x", 300)); len(got) > 120 {
		t.Errorf("got %d bytes", len(got))
	}
}

func TestHelloIsKeptAndShowsWhatWaitsAnew(t *testing.T) {
	t.Parallel()
	s, ctx := fresh(t), t.Context()
	must(t, s.Keep(ctx, ask(1), ""))
	mine := desk.Filter{Requester: "amelie"}
	if rows, err := s.Tickets(ctx, mine); err != nil || len(rows) != 0 {
		t.Fatalf("rows %+v, %v", rows, err)
	}
	h := cache.Hello{Welcome: desk.Welcome{Me: desk.Person{ID: "amelie", Name: "Amélie"}, Matrix: desk.Matrix{{6}}}}
	must(t, s.SetHello(ctx, h))
	if got, err := s.Hello(ctx); err != nil || !reflect.DeepEqual(got, h) {
		t.Fatalf("hello %+v, %v", got, err)
	}
	if rows, err := s.Tickets(ctx, mine); err != nil || len(rows) != 1 || rows[0].Requester.Name != "Amélie" {
		t.Fatalf("rows %+v, %v", rows, err)
	}
}
