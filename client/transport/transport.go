// Package transport is the one way in which back ends speak HTTP: every call
// has deadlines, no call is tried again, no credentials follow a redirect, no
// answer is read without a limit, and no secret gets into a log or an error.
//
// It knows no helpdesk. A back end makes a Client with its base address, says
// in Options.Authorize how a request proves who asks and in Options.Explain how
// its helpdesk words a refusal, and gets *desk.Error with the codes of package
// desk. Do is for JSON, Upload and Download stream.
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"relais/internal/desk"
)

// Options say how to speak to one helpdesk. The zero value of a field is its
// default.
type Options struct {
	Base      string // address that paths are added to; see BaseURL
	PlainHTTP bool   // allow a Base without TLS on another computer
	UserAgent string // "": relais
	CAFile    string // PEM certificates that are trusted besides the system's

	Authorize func(http.Header)         // adds credentials to each request; nil: none
	Secrets   []desk.Secret             // never appear in an error, even when the helpdesk says them
	Explain   func(Refusal) *desk.Error // what a refusal means, or nil when the helpdesk did not word it; nil: ByStatus

	Connect  time.Duration // to reach the server, and again to agree on TLS; 0: 10 s
	Response time.Duration // from the end of the request to the first byte of the answer; 0: 30 s
	Overall  time.Duration // for a whole call of Do; 0: 60 s
	Idle     time.Duration // without a byte while streaming; 0: 30 s
	MaxBody  int           // bytes of an answer of Do; 0: 32 MB

	Now    func() time.Time                                // nil: time.Now
	Logger *slog.Logger                                    // one debug line for each request; nil: none
	Wrap   func(http.RoundTripper) http.RoundTripper       // around the connection, for tests; nil: none
	Proxy  func(*http.Request) (proxy *url.URL, err error) // nil: HTTP_PROXY, HTTPS_PROXY, NO_PROXY
}

// Client speaks to one helpdesk. It is safe for concurrent use.
type Client struct {
	o     Options
	base  string
	http  *http.Client
	resty *resty.Client
}

// New makes a Client; it connects to nobody yet. CodeInvalid: the address or
// the CA file is no good. CodeUntrusted: the address has no TLS.
func New(o Options) (*Client, error) {
	o = o.withDefaults()
	base, err := BaseURL(o.Base)
	if err != nil {
		return nil, err
	}
	if !o.PlainHTTP && !Private(base) {
		return nil, desk.Errorf(desk.CodeUntrusted, "connect", "the address is not encrypted: use https")
	}
	roots, err := roots(o.CAFile)
	if err != nil {
		return nil, err
	}
	c := &Client{o: o, base: base.String()}
	c.http = &http.Client{
		Transport: o.Wrap(o.connection(roots)),
		// A redirect is answered as it is: the address in the account is the only
		// one that may see the credentials.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.resty = resty.NewWithClient(c.http).
		SetRetryCount(0).
		SetDebug(false).
		SetDisableWarn(true).
		SetLogger(silence{}).
		SetResponseBodyLimit(o.MaxBody)
	return c, nil
}

func (o Options) withDefaults() Options {
	defaultTo(&o.UserAgent, "relais")
	defaultTo(&o.Connect, 10*time.Second)
	defaultTo(&o.Response, 30*time.Second)
	defaultTo(&o.Overall, 60*time.Second)
	defaultTo(&o.Idle, 30*time.Second)
	defaultTo(&o.MaxBody, 32<<20)
	if o.Authorize == nil {
		o.Authorize = func(http.Header) {}
	}
	if o.Explain == nil {
		o.Explain = ByStatus
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Wrap == nil {
		o.Wrap = func(rt http.RoundTripper) http.RoundTripper { return rt }
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	return o
}

func defaultTo[T comparable](v *T, d T) {
	var zero T
	if *v == zero {
		*v = d
	}
}

func (o Options) connection(roots *x509.CertPool) *http.Transport {
	dialer := &net.Dialer{Timeout: o.Connect, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 o.Proxy,
		DialContext:           dialer.DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:   o.Connect,
		ResponseHeaderTimeout: o.Response,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   4,
		ForceAttemptHTTP2:     true,
		// A laptop that woke up finds out that a connection died.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
}

// Close lets go of connections that nobody uses.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// roots are the certificates of the system and of a file.
func roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil // the system's
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	pem, err := os.ReadFile(file)
	if err == nil && !pool.AppendCertsFromPEM(pem) {
		err = errors.New("no certificate in it")
	}
	if err != nil {
		return nil, &desk.Error{Code: desk.CodeInvalid, Op: "read certificates", Subject: file, Err: err}
	}
	return pool, nil
}

// BaseURL cleans an address that a person typed: https is added where no scheme
// is given (http for this computer itself), a slash at the end is dropped, and
// so are spaces around it. CodeInvalid: it is no address of a server, or holds
// a password, a question or a fragment.
func BaseURL(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if address != "" && !strings.Contains(address, "://") {
		address = "https://" + address
		if u, err := url.Parse(address); err == nil && loopback(u) {
			address = "http" + strings.TrimPrefix(address, "https")
		}
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, desk.Errorf(desk.CodeInvalid, "read address", "not the address of a server")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, desk.Errorf(desk.CodeInvalid, "read address", "want https://NAME")
	case u.User != nil:
		return nil, desk.Errorf(desk.CodeInvalid, "read address", "it must not hold a name or a password")
	case strings.ContainsAny(address, "?#"):
		return nil, desk.Errorf(desk.CodeInvalid, "read address", "want no ? and no #")
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// Private tells whether what is sent to an address can't be read on the way.
func Private(u *url.URL) bool { return u.Scheme == "https" || loopback(u) }

func loopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// silence drops resty's own log lines: they hold whole addresses, and questions
// may hold personal words.
type silence struct{}

func (silence) Errorf(string, ...any) {}
func (silence) Warnf(string, ...any)  {}
func (silence) Debugf(string, ...any) {}

// bounded is the context of one call of Do.
func (c *Client) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, c.o.Overall, errOverall)
}
