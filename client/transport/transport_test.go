package transport_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/client/transport"
	"relais/internal/desk"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// canary is a secret that must turn up nowhere but in the header.
var canary = desk.NewSecret("canary-8c1f")

type bench struct {
	*transport.Client
	server *httptest.Server
	log    *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start serves h under a path, as a helpdesk behind a company's proxy is, and
// checks at the end that no log line holds the secret.
func start(t *testing.T, h http.HandlerFunc, change ...func(*transport.Options)) bench {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/desk/", http.StripPrefix("/desk", h))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return connect(t, server, change...)
}

func connect(t *testing.T, server *httptest.Server, change ...func(*transport.Options)) bench {
	t.Helper()
	b := bench{server: server, log: &lockedBuffer{}}
	o := transport.Options{
		Base:      server.URL + "/desk/",
		Authorize: func(h http.Header) { h.Set("Authorization", "Bearer "+canary.Reveal()) },
		Secrets:   []desk.Secret{canary},
		Logger:    slog.New(slog.NewJSONHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, c := range change {
		c(&o)
	}
	client, err := transport.New(o)
	if err != nil {
		t.Fatal(err)
	}
	b.Client = client
	t.Cleanup(client.Close)
	t.Cleanup(func() {
		if strings.Contains(b.log.String(), canary.Reveal()) {
			t.Errorf("the secret is in the log: %s", b.log)
		}
	})
	return b
}

// fails checks the code of an error, that it is a *desk.Error, and that it does
// not hold the secret.
func fails(t *testing.T, err error, want desk.Code) {
	t.Helper()
	if got := desk.CodeOf(err); got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
	if err != nil && strings.Contains(err.Error(), canary.Reveal()) {
		t.Errorf("the secret is in the error: %v", err)
	}
}

func answer(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func get(path string, into any) transport.Call {
	return transport.Call{Op: "read", Method: http.MethodGet, Path: path, Into: into}
}

func post(body any, into any) transport.Call {
	return transport.Call{Op: "write", Method: http.MethodPost, Path: "/x", Body: body, Into: into}
}

func TestACallGoesBelowTheBaseWithItsParametersEscaped(t *testing.T) {
	t.Parallel()
	var got *http.Request
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		answer(w, 200, "application/json; charset=utf-8", `{"name":"é"}`)
	})
	var into struct{ Name string }
	_, err := b.Do(t.Context(), transport.Call{
		Op: "read", Method: http.MethodGet, Path: "/things/{id}/parts", Params: map[string]string{"id": "a/b c"},
		Query: url.Values{"q": {"x&y"}}, Header: http.Header{"If-None-Match": {`"7"`}}, Into: &into,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got.URL.EscapedPath() != "/things/a%2Fb%20c/parts" || got.URL.Query().Get("q") != "x&y" || got.Header.Get("If-None-Match") != `"7"` {
		t.Errorf("asked %s %s", got.URL, got.Header)
	}
	if got.Header.Get("Authorization") != "Bearer "+canary.Reveal() || got.Header.Get("User-Agent") != "relais" {
		t.Errorf("asked as %v", got.Header)
	}
	if into.Name != "é" {
		t.Errorf("read %q", into.Name)
	}
	line := b.log.String()
	for _, want := range []string{`"method":"GET"`, `"path":"/things/{id}/parts"`, `"status":200`, `"took":`, `"bytes":13`} {
		if !strings.Contains(line, want) {
			t.Errorf("the log line has no %s: %s", want, line)
		}
	}
}

func TestAParameterThatNoPathCanHoldNamesNothing(t *testing.T) {
	t.Parallel()
	b := start(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was asked") })
	for _, id := range []string{"", ".", ".."} {
		_, err := b.Do(t.Context(), transport.Call{Op: "read", Method: http.MethodGet, Path: "/things/{id}", Params: map[string]string{"id": id}})
		fails(t, err, desk.CodeNotFound)
	}
}

func TestACallWhoseContextIsOverAsksNobody(t *testing.T) {
	t.Parallel()
	b := start(t, func(http.ResponseWriter, *http.Request) { t.Error("the server was asked") })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Do(ctx, post(1, nil))
	fails(t, err, desk.CodeCanceled)
	_, err = b.Upload(ctx, post(nil, nil), strings.NewReader("x"), 1)
	fails(t, err, desk.CodeCanceled)
	_, err = b.Download(ctx, get("/x", nil), 0)
	fails(t, err, desk.CodeCanceled)
}

func TestAnswersAreUnpackedWhenTheyWereSqueezed(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			t.Error("gzip was not offered")
		}
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "application/json")
		w.Write(squeezed(t, `"hello"`))
	})
	var into string
	if _, err := b.Do(t.Context(), get("/x", &into)); err != nil || into != "hello" {
		t.Errorf("got %q, %v", into, err)
	}
}

func TestAnAcceptedStatusIsAnAnswer(t *testing.T) {
	t.Parallel()
	b := start(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	var into string
	k := get("/x", &into)
	k.Accept = []int{http.StatusNotModified}
	if a, err := b.Do(t.Context(), k); err != nil || a.Status != http.StatusNotModified {
		t.Errorf("got %v, %v", a, err)
	}
}

func TestTheProxyIsUsed(t *testing.T) {
	t.Parallel()
	var asked string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.String()
		answer(w, 200, "application/json", `"by proxy"`)
	}))
	t.Cleanup(proxy.Close)
	at, _ := url.Parse(proxy.URL)
	b := start(t, nil, func(o *transport.Options) {
		o.Base, o.PlainHTTP = "http://helpdesk.example.org", true
		o.Proxy = http.ProxyURL(at)
	})
	var into string
	if _, err := b.Do(t.Context(), get("/x", &into)); err != nil || into != "by proxy" || asked != "http://helpdesk.example.org/x" {
		t.Errorf("got %q, %v; the proxy was asked for %q", into, err, asked)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		" https://help.example.org/desk/ ": "https://help.example.org/desk",
		"help.example.org":                 "https://help.example.org",
		"localhost:8440":                   "http://localhost:8440",
		"127.0.0.1:8440/":                  "http://127.0.0.1:8440",
		"":                                 "",
		"ftp://help.example.org":           "",
		"https://":                         "",
		"https://me:canary-8c1f@help":      "",
		"https://help.example.org/?a=b":    "",
		"https://help.example.org/#top":    "",
		"https://help\x7f.example.org":     "",
	} {
		u, err := transport.BaseURL(address)
		switch {
		case want == "":
			fails(t, err, desk.CodeInvalid)
		case err != nil || u.String() != want:
			t.Errorf("%q: got %v, %v, want %s", address, u, err, want)
		}
	}
}

func TestAnAddressWithoutEncryptionIsForThisComputerOnly(t *testing.T) {
	t.Parallel()
	_, err := transport.New(transport.Options{Base: "http://help.example.org"})
	fails(t, err, desk.CodeUntrusted)
	if _, err := transport.New(transport.Options{Base: "http://help.example.org", PlainHTTP: true}); err != nil {
		t.Error(err)
	}
}

func TestACertificateFileThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"testdata/no-such-file.pem", "transport_test.go"} {
		_, err := transport.New(transport.Options{Base: "https://help.example.org", CAFile: file})
		fails(t, err, desk.CodeInvalid)
	}
}

// moment is how long a test waits for nothing to happen: long enough for a busy
// computer to get a request out.
const moment = 2 * time.Second
