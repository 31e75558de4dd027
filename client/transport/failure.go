package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/go-resty/resty/v2"

	"relais/internal/desk"
)

var (
	errOverall = errors.New("no whole answer in time")
	errIdle    = errors.New("nothing moved for too long")
	errNotJSON = errors.New("the answer is not the JSON of a helpdesk")
	errHTML    = errors.New("the answer is a web page")
)

// Refusal is an answer that is no success.
type Refusal struct {
	Status int
	Header http.Header
	Body   []byte // as much of it as was read
}

// JSON tells whether the body says that it is JSON.
func (r Refusal) JSON() bool { return isJSON(r.Header) }

// failure gives an error for a call that got no whole answer.
func (c *Client) failure(ctx context.Context, k Call, s *sent, err error) error {
	var changed *contentError
	var asURL *url.Error
	cause := err
	if errors.As(err, &asURL) {
		cause = asURL.Err // without the address: questions may hold personal words
	}
	if why := context.Cause(ctx); why != nil {
		cause = why
	}
	switch {
	case errors.As(err, &changed):
		return k.err(desk.CodeVanished, changed)
	case errors.Is(err, resty.ErrResponseBodyTooLarge):
		return k.err(c.afterAnswer(k, desk.CodeTooLarge), errors.New("the answer is too long"))
	case untrusted(err):
		return k.err(desk.CodeUntrusted, c.redacted(cause))
	case plainAnswer(err):
		return k.err(desk.CodeWrongServer, errors.New("the server does not speak https"))
	case ctx.Err() != nil && !errors.Is(cause, errOverall) && !errors.Is(cause, errIdle):
		if s.headers.Load() && !k.reads() {
			return k.err(desk.CodeInterrupted, cause)
		}
		return k.err(desk.CodeCanceled, cause)
	case !s.headers.Load():
		return k.err(desk.CodeUnreachable, c.redacted(cause))
	}
	return k.err(desk.CodeInterrupted, c.redacted(cause))
}

// afterAnswer is the code for an answer that came and can't be used: what a
// write did is not known then.
func (c *Client) afterAnswer(k Call, reading desk.Code) desk.Code {
	if k.reads() {
		return reading
	}
	return desk.CodeInterrupted
}

func untrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}

// plainAnswer tells whether a server answered without TLS to somebody who asked
// with TLS.
func plainAnswer(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}

// refusal gives the error for an answer that is no success: as the back end
// explains it, else by its status.
func (c *Client) refusal(k Call, r Refusal) error {
	e := c.o.Explain(r)
	if e == nil {
		e = general(r)
	}
	e.Op, e.Subject = k.Op, k.Subject
	if e.Code == desk.CodeThrottled || e.Code == desk.CodeUnavailable {
		e.RetryAfter = retryAfter(r.Header, c.o.Now())
	}
	if e.Err != nil {
		e.Err = c.redacted(e.Err)
	}
	return e
}

// ByStatus explains the refusals of a helpdesk whose refusals are JSON and whose
// statuses mean what they usually do. It is what Options.Explain is by default.
func ByStatus(r Refusal) *desk.Error {
	if !r.JSON() || r.Status < 400 || r.Status >= 500 {
		return nil
	}
	code := desk.CodeInvalid
	switch r.Status {
	case http.StatusUnauthorized, http.StatusProxyAuthRequired, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return nil
	case http.StatusForbidden:
		code = desk.CodeForbidden
	case http.StatusNotFound, http.StatusGone:
		code = desk.CodeNotFound
	case http.StatusPreconditionFailed:
		code = desk.CodeConflict
	}
	return desk.Errorf(code, "", "status %d", r.Status)
}

// general is what a refusal means that the helpdesk did not word itself: it may
// come from anything between here and there. Most of these say that this is not
// the helpdesk at all; to take a 404 of that kind for the helpdesk's would make
// tickets disappear.
func general(r Refusal) *desk.Error {
	code := desk.CodeWrongServer
	switch {
	case r.Status >= 300 && r.Status < 400:
		return desk.Errorf(code, "", "status %d: sent on to %s", r.Status, target(r.Header))
	case r.Status == http.StatusUnauthorized:
		code = desk.CodeUnauthorized
	case r.Status == http.StatusProxyAuthRequired:
		code = desk.CodeUnreachable
	case r.Status == http.StatusRequestTimeout:
		code = desk.CodeInterrupted
	case r.Status == http.StatusRequestEntityTooLarge:
		code = desk.CodeTooLarge
	case r.Status == http.StatusTooManyRequests:
		code = desk.CodeThrottled
	case r.Status >= 500:
		code = desk.CodeUnavailable
	}
	return desk.Errorf(code, "", "status %d", r.Status)
}

// target names the server of a redirect; the rest of its address may hold
// anything.
func target(h http.Header) string {
	u, err := url.Parse(h.Get("Location"))
	if err != nil || u.Host == "" {
		return "another page"
	}
	return u.Scheme + "://" + u.Host
}

// maxWait is the longest delay that is believed.
const maxWait = 24 * time.Hour

// retryAfter reads how long to wait, from seconds or from a date; a date is
// compared with the server's own clock where it tells the time.
func retryAfter(h http.Header, now time.Time) time.Duration {
	said := strings.TrimSpace(h.Get("Retry-After"))
	var wait time.Duration
	if seconds, err := strconv.Atoi(said); err == nil {
		wait = time.Duration(min(seconds, int(maxWait/time.Second))) * time.Second
	} else if when, err := http.ParseTime(said); err == nil {
		if server, err := http.ParseTime(h.Get("Date")); err == nil {
			now = server
		}
		wait = when.Sub(now)
	}
	return min(max(wait, 0), maxWait)
}

// redacted takes secrets out of an error's text, and line breaks too. The error
// itself stays reachable only when its text is harmless.
func (c *Client) redacted(err error) error {
	text := err.Error()
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
	for _, s := range c.o.Secrets {
		if !s.Empty() {
			clean = strings.ReplaceAll(clean, s.Reveal(), s.String())
		}
	}
	if clean == text {
		return err
	}
	return errors.New(clean)
}
