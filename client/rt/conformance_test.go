package rt_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/client/clienttest"
	"relais/client/rt"
	"relais/client/transport"
	"relais/internal/desk"
)

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("rapid.checks", "4"); err != nil { // each is some hundred requests to a slow server
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

func TestConformance(t *testing.T) {
	b := start(t)
	clienttest.Run(t, clienttest.Harness{
		Start: func(*testing.T) clienttest.Helpdesk { return b.helpdesk() }, Serial: true,
		Without: []string{
			"keys for new tickets", "keys for messages", "keys for changes", "known limit for files", "moves of requesters",
			"a reply that opens what waits", "a reply that leaves what is done", "a helpdesk that forgets its history", "outcomes of articles", "pictures of articles",
			"articles that only staff reads", "articles that end", "articles in pairs", "a clock that goes back", "files that travel by themselves",
		},
	})
}

// logins are the people of scripts/rt.sh.
var logins = map[clienttest.Who]string{
	clienttest.Requester: "user1", clienttest.Requester2: "user2", clienttest.Technician1: "tech1", clienttest.Technician2: "tech2",
}

func password(login string) desk.Secret {
	if login == "root" {
		return desk.NewSecret("rt-root-ci")
	}
	return desk.NewSecret(login + "-pw-ci")
}

// bench is a real Request Tracker, and what goes wrong on the way to it.
type bench struct {
	url string
	faults
	skew time.Duration // of the devices opened from now on
}

// start finds the server that scripts/rt.sh started.
func start(tb testing.TB) *bench {
	tb.Helper()
	url := os.Getenv("RELAIS_RT_URL")
	if url == "" {
		tb.Skip("no Request Tracker: start one with scripts/rt.sh up")
	}
	return &bench{url: url}
}

func (b *bench) options() transport.Options {
	skew := b.skew
	return transport.Options{Base: b.url, Now: func() time.Time { return time.Now().Add(skew) }, Wrap: b.wrap}
}

// often makes a back end look each time at what seldom changes.
var often = rt.Settings{Every: time.Nanosecond}

func (b *bench) open(tb testing.TB, login string, s rt.Settings) *rt.Backend {
	tb.Helper()
	d, err := rt.Open(b.options(), login, password(login), s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func (b *bench) helpdesk() clienttest.Helpdesk {
	return clienttest.Helpdesk{
		Open: func(t testing.TB, who clienttest.Who) desk.Backend { return b.open(t, logins[who], often) },
		Low:  b.queue("Niveau 1"), High: b.queue("Niveau 2"),
		Lose: b.setLose, Cut: b.setCut, Throttle: b.setThrottle, Outage: b.setOutage, Advance: func(time.Duration) {},
		Skew: func(d time.Duration) { b.skew = d }, Drop: b.setDrop, Midway: b.setMidway,
		Vanish: func(t testing.TB, id string) { b.put(t, "/ticket/"+id, map[string]any{"Status": "deleted"}) },
		Follow: b.follow, Revoke: b.revoke,
		WrongPassword: func(ctx context.Context) error {
			_, _, err := rt.SignIn(ctx, b.options(), "user1", desk.NewSecret("wrong"), rt.Settings{})
			return err
		},
		WrongServer: wrongServer,
	}
}

// queue is the id of a queue.
func (b *bench) queue(name string) string {
	var q struct {
		ID int `json:"id"`
	}
	if err := b.root(http.MethodGet, "/queue/"+strings.ReplaceAll(name, " ", "%20"), nil, &q); err != nil {
		return err.Error()
	}
	return strconv.Itoa(q.ID)
}

// root speaks to Request Tracker as its administrator, past the adapter.
func (b *bench) root(method, path string, body, into any) error {
	return b.as("root", method, path, body, into)
}

func (b *bench) as(login, method, path string, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(method, b.url+"/REST/2.0"+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	req.SetBasicAuth(login, password(login).Reveal())
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Close = true
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s %w", method, path, res.Status, answer, err)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

func (b *bench) put(t testing.TB, path string, body map[string]any) {
	t.Helper()
	if err := b.root(http.MethodPut, path, body, nil); err != nil {
		t.Fatal(err)
	}
}

// follow makes somebody one of the requesters, because others see nothing.
func (b *bench) follow(t testing.TB, id string, who clienttest.Who, on bool) {
	t.Helper()
	var ticket struct {
		Requestor []struct {
			ID string `json:"id"`
		}
	}
	if err := b.root(http.MethodGet, "/ticket/"+id, nil, &ticket); err != nil {
		return // it is gone
	}
	var list []string
	for i, r := range ticket.Requestor {
		if i == 0 || r.ID != logins[who] {
			list = append(list, r.ID)
		}
	}
	if on {
		list = append(list, logins[who])
	}
	b.put(t, "/ticket/"+id, map[string]any{"Requestor": list})
}

// revoke locks somebody out until the test ends.
func (b *bench) revoke(t testing.TB, who clienttest.Who) {
	t.Helper()
	b.put(t, "/user/"+logins[who], map[string]any{"Disabled": 1})
	t.Cleanup(func() { b.put(t, "/user/"+logins[who], map[string]any{"Disabled": 0}) })
}

// wrongServer answers everything with a web page and a 200.
func wrongServer(t testing.TB) desk.Backend {
	t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<h1>It works!</h1>"))
	}))
	t.Cleanup(web.Close)
	d, err := rt.Open(transport.Options{Base: web.URL}, "user1", desk.NewSecret("x"), rt.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// faults are what goes wrong next, between the adapter and the server.
type faults struct {
	mu        sync.Mutex
	lose, cut int
	throttle  time.Duration
	outage    bool
	requests  int
	drop      *desk.Field
	midway    func() // done when tickets were listed
	broken    string // the next write to a path that ends like this is lost before the helpdesk reads it
}

func (f *faults) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *faults) setLose(n int)                  { f.set(func() { f.lose = n }) }
func (f *faults) setBreak(path string)           { f.set(func() { f.broken = path }) }
func (f *faults) setCut(n int)                   { f.set(func() { f.cut = n }) }
func (f *faults) setThrottle(wait time.Duration) { f.set(func() { f.throttle = wait }) }
func (f *faults) setOutage(down bool)            { f.set(func() { f.outage = down }) }
func (f *faults) setDrop(field desk.Field)       { f.set(func() { f.drop = &field }) }
func (f *faults) setMidway(do func())            { f.set(func() { f.midway = do }) }

// count is how many requests there were since the last call.
func (f *faults) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := f.requests
	f.requests = 0
	return n
}

// writes tells whether a request changes something: searches by POST do not.
func writes(r *http.Request) bool {
	search := strings.HasSuffix(r.URL.Path, "s")
	return r.Method == http.MethodPut || r.Method == http.MethodPost && !search
}

// says tells whether a write is a message to a ticket that is there.
func says(r *http.Request) bool {
	return strings.HasSuffix(r.URL.Path, "/comment") || strings.HasSuffix(r.URL.Path, "/correspond")
}

func (f *faults) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		f.mu.Lock()
		f.requests++
		outage, throttle, cut := f.outage, f.throttle, f.cut > 0
		if cut {
			f.cut--
		}
		if f.broken != "" && writes(r) && strings.HasSuffix(r.URL.Path, f.broken) {
			f.broken, cut = "", true
		}
		lose := f.lose > 0 && !outage && !cut && writes(r)
		if lose {
			f.lose--
		}
		var drop *desk.Field
		if f.drop != nil && writes(r) && !outage && !cut && says(r) == (*f.drop == "") {
			drop, f.drop = f.drop, nil
		}
		var midway func()
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/tickets") {
			midway, f.midway = f.midway, nil
		}
		f.mu.Unlock()
		switch {
		case outage:
			return nil, errors.New("nobody there")
		case throttle > 0:
			return &http.Response{
				StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {strconv.Itoa(int(throttle / time.Second))}},
				Body: http.NoBody, Request: r,
			}, nil
		case cut:
			httptrace.ContextClientTrace(r.Context()).WroteHeaders()
			return nil, errors.New("the line broke")
		}
		if drop != nil {
			return without(next, r, *drop)
		}
		res, err := next.RoundTrip(r)
		if midway != nil {
			midway()
		}
		if lose && err == nil {
			res.Body.Close()
			return nil, errors.New("the line broke before the answer")
		}
		return res, err
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// columns are where Request Tracker keeps some fields.
var columns = map[desk.Field]string{desk.FieldTitle: "Subject", desk.FieldPriority: "Priority", desk.FieldQueue: "Queue"}

// without makes a write name a column that is none, which Request Tracker passes
// over with a 200, or answers to a message as if it was kept.
func without(next http.RoundTripper, r *http.Request, field desk.Field) (*http.Response, error) {
	if field == "" {
		return &http.Response{
			StatusCode: http.StatusCreated, Header: http.Header{"Location": {r.URL.JoinPath("../../../transaction/999999999").String()}},
			Body: http.NoBody, Request: r,
		}, nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	name := columns[field]
	short := r.Clone(r.Context())
	short.Body = io.NopCloser(bytes.NewReader(bytes.Replace(raw, []byte(`"`+name+`":`), []byte(`"X`+name[1:]+`":`), 1)))
	return next.RoundTrip(short)
}
