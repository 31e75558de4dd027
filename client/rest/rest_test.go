package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"relais/client/clienttest"
	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
)

// recorded remembers the requests of a back end.
type recorded struct {
	mu       sync.Mutex
	requests []string
}

func (r *recorded) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		res, err := next.RoundTrip(req)
		if err == nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			path := strings.TrimPrefix(req.URL.Path, base+restapi.Base)
			r.requests = append(r.requests, fmt.Sprintf("%s %s %dxx", req.Method, path, res.StatusCode/100))
		}
		return res, err
	})
}

func (r *recorded) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { r.requests = nil }()
	return r.requests
}

// requester is the first requester, signed in by password, with a record.
func requester(t *testing.T, b *bench) (*rest.Backend, *recorded) {
	t.Helper()
	if _, err := b.AddPerson(t.Context(), desk.Person{ID: "amelie", Login: "amelie", Name: "Amélie", Role: desk.RoleRequester}, desk.NewSecret(password)); err != nil {
		t.Fatal(err)
	}
	r := &recorded{}
	o := b.options()
	o.Base, o.Wrap = o.Base+"/api/v1/", r.wrap // as somebody may have copied it
	token, w, err := rest.SignIn(t.Context(), o, "amelie", desk.NewSecret(password), "laptop")
	if err != nil {
		t.Fatal(err)
	}
	if w.Me.ID != "amelie" {
		t.Fatalf("signed in as %+v", w.Me)
	}
	d, err := rest.Open(o, token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, r
}

func TestSigningInLooksWhoAnswersBeforeItTellsThePassword(t *testing.T) {
	t.Parallel()
	_, r := requester(t, start(t))
	want := []string{"GET  2xx", "POST /tokens 2xx", "GET /welcome 2xx"}
	if got := r.take(); !slices.Equal(got, want) {
		t.Errorf("asked %q, want %q", got, want)
	}
}

func TestAnotherServiceIsNotToldThePassword(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"service":"somethingd"}`, `[]`, `{}`} {
		web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				t.Error("it was told the password")
			}
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, answer)
		}))
		t.Cleanup(web.Close)
		_, _, err := rest.SignIn(t.Context(), transport.Options{Base: web.URL}, "amelie", desk.NewSecret(password), "laptop")
		if desk.CodeOf(err) != desk.CodeWrongServer {
			t.Errorf("%s: got %v", answer, err)
		}
	}
}

func TestWelcomeTeachesWhatTheServerCanDo(t *testing.T) {
	t.Parallel()
	b := start(t)
	d := b.open(t, clienttest.Technician1)
	defer d.Close()
	before := d.Capabilities()
	if before.Create != desk.Keyed || before.Kind != rest.Kind {
		t.Errorf("before: %+v", before)
	}
	if _, err := d.Welcome(t.Context()); err != nil {
		t.Fatal(err)
	}
	after := d.Capabilities()
	if !after.Notes || after.MaxAttachment != 16<<20 || after.Kind != rest.Kind {
		t.Errorf("after: %+v", after)
	}
	next := b.open(t, clienttest.Technician1)
	defer next.Close()
	next.(desk.Resumer).Resume(after)
	if got := next.Capabilities(); !reflect.DeepEqual(got, after) {
		t.Errorf("resumed: %+v", got)
	}
}

func TestAPullOfNothingIsOneConditionalRequest(t *testing.T) {
	t.Parallel()
	b := start(t)
	d, r := requester(t, b)
	page, err := d.Pull(t.Context(), "")
	for err == nil && page.More {
		page, err = d.Pull(t.Context(), page.Next)
	}
	if err != nil {
		t.Fatal(err)
	}
	r.take()
	again, err := d.Pull(t.Context(), page.Next)
	if err != nil || !again.Empty() || again.Next != page.Next || again.Poll != page.Poll {
		t.Errorf("got %+v, %v after %+v", again, err, page)
	}
	if got := r.take(); !slices.Equal(got, []string{"GET /changes 3xx"}) {
		t.Errorf("asked %q", got)
	}
	token, _, err := b.TokenFor(t.Context(), "amelie", "another start")
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := rest.Open(b.options(), token)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = fresh.Close() }()
	if again, err = fresh.Pull(t.Context(), page.Next); err != nil || again.Poll != page.Poll || again.Poll == 0 {
		t.Errorf("after a start without news the wish is %v, not %v: %v", again.Poll, page.Poll, err)
	}
}

func TestBytesThatTheServerHasAreNotSentAgain(t *testing.T) {
	t.Parallel()
	d, r := requester(t, start(t))
	r.take()
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
	opened := 0
	m := desk.NewMessage{Body: "Here.", Attachments: []desk.Blob{{
		Attachment: desk.Attachment{Name: "hello.txt", Size: 5, SHA256: sum},
		Open:       func() (io.ReadCloser, error) { opened++; return io.NopCloser(strings.NewReader("hello")), nil },
	}}}
	for i, key := range []desk.Key{"01890000-0000-7000-8000-000000000001", "01890000-0000-7000-8000-000000000002"} {
		if _, err := d.Create(t.Context(), key, desk.NewTicket{Title: "A", Kind: desk.KindIncident, Message: m}); err != nil {
			t.Fatal(i, err)
		}
	}
	want := []string{
		"HEAD /blobs/" + sum + " 4xx", "PUT /blobs/" + sum + " 2xx", "POST /tickets 2xx",
		"HEAD /blobs/" + sum + " 2xx", "POST /tickets 2xx",
	}
	if got := r.take(); !slices.Equal(got, want) || opened != 1 {
		t.Errorf("asked %q and opened %d times, want %q", got, opened, want)
	}
}

func TestRefusalsAreBelievedAsFarAsTheyMakeSense(t *testing.T) {
	t.Parallel()
	const problem = "application/problem+json"
	for _, c := range []struct {
		name   string
		status int
		kind   string
		body   string
		want   desk.Code
	}{
		{"a code of its status", 422, problem, `{"code":"invalid","field":"title","detail":"too long"}`, desk.CodeInvalid},
		{"a code of another status", 404, problem, `{"code":"unauthorized"}`, desk.CodeNotFound},
		{"a code that nobody knows", 409, problem, `{"code":"moonphase"}`, desk.CodeKeyReused},
		{"a fault of the server", 500, problem, `{"code":"internal"}`, desk.CodeUnavailable},
		{"no code at all", 404, "application/json", `{"error":"no route"}`, desk.CodeWrongServer},
		{"a page", 404, "text/html", `{"code":"not-found"}`, desk.CodeWrongServer},
		{"a gateway", 502, "text/html", `<h1>Bad Gateway</h1>`, desk.CodeUnavailable},
		{"an answer of another sort", 200, "application/json", `{"hello":"world"}`, desk.CodeWrongServer},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", c.kind)
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			}))
			t.Cleanup(web.Close)
			d, err := rest.Open(transport.Options{Base: web.URL}, desk.NewSecret("a token"))
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			_, err = d.Conversation(t.Context(), "7")
			if desk.CodeOf(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if c.want == desk.CodeInvalid && err.Error() != "read ticket 7: invalid title: too long" {
				t.Errorf("got %q", err)
			}
		})
	}
}
