package transport

import (
	"context"
	"encoding/json"
	"log/slog"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"relais/internal/desk"
)

// Call is one request.
type Call struct {
	Op      string // for errors: what is tried, e.g. "create ticket"
	Subject string // for errors: on which thing, "" for none; never personal words

	Method string
	Path   string            // below the base, with names in braces: "/tickets/{id}"; this is what logs show
	Params map[string]string // values of the names in braces; they are escaped, and more than needed are no harm
	Query  url.Values
	Header http.Header

	Body   any   // of Do: sent as JSON; nil for none
	Into   any   // of Do: a pointer that the JSON answer is read into; nil: the answer is not looked at
	Safe   bool  // it changes nothing, whatever its method
	Accept []int // statuses below 500 that are answers, not refusals, besides 200 to 299

	Progress func(bytes int64) // of Upload: told how much was sent, on the goroutine that sends
}

// Answer is what came back besides the body.
type Answer struct {
	Status int
	Header http.Header
}

// reads tells whether the call changes nothing, so that a lost answer is no
// question of what was done.
func (k Call) reads() bool {
	return k.Safe || k.Method == http.MethodGet || k.Method == http.MethodHead
}

func (k Call) err(code desk.Code, err error) *desk.Error {
	return &desk.Error{Code: code, Op: k.Op, Subject: k.Subject, Err: err}
}

// address is where a call goes to.
func (c *Client) address(k Call) (string, error) {
	path := k.Path
	for name, value := range k.Params {
		if !strings.Contains(path, "{"+name+"}") {
			continue
		}
		if value == "" || value == "." || value == ".." {
			return "", k.err(desk.CodeNotFound, nil) // it can't be a segment of a path, so nothing has this name
		}
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	if len(k.Query) > 0 {
		path += "?" + k.Query.Encode()
	}
	return c.base + path, nil
}

// sent remembers whether any part of a request left the program. It is sticky:
// when net/http tries a second connection, the first one counts.
type sent struct{ headers atomic.Bool }

func (s *sent) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { s.headers.Store(true) }})
}

// Do sends a JSON request, and reads the whole answer. A status that is neither
// 200 to 299 nor in k.Accept is an error; so is an answer that is no JSON
// although k.Into wants some. The context ends a call; what the error says then
// depends on whether the request had left.
func (c *Client) Do(ctx context.Context, k Call) (Answer, error) {
	address, err := c.address(k)
	if err != nil {
		return Answer{}, err
	}
	if err := ctx.Err(); err != nil {
		return Answer{}, k.err(desk.CodeCanceled, err)
	}
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	var s sent
	req := c.resty.R().SetContext(s.watch(ctx))
	req.Header = c.header(k, "application/json")
	if k.Body != nil {
		raw, err := json.Marshal(k.Body)
		if err != nil {
			return Answer{}, k.err(desk.CodeInternal, err)
		}
		req.SetHeader("Content-Type", "application/json").SetBody(raw)
	}
	began := c.o.Now()
	res, err := req.Execute(k.Method, address)
	return c.answer(ctx, k, began, &s, res, err)
}

// answer makes sense of what resty brought back.
func (c *Client) answer(ctx context.Context, k Call, began time.Time, s *sent, res *resty.Response, err error) (Answer, error) {
	a := Answer{}
	var body []byte
	if res != nil && res.RawResponse != nil {
		a = Answer{Status: res.StatusCode(), Header: res.Header()}
		body = res.Body()
	}
	switch {
	case err != nil:
		err = c.failure(ctx, k, s, err)
	case !k.accepts(a.Status):
		err = c.refusal(k, Refusal{Status: a.Status, Header: a.Header, Body: body})
	case webPage(a.Header):
		err = k.err(desk.CodeWrongServer, errHTML)
	case k.Into != nil && a.Status >= 200 && a.Status < 300 && a.Status != http.StatusNoContent:
		err = k.decode(a, body)
	}
	c.log(ctx, k, began, a.Status, int64(len(body)), err)
	return a, err
}

func (k Call) accepts(status int) bool {
	return status >= 200 && status < 300 || slices.Contains(k.Accept, status)
}

func (c *Client) header(k Call, accept string) http.Header {
	h := http.Header{}
	c.o.Authorize(h)
	h.Set("User-Agent", c.o.UserAgent)
	h.Set("Accept", accept)
	for name, values := range k.Header {
		h[name] = values
	}
	return h
}

// decode reads an answer. Something else than JSON comes from something else
// than the helpdesk; JSON that breaks off leaves open what a write did.
func (k Call) decode(a Answer, body []byte) error {
	if !isJSON(a.Header) {
		return k.err(desk.CodeWrongServer, errNotJSON)
	}
	if err := json.Unmarshal(body, k.Into); err != nil {
		if k.reads() {
			return k.err(desk.CodeWrongServer, errNotJSON)
		}
		return k.err(desk.CodeInterrupted, errNotJSON)
	}
	return nil
}

func isJSON(h http.Header) bool {
	kind, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (kind == "application/json" || strings.HasSuffix(kind, "+json"))
}

// webPage tells whether an answer is meant for a browser: what a network that
// wants a sign-in first says to everything.
func webPage(h http.Header) bool {
	kind, _, _ := mime.ParseMediaType(h.Get("Content-Type")) // no type is no page
	return kind == "text/html" && !strings.HasPrefix(h.Get("Content-Disposition"), "attachment")
}

func (c *Client) log(ctx context.Context, k Call, began time.Time, status int, bytes int64, err error) {
	c.o.Logger.LogAttrs(ctx, slog.LevelDebug, "request",
		slog.String("method", k.Method), slog.String("path", k.Path), slog.Int("status", status),
		slog.Duration("took", c.o.Now().Sub(began)), slog.Int64("bytes", bytes), slog.String("code", string(desk.CodeOf(err))))
}
