package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/client/clienttest"
	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("rapid.checks", "25"); err != nil { // each has a real database behind it
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

func TestConformance(t *testing.T) {
	t.Parallel()
	clienttest.Run(t, clienttest.Harness{
		Start:   func(t *testing.T) clienttest.Helpdesk { return start(t).harness() },
		Without: []string{"a ticket that is deleted", "a pull of several requests"},
	})
}

// base is a path that the server is mounted under, as behind a company's proxy.
const base = "/help/desk"

const password = "a long enough password"

// bench is a server with its people, a clock and faults.
type bench struct {
	*server.Server
	url    string
	clock  *clock
	faults faults
	skew   time.Duration // of the devices opened from now on
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

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

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{clock: &clock{now: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)}}
	s, err := server.Open(t.Context(), server.Options{
		Data: t.TempDir(), Now: b.clock.Now, RateLimit: 1_000_000, MaxAttachment: 16 << 20, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Server = s
	web := httptest.NewServer(http.StripPrefix(base, b.faults.around(s.Handler())))
	t.Cleanup(func() {
		web.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	b.url = web.URL + base
	b.populate(t)
	return b
}

func (b *bench) populate(t *testing.T) {
	t.Helper()
	for _, q := range []desk.Queue{{ID: "level1", Name: "Level 1", Level: 1}, {ID: "level2", Name: "Level 2", Level: 2}} {
		if err := b.AddQueue(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	for who, p := range map[clienttest.Who]desk.Person{
		clienttest.Requester:   {Name: "First Requester", Role: desk.RoleRequester},
		clienttest.Requester2:  {Name: "Second Requester", Role: desk.RoleRequester},
		clienttest.Technician1: {Name: "Technician One", Role: desk.RoleTechnician, Queues: []string{"level1"}},
		clienttest.Technician2: {Name: "Another Technician", Role: desk.RoleTechnician, Queues: []string{"level2"}},
	} {
		p.ID, p.Login, p.Email = string(who), string(who), string(who)+"@example.org"
		if _, err := b.AddPerson(t.Context(), p, desk.Secret{}); err != nil {
			t.Fatal(err)
		}
	}
}

func (b *bench) options() transport.Options {
	skew := b.skew
	return transport.Options{Base: b.url, Now: func() time.Time { return b.clock.Now().Add(skew) }, Wrap: b.faults.wrap}
}

func (b *bench) open(t testing.TB, who clienttest.Who) desk.Backend {
	t.Helper()
	token, _, err := b.TokenFor(t.Context(), string(who), "a test")
	if err != nil {
		t.Fatal(err)
	}
	d, err := rest.Open(b.options(), token)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (b *bench) harness() clienttest.Helpdesk {
	return clienttest.Helpdesk{
		Open: b.open, Low: "level1", High: "level2",
		Lose: b.faults.setLose, Cut: b.faults.setCut, Throttle: b.faults.setThrottle, Outage: b.faults.setOutage, Advance: b.clock.Advance,
		Rewind: func(d time.Duration) { b.clock.Advance(-d) }, Skew: func(d time.Duration) { b.skew = d },
		LoseFile: b.faults.setLoseFile, Drop: b.faults.setDrop, Follow: b.follow,
		Revoke: func(t testing.TB, who clienttest.Who) {
			if err := b.RevokeTokens(t.Context(), string(who)); err != nil {
				t.Fatal(err)
			}
		},
		Forget: func(t testing.TB) {
			if err := b.Renew(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
		WrongPassword: func(ctx context.Context) error {
			_, _, err := rest.SignIn(ctx, b.options(), string(clienttest.Requester), desk.NewSecret("wrong "+password), "a test")
			return err
		},
		WrongServer: wrongServer,
	}
}

// follow speaks to the server directly: following is no part of the contract.
func (b *bench) follow(t testing.TB, ticketID string, who clienttest.Who, on bool) {
	t.Helper()
	token, _, err := b.TokenFor(t.Context(), string(clienttest.Technician1), "a test")
	if err != nil {
		t.Fatal(err)
	}
	method := http.MethodDelete
	if on {
		method = http.MethodPut
	}
	path := strings.NewReplacer("{id}", ticketID, "{person}", string(who)).Replace(restapi.PathWatcher)
	req, err := http.NewRequestWithContext(t.Context(), method, b.url+restapi.Base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token.Reveal())
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode >= 300 && res.StatusCode != http.StatusNotFound {
		t.Fatalf("follow: %s", res.Status)
	}
}

// wrongServer answers everything with a web page and a 200.
func wrongServer(t testing.TB) desk.Backend {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<h1>It works!</h1>"))
	}))
	t.Cleanup(web.Close)
	d, err := rest.Open(transport.Options{Base: web.URL}, desk.NewSecret("a token"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// faults are what goes wrong next.
type faults struct {
	mu        sync.Mutex
	lose, cut int
	throttle  time.Duration
	outage    bool
	loseFile  int
	drop      *desk.Field
}

func (f *faults) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *faults) setLose(n int)                  { f.set(func() { f.lose = n }) }
func (f *faults) setCut(n int)                   { f.set(func() { f.cut = n }) }
func (f *faults) setThrottle(wait time.Duration) { f.set(func() { f.throttle = wait }) }
func (f *faults) setOutage(down bool)            { f.set(func() { f.outage = down }) }
func (f *faults) setLoseFile(n int)              { f.set(func() { f.loseFile = n }) }
func (f *faults) setDrop(field desk.Field)       { f.set(func() { f.drop = &field }) }

// around is the side of the server: it throttles.
func (f *faults) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		wait := f.throttle
		f.mu.Unlock()
		if wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)))
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// wrap is the side of the client: requests and answers get lost.
func (f *faults) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		f.mu.Lock()
		outage, cut := f.outage, f.cut > 0
		if cut {
			f.cut--
		}
		write := !outage && !cut && len(r.Header[strings.ToLower(restapi.HeaderKey)]) > 0
		lose := f.lose > 0 && write
		if lose {
			f.lose--
		}
		if f.loseFile > 0 && r.Method == http.MethodPut && strings.Contains(r.URL.Path, "/blobs/") {
			f.loseFile--
			lose = true
		}
		var drop *desk.Field
		if write {
			drop, f.drop = f.drop, nil
		}
		f.mu.Unlock()
		switch {
		case outage:
			return nil, errors.New("nobody there")
		case cut:
			httptrace.ContextClientTrace(r.Context()).WroteHeaders()
			return nil, errors.New("the line broke")
		}
		if drop != nil {
			return without(next, r, *drop)
		}
		res, err := next.RoundTrip(r)
		if lose && err == nil {
			res.Body.Close()
			return nil, errors.New("the line broke before the answer")
		}
		return res, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// without lets a write through without one field, or, when nothing of it is left,
// answers with the ticket as it is.
func without(next http.RoundTripper, r *http.Request, field desk.Field) (*http.Response, error) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return nil, err
	}
	set, changes := body["set"].(map[string]any)
	switch {
	case changes:
		delete(set, string(field))
	case field == "":
		delete(body, "message")
	default:
		delete(body, string(field))
	}
	if r.Method == http.MethodPatch && len(set) == 0 && body["message"] == nil {
		return unmoved(next, r)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	short := r.Clone(r.Context())
	short.Body, short.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return next.RoundTrip(short)
}

// unmoved reads a ticket, and answers as if that were what became of a write.
func unmoved(next http.RoundTripper, r *http.Request) (*http.Response, error) {
	read := r.Clone(r.Context())
	read.Method, read.Body, read.ContentLength = http.MethodGet, nil, 0
	read.Header.Del("Accept-Encoding")
	res, err := next.RoundTrip(read)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	var c desk.Conversation
	if err := json.NewDecoder(res.Body).Decode(&c); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(desk.Written{Ticket: c.Ticket})
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(raw)), int64(len(raw))
	return res, err
}
