package simulation_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/server"
	"relais/offline"
)

// short is a connection that loses the answer to one request after the server has done it, and is gone then.
type short struct {
	next http.RoundTripper
	left atomic.Int64 // requests until then
	gone atomic.Bool
}

func (s *short) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.gone.Load() {
		return nil, syscall.ECONNREFUSED
	}
	reply, err := s.next.RoundTrip(r)
	if err == nil && s.left.Add(-1) == -1 {
		s.gone.Store(true)
		_ = reply.Body.Close()
		return nil, http.ErrHandlerTimeout
	}
	return reply, err
}

// A real server of Relais that knows a key for no time, half an hour or a day, and a device that hears of what it did
// before that time is over, and after it.
func TestAServerThatForgetsKeysDoesNothingTwice(t *testing.T) {
	t.Parallel()
	for _, life := range []time.Duration{-1, 30 * time.Minute, 24 * time.Hour} {
		for _, later := range []time.Duration{time.Minute, 31 * time.Minute, 25 * time.Hour} {
			t.Run(fmt.Sprintf("keys are known for %v, the next try is after %v", life, later), func(t *testing.T) {
				t.Parallel()
				for _, lost := range answers {
					loses(t, life, later, lost)
				}
			})
		}
	}
}

// loses delivers everything although an answer gets lost.
func loses(t *testing.T, life, later time.Duration, lost int64) {
	t.Helper()
	ctx, now := t.Context(), time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	clock := func() time.Time { now = now.Add(time.Millisecond); return now }
	road := &short{}
	road.left.Store(lost)
	d, truth := forgetfulDesk(t, life, clock, road)
	wrote := map[desk.Key]string{}
	for n := range 2 {
		r, err := d.Ask(ctx, desk.NewTicket{Title: fmt.Sprint("Request ", n), Kind: desk.KindIncident, Message: desk.NewMessage{Body: fmt.Sprint("request ", n)}}, "")
		check(t, err)
		wrote[r.Key] = fmt.Sprint("request ", n)
		for _, act := range []func(desk.NewMessage) (desk.Receipt, error){
			func(m desk.NewMessage) (desk.Receipt, error) { return d.Reply(ctx, string(r.Key), m, "") },
			func(m desk.NewMessage) (desk.Receipt, error) {
				return d.Pend(ctx, string(r.Key), desk.PendingVendor, time.Time{}, &m, "")
			},
		} {
			words := fmt.Sprint("words ", len(wrote))
			said, err := act(desk.NewMessage{Body: words})
			check(t, err)
			wrote[said.Key] = words
		}
	}
	for range 6 {
		_, err := d.Sync(ctx)
		check(t, err)
		road.gone.Store(false)
		now = now.Add(later)
	}
	arrived := everywhere(t, truth)
	for key, words := range wrote {
		r, err := d.Receipt(ctx, key)
		check(t, err)
		n := strings.Count(arrived, "<"+words+">")
		// What an unknown outcome stops waits for a person, who sees the words.
		if n > 1 || r.State == desk.StateAccepted && n != 1 || r.State != desk.StateAccepted && r.State != desk.StateAttention && r.State != desk.StateQueued {
			t.Errorf("answer %d lost: %q (%s) is there %d times", lost, words, r.State, n)
		}
		if r.State == desk.StateQueued && !blocked(t, d, key) {
			t.Errorf("answer %d lost: %q waits for nothing", lost, words)
		}
	}
}

// blocked tells whether an action waits behind one that needs a person.
func blocked(t *testing.T, d *offline.Desk, key desk.Key) bool {
	t.Helper()
	list, err := d.Outbox(t.Context())
	check(t, err)
	for _, p := range list {
		if p.Key == key {
			return p.Blocked
		}
	}
	return false
}

// forgetfulDesk is a technician's device and a server that forgets; truth sees what the server has.
func forgetfulDesk(t *testing.T, life time.Duration, clock func() time.Time, road *short) (d *offline.Desk, truth *rest.Backend) {
	t.Helper()
	ctx := t.Context()
	s, err := server.Open(ctx, server.Options{Data: t.TempDir(), Now: clock, RateLimit: 1_000_000, KeyLife: life})
	check(t, err)
	t.Cleanup(func() { _ = s.Close() })
	check(t, s.AddQueue(ctx, desk.Queue{ID: "level1", Name: "Level 1", Level: 1}))
	_, err = s.AddPerson(ctx, desk.Person{ID: "claire", Login: "claire", Name: "Claire", Role: desk.RoleTechnician, Queues: []string{"level1"}}, desk.Secret{})
	check(t, err)
	token, _, err := s.TokenFor(ctx, "claire", "test")
	check(t, err)
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	connect := func(wrap func(http.RoundTripper) http.RoundTripper) *rest.Backend {
		b, err := rest.Open(transport.Options{Base: h.URL, Wrap: wrap}, token)
		check(t, err)
		t.Cleanup(func() { _ = b.Close() })
		return b
	}
	d, err = offline.Open(ctx, offline.Options{
		Home: t.TempDir(), Account: "claire", Cold: true, Now: clock, Random: func() float64 { return 0.5 },
		Connect: func(context.Context) (desk.Backend, error) {
			return connect(func(next http.RoundTripper) http.RoundTripper { road.next = next; return road }), nil
		},
	})
	check(t, err)
	t.Cleanup(func() { _ = d.Close() })
	return d, connect(nil)
}

// everywhere is all that the server was told, each text in angle brackets.
func everywhere(t *testing.T, b *rest.Backend) string {
	t.Helper()
	var all strings.Builder
	page, err := b.Pull(t.Context(), "")
	check(t, err)
	for _, p := range page.Tickets {
		c, err := b.Conversation(t.Context(), p.Ticket.ID)
		check(t, err)
		for _, m := range c.Messages {
			all.WriteString("<" + m.Body + ">")
		}
	}
	return all.String()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
