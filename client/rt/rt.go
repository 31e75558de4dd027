// Package rt speaks to Request Tracker 5 by its REST2 interface.
//
// What Request Tracker has a field for is kept there. What it has none for (a
// kind, guided answers, cards, sheets, whom a ticket waits for) travels with the
// messages: as words for the people who read in Request Tracker, and as a small
// file that Relais hides and reads. So Relais works with a Request Tracker that
// was never prepared for it; custom fields make it better, see Missing in Welcome.
//
// Request Tracker answers 200 to a change that it refuses. Every write is
// therefore read back and compared; its own words, which are in the language of
// the account, are never looked at.
package rt

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"relais/client/rt/mapping"
	"relais/client/rt/wire"
	"relais/client/transport"
	"relais/internal/desk"
)

// Settings say how the words of one Request Tracker are to be understood. The
// zero value finds out by itself as much as it can.
type Settings = mapping.Settings

// ParseSettings reads settings as an account keeps them: JSON, or "" for the zero
// value. CodeInvalid.
func ParseSettings(text string) (Settings, error) { return mapping.Parse(text) }

// Kind is the name of this sort of helpdesk.
const Kind = "rt"

// product is its name for people.
const product = "Request Tracker"

// Grace is how long a write may stay hidden from Find: longer than a server
// works on one request.
const Grace = 30 * time.Second

// root is where REST2 begins.
const root = "/REST/2.0"

// Backend is a Request Tracker as one person sees it. It implements
// desk.Backend.
type Backend struct {
	http     *transport.Client
	settings Settings
	login    string // or the number of the user, of a token
	now      func() time.Time

	mu      sync.Mutex
	site    *site
	skew    time.Duration // what the server's clock is ahead
	people  map[string]wire.User
	works   map[string]string // lifecycle and status of Relais → the status that was taken for it
	settled map[string]string // what was read long enough after its last change → its version
	checked time.Time         // when what seldom changes was looked at
	twins   map[twin]int      // tickets that were read, by the operation that made them
	keeps   map[wire.ID]bool  // queues of which it is known whether the custom field of messages stays
}

var _ desk.Backend = (*Backend)(nil)

// token is the form of the tokens that Request Tracker makes; the second number
// is that of the user.
var token = regexp.MustCompile(`^\d+-(\d+)-[0-9a-f]{16,}$`)

// Open makes a Backend for the holder of a password or a token. It connects to
// nobody yet. Of the options, Base is the address of Request Tracker; Authorize,
// Secrets and Explain are set here. CodeInvalid: the address or the settings.
func Open(o transport.Options, login string, secret desk.Secret, s Settings) (*Backend, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	base, err := transport.BaseURL(o.Base)
	if err != nil {
		return nil, err
	}
	o.Base = base.String() + root
	who := login
	o.Authorize = func(h http.Header) {
		r := http.Request{Header: h}
		r.SetBasicAuth(login, secret.Reveal())
	}
	if found := token.FindStringSubmatch(secret.Reveal()); found != nil {
		who = found[1]
		o.Authorize = func(h http.Header) { h.Set("Authorization", "token "+secret.Reveal()) }
	}
	o.Secrets = append(o.Secrets, secret)
	o.Explain = explain
	c, err := transport.New(o)
	if err != nil {
		return nil, err
	}
	b := &Backend{
		http: c, settings: s.WithDefaults(), login: who, now: o.Now,
		people: map[string]wire.User{}, works: map[string]string{}, settled: map[string]string{}, twins: map[twin]int{},
		keeps: map[wire.ID]bool{},
	}
	if b.now == nil {
		b.now = time.Now
	}
	return b, nil
}

// SignIn checks a password, or a token in its place. What it answers is to be
// kept: Request Tracker makes no tokens over REST2. CodeUnauthorized.
func SignIn(ctx context.Context, o transport.Options, login string, secret desk.Secret, s Settings) (desk.Secret, desk.Welcome, error) {
	b, err := Open(o, login, secret, s)
	if err != nil {
		return desk.Secret{}, desk.Welcome{}, err
	}
	defer b.Close()
	w, err := b.Welcome(ctx)
	if err != nil {
		return desk.Secret{}, desk.Welcome{}, err
	}
	return secret, w, nil
}

// loginPage is what Request Tracker sends instead of a 401 to what it takes for a
// browser.
var loginPage = []byte("Login required")

func explain(r transport.Refusal) *desk.Error {
	if r.Status == http.StatusFound && bytes.Contains(r.Body, loginPage) {
		return desk.Errorf(desk.CodeUnauthorized, "", "sent to the page for signing in")
	}
	return transport.ByStatus(r)
}

// get reads JSON.
func (b *Backend) get(ctx context.Context, op, path string, params map[string]string, query url.Values, into any) (transport.Answer, error) {
	k := transport.Call{Op: op, Subject: params["id"], Method: http.MethodGet, Path: path, Params: params, Query: query, Into: into}
	a, err := b.http.Do(ctx, k)
	if err == nil {
		b.tick(a)
	}
	return a, err
}

// search reads a list by conditions, which may be too long for an address.
func (b *Backend) search(ctx context.Context, op, path string, query url.Values, conditions []wire.Condition, into any) error {
	_, err := b.http.Do(ctx, transport.Call{
		Op: op, Method: http.MethodPost, Path: path, Query: query, Body: conditions, Into: into, Safe: true,
	})
	return err
}

// tick remembers the server's clock.
func (b *Backend) tick(a transport.Answer) {
	if when, err := http.ParseTime(a.Header.Get("Date")); err == nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.skew = when.Sub(b.now())
	}
}

// ahead is what the server's clock was ahead when it last told the time.
func (b *Backend) ahead() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.skew
}

// serverTime is what the server's clock shows.
func (b *Backend) serverTime() time.Time {
	return b.now().Add(b.ahead()).UTC()
}

// Close lets go of connections.
func (b *Backend) Close() error {
	b.http.Close()
	return nil
}

// RecordOutcome is not possible: articles of Request Tracker count nothing.
func (b *Backend) RecordOutcome(context.Context, desk.Key, desk.ArticleOutcome) error {
	return &desk.Error{Code: desk.CodeUnsupported, Op: "record outcome"}
}

// ForgetLesson is not possible: what is learned about an article of Request
// Tracker stays on the device that learned it.
func (b *Backend) ForgetLesson(context.Context, desk.Key, string, string) error {
	return &desk.Error{Code: desk.CodeUnsupported, Op: "forget lesson"}
}

var errShape = errors.New("the answer is not one of a Request Tracker")

// strange is the error for JSON that no Request Tracker would send.
func strange(op string) error { return &desk.Error{Code: desk.CodeWrongServer, Op: op, Err: errShape} }

// notFound is the error for ids that can't be any.
func notFound(op, id string) error {
	return &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: id}
}
