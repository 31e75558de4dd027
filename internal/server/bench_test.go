package server_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/server"
)

// clock is a clock that tests set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// bench is a server with a few people and queues.
type bench struct {
	t      testing.TB
	data   string
	clock  *clock
	server *server.Server
	http   *httptest.Server
}

var people = []desk.Person{
	{Login: "amelie", Name: "Amélie Durand", Role: desk.RoleRequester, Lang: "fr"},
	{Login: "oliver", Name: "Oliver Bennett", Role: desk.RoleRequester, Lang: "en"},
	{Login: "claire", Name: "Claire Moreau", Role: desk.RoleTechnician, Queues: []string{"level1"}},
	{Login: "nadia", Name: "Nadia Benali", Role: desk.RoleTechnician, Queues: []string{"level2"}},
	{Login: "helene", Name: "Hélène Roux", Role: desk.RoleLead},
	{Login: "samuel", Name: "Samuel Petit", Role: desk.RoleAdmin},
}

func newBench(t testing.TB, change ...func(*server.Options)) *bench {
	t.Helper()
	b := &bench{t: t, data: t.TempDir(), clock: newClock()}
	b.start(change...)
	for _, q := range []desk.Queue{{ID: "level1", Name: "Niveau 1", Level: 1}, {ID: "level2", Name: "Niveau 2", Level: 2}, {ID: "level3", Name: "Niveau 3", Level: 3}} {
		b.must(b.server.AddQueue(t.Context(), q))
	}
	for _, p := range people {
		_, err := b.server.AddPerson(t.Context(), p, desk.Secret{})
		b.must(err)
	}
	return b
}

func (b *bench) start(change ...func(*server.Options)) {
	b.t.Helper()
	o := server.Options{Data: b.data, Now: b.clock.Now, Version: "test", RateLimit: 1_000_000}
	for _, c := range change {
		c(&o)
	}
	s, err := server.Open(b.t.Context(), o)
	b.must(err)
	h := httptest.NewServer(s.Handler())
	b.server, b.http = s, h
	b.t.Cleanup(func() {
		h.Close()
		_ = s.Close()
	})
}

// stop ends the server; start opens its data again.
func (b *bench) stop() {
	b.t.Helper()
	b.http.Close()
	b.must(b.server.Close())
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) file() string { return filepath.Join(b.data, server.FileName) }

// client is one signed-in person.
type client struct {
	b     *bench
	name  string
	token string
}

func (b *bench) as(login string) *client {
	b.t.Helper()
	token, _, err := b.server.TokenFor(b.t.Context(), login, "test")
	b.must(err)
	return &client{b: b, name: login, token: token.Reveal()}
}

func newKey() desk.Key { return desk.Key(uuid.Must(uuid.NewV7()).String()) }

type header map[string]string

// do sends a request and reads the answer whole.
func (c *client) do(method, path string, h header, in any) (*http.Response, []byte) {
	c.b.t.Helper()
	var body io.Reader
	switch in := in.(type) {
	case nil:
	case []byte:
		body = bytes.NewReader(in)
	default:
		text, err := json.Marshal(in)
		c.b.must(err)
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(c.b.t.Context(), method, c.b.http.URL+restapi.Base+path, body)
	c.b.must(err)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for k, v := range h {
		r.Header.Set(k, v)
	}
	answer, err := c.b.http.Client().Do(r)
	c.b.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	c.b.must(err)
	return answer, text
}

// gets sends a request that works, and reads its answer.
func (c *client) gets(method, path string, h header, in, out any) *http.Response {
	c.b.t.Helper()
	answer, text := c.do(method, path, h, in)
	if answer.StatusCode >= 300 {
		c.b.t.Fatalf("%s: %s %s: %d %s", c.name, method, path, answer.StatusCode, text)
	}
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			c.b.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return answer
}

// fails sends a request and tells the code of the problem; "" when it worked.
func (c *client) fails(method, path string, h header, in any) desk.Code {
	c.b.t.Helper()
	return c.problem(method, path, h, in).Code
}

func (c *client) problem(method, path string, h header, in any) (p restapi.Problem) {
	c.b.t.Helper()
	answer, text := c.do(method, path, h, in)
	if answer.StatusCode < 400 {
		return p
	}
	if got := answer.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
		c.b.t.Errorf("%s %s: a problem of type %q: %s", method, path, got, text)
	}
	c.b.must(json.Unmarshal(text, &p))
	if p.Status != answer.StatusCode || restapi.StatusOf(p.Code) != p.Status && restapi.CodeOf(p.Status) != p.Code {
		c.b.t.Errorf("%s %s: status %d with %s", method, path, answer.StatusCode, text)
	}
	return p
}

func withKey(k desk.Key) header { return header{restapi.HeaderKey: string(k)} }

func (c *client) create(n desk.NewTicket) (w desk.Written) {
	c.b.t.Helper()
	c.gets(http.MethodPost, "/tickets", withKey(newKey()), n, &w)
	return w
}

func (c *client) update(id, version string, change desk.Change) (w desk.Written) {
	c.b.t.Helper()
	h := withKey(newKey())
	if version != "" {
		h["If-Match"] = `"` + version + `"`
	}
	c.gets(http.MethodPatch, "/tickets/"+id, h, change, &w)
	return w
}

// refused tries a change that is not let through.
func (c *client) refused(id, version string, change desk.Change) restapi.Problem {
	c.b.t.Helper()
	h := withKey(newKey())
	if version != "" {
		h["If-Match"] = `"` + version + `"`
	}
	return c.problem(http.MethodPatch, "/tickets/"+id, h, change)
}

func (c *client) conversation(id string) (v desk.Conversation) {
	c.b.t.Helper()
	c.gets(http.MethodGet, "/tickets/"+id, nil, nil, &v)
	return v
}

// ask is a plain ticket.
func ask(title string) desk.NewTicket {
	return desk.NewTicket{Title: title, Kind: desk.KindIncident, Message: desk.NewMessage{Body: title}}
}

func replaceID(path, id string) string { return strings.ReplaceAll(path, "{t}", id) }

func escape(s string) string { return url.QueryEscape(s) }

// loses sends a request whose answer does not come.
func (c *client) loses(method, path string, h header, in any) error {
	c.b.t.Helper()
	text, err := json.Marshal(in)
	c.b.must(err)
	r, err := http.NewRequestWithContext(c.b.t.Context(), method, c.b.http.URL+restapi.Base+path, bytes.NewReader(text))
	c.b.must(err)
	r.Header.Set("Authorization", "Bearer "+c.token)
	for k, v := range h {
		r.Header.Set(k, v)
	}
	answer, err := c.b.http.Client().Do(r)
	if err == nil {
		_ = answer.Body.Close()
	}
	return err
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

func itoa(n int) string { return strconv.Itoa(n) }

// streams sends bytes without saying how many, and tells the status.
func (c *client) streams(path string, body []byte) int {
	c.b.t.Helper()
	r, err := http.NewRequestWithContext(c.b.t.Context(), http.MethodPut, c.b.http.URL+restapi.Base+path, io.MultiReader(bytes.NewReader(body)))
	c.b.must(err)
	r.Header.Set("Authorization", "Bearer "+c.token)
	answer, err := c.b.http.Client().Do(r)
	c.b.must(err)
	_ = answer.Body.Close()
	return answer.StatusCode
}
