package server_test

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
)

func TestTheSameKeyDoesTheSameOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie, claire := b.as("amelie"), b.as("claire")
	id := amelie.create(ask("Printer")).Ticket.ID
	for _, c := range []struct {
		name, method, path string
		body, other        any
	}{
		{"a ticket", http.MethodPost, "/tickets", ask("Paper"), ask("Pager")},
		{"a change", http.MethodPatch, "/tickets/" + id, desk.Change{Message: &desk.NewMessage{Body: "Hello"}}, desk.Change{Message: &desk.NewMessage{Body: "Bye"}}},
		{"an article", http.MethodPost, "/articles", article("", "fr"), article("", "en")},
	} {
		h := withKey(newKey())
		var first, again any
		if answer := claire.gets(c.method, c.path, h, c.body, &first); answer.Header.Get(restapi.HeaderReplayed) != "" {
			t.Errorf("%s: replayed at once", c.name)
		}
		claire.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "In between"}})
		if answer := claire.gets(c.method, c.path, h, c.body, &again); answer.Header.Get(restapi.HeaderReplayed) != "true" {
			t.Errorf("%s: not marked as replayed", c.name)
		}
		if !reflect.DeepEqual(first, again) {
			t.Errorf("%s: first %v, then %v", c.name, first, again)
		}
		if code := claire.fails(c.method, c.path, h, c.other); code != desk.CodeKeyReused {
			t.Errorf("%s with another content: %q", c.name, code)
		}
		if code := b.as("nadia").fails(c.method, c.path, h, c.body); code != desk.CodeKeyReused {
			t.Errorf("%s by somebody else: %q", c.name, code)
		}
	}
	if n := len(claire.conversation(id).Messages); n != 5 {
		t.Errorf("%d messages", n)
	}
}

func TestWhatWasRefusedLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	h := withKey(newKey())
	if code := amelie.fails(http.MethodPost, "/tickets", h, ask("")); code != desk.CodeInvalid {
		t.Fatalf("got %q", code)
	}
	amelie.gets(http.MethodPost, "/tickets", h, ask("Printer"), nil)
}

func TestAWriteNeedsAKey(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, h := range []header{nil, {restapi.HeaderKey: "1"}, {restapi.HeaderKey: "018F0000-0000-7000-8000-000000000000"}} {
		if code := b.as("amelie").fails(http.MethodPost, "/tickets", h, ask("Printer")); code != desk.CodeInvalid {
			t.Errorf("%v: got %q", h, code)
		}
	}
}

func TestFindTellsWhatAKeyDid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	key := newKey()
	if code := amelie.fails(http.MethodGet, "/operations/"+string(key), nil, nil); code != desk.CodeNotFound {
		t.Errorf("before: %q", code)
	}
	var made, found desk.Written
	amelie.gets(http.MethodPost, "/tickets", withKey(key), ask("Printer"), &made)
	amelie.gets(http.MethodGet, "/operations/"+string(key), nil, nil, &found)
	if !reflect.DeepEqual(made, found) || found.Ticket.Key != key {
		t.Errorf("made %+v, found %+v", made, found)
	}
	if code := b.as("claire").fails(http.MethodGet, "/operations/"+string(key), nil, nil); code != desk.CodeNotFound {
		t.Errorf("somebody else: %q", code)
	}
}

// lossy lets requests through and loses every other answer.
func lossy(next http.Handler) http.Handler {
	var n atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || n.Add(1)%2 == 0 {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
}

func TestAnAnswerThatIsLostIsGivenAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	amelie := b.as("amelie")
	b.http.Close()
	b.http = httptest.NewServer(lossy(b.server.Handler()))
	t.Cleanup(b.http.Close)

	h := withKey(newKey())
	if err := amelie.loses(http.MethodPost, "/tickets", h, ask("Printer")); err == nil {
		t.Fatal("the answer came")
	}
	var w desk.Written
	if answer := amelie.gets(http.MethodPost, "/tickets", h, ask("Printer"), &w); answer.Header.Get(restapi.HeaderReplayed) != "true" {
		t.Error("not marked as replayed")
	}
	var list restapi.TicketList
	amelie.gets(http.MethodGet, "/tickets", nil, nil, &list)
	if len(list.Tickets) != 1 || list.Tickets[0].ID != w.Ticket.ID {
		t.Errorf("got %+v", list)
	}
}

func TestManyWritersLoseNothing(t *testing.T) {
	t.Parallel()
	const writers, each = 8, 10
	b := newBench(t)
	id := b.as("amelie").create(ask("Printer")).Ticket.ID
	var group sync.WaitGroup
	for range writers {
		c := b.as("claire")
		key := newKey() // sent twice at the same time by each
		group.Go(func() {
			for range each {
				c.update(id, "", desk.Change{Message: &desk.NewMessage{Body: "One"}})
			}
			c.gets(http.MethodPatch, "/tickets/"+id, withKey(key), desk.Change{Message: &desk.NewMessage{Body: "Twin"}}, nil)
		})
		group.Go(func() {
			c.gets(http.MethodPatch, "/tickets/"+id, withKey(key), desk.Change{Message: &desk.NewMessage{Body: "Twin"}}, nil)
			var page desk.Page
			c.gets(http.MethodGet, "/changes", nil, nil, &page)
		})
	}
	group.Wait()
	if n := len(b.as("claire").conversation(id).Messages); n != 1+writers*(each+1) {
		t.Errorf("%d messages, want %d", n, 1+writers*(each+1))
	}
}

func TestOfTwoChangesOnOneVersionOneWins(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.as("amelie").create(ask("Printer")).Ticket.ID
	version := b.as("claire").conversation(id).Ticket.Version
	var group sync.WaitGroup
	var won, lost atomic.Int64
	for _, title := range []string{"A", "B", "C", "D"} {
		c := b.as("claire")
		group.Go(func() {
			switch p := c.refused(id, version, set("title", title)); p.Code {
			case "":
				won.Add(1)
			case desk.CodeConflict:
				lost.Add(1)
			}
		})
	}
	group.Wait()
	if won.Load() != 1 || lost.Load() != 3 {
		t.Errorf("%d won, %d lost", won.Load(), lost.Load())
	}
}

func TestAServerThatForgetsKeysSaysSo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		life         time.Duration
		known, after time.Duration // for how long the same key answers the same, and from when on not
	}{{-1, -1, 0}, {30 * time.Minute, 29 * time.Minute, 30 * time.Minute}, {24 * time.Hour, 24*time.Hour - time.Minute, 24 * time.Hour}} {
		b := newBench(t, func(o *server.Options) { o.KeyLife = c.life })
		claire := b.as("claire")
		var w restapi.Welcome
		claire.gets(http.MethodGet, "/welcome", nil, nil, &w)
		if can := w.Capabilities; can.Create != desk.Findable || can.Message != desk.Findable || can.Change != desk.BestEffort || can.Grace <= 0 {
			t.Errorf("%v: it promises %+v", c.life, can)
		}
		key, began := newKey(), b.clock.Now()
		var made desk.Written
		claire.gets(http.MethodPost, "/tickets", withKey(key), ask("Printer"), &made)
		if c.known > 0 {
			b.clock.advance(c.known)
			if again := claire.gets(http.MethodPost, "/tickets", withKey(key), ask("Printer"), nil); again.Header.Get(restapi.HeaderReplayed) != "true" {
				t.Errorf("%v: forgotten after %v", c.life, c.known)
			}
		}
		b.clock.advance(c.after - b.clock.Now().Sub(began))
		var found desk.Written
		claire.gets(http.MethodGet, "/operations/"+string(key), nil, nil, &found)
		if found.Ticket.ID != made.Ticket.ID || len(found.Messages) != 1 || found.Messages[0].ID != made.Messages[0].ID {
			t.Errorf("%v: found %+v", c.life, found)
		}
		if code := b.as("nadia").fails(http.MethodGet, "/operations/"+string(key), nil, nil); code != desk.CodeNotFound {
			t.Errorf("%v: somebody else finds %q", c.life, code)
		}
		var twice desk.Written
		claire.gets(http.MethodPost, "/tickets", withKey(key), ask("Printer"), &twice)
		if twice.Ticket.ID == made.Ticket.ID {
			t.Errorf("%v: still known after %v", c.life, c.after)
		}
	}
}
