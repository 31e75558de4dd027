// Package client is the list of helpdesks that Relais can speak to. Everything
// else about them is behind desk.Backend.
package client

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"relais/client/rest"
	"relais/client/rt"
	"relais/client/transport"
	"relais/internal/desk"
)

// Account says which helpdesk, and who asks.
type Account struct {
	Kind  string // one of Kinds
	URL   string // address of the helpdesk; see CleanURL
	Login string

	// Settings say how the words of this helpdesk are to be understood, in the form
	// of its kind; "" finds out as much as it can. See rt.Settings.
	Settings string
}

// Options are what all helpdesks are spoken to with. The zero value works.
type Options struct {
	UserAgent string           // "": relais
	Device    string           // names this computer in the helpdesk's list of sign-ins; "": relais
	CAFile    string           // PEM certificates that are trusted besides the system's
	PlainHTTP bool             // allow an address without TLS on another computer
	Clock     func() time.Time // nil: time.Now
	Logger    *slog.Logger     // one debug line for each request; nil: none

	Wrap func(http.RoundTripper) http.RoundTripper // around the connection, for tests; nil: none
}

// kind is how one sort of helpdesk is opened and signed in to.
type kind struct {
	name   string
	open   func(transport.Options, Account, desk.Secret) (desk.Backend, error)
	signIn func(context.Context, transport.Options, Account, desk.Secret, string) (desk.Secret, desk.Welcome, error)
}

// kinds is the list.
func kinds() []kind {
	return []kind{
		{
			name: rest.Kind,
			open: func(o transport.Options, _ Account, token desk.Secret) (desk.Backend, error) {
				return rest.Open(o, token)
			},
			signIn: func(ctx context.Context, o transport.Options, a Account, password desk.Secret, device string) (desk.Secret, desk.Welcome, error) {
				return rest.SignIn(ctx, o, a.Login, password, device)
			},
		},
		{
			name: rt.Kind,
			open: func(o transport.Options, a Account, secret desk.Secret) (desk.Backend, error) {
				s, err := rt.ParseSettings(a.Settings)
				if err != nil {
					return nil, err
				}
				return rt.Open(o, a.Login, secret, s)
			},
			signIn: func(ctx context.Context, o transport.Options, a Account, secret desk.Secret, _ string) (desk.Secret, desk.Welcome, error) {
				s, err := rt.ParseSettings(a.Settings)
				if err != nil {
					return desk.Secret{}, desk.Welcome{}, err
				}
				return rt.SignIn(ctx, o, a.Login, secret, s)
			},
		},
	}
}

// Kinds lists the helpdesks that Open knows.
func Kinds() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

func find(name string) (kind, error) {
	all := kinds()
	i := slices.IndexFunc(all, func(k kind) bool { return k.name == name })
	if i < 0 {
		return kind{}, desk.Errorf(desk.CodeInvalid, "open helpdesk", "unknown kind %q: want one of %s", name, strings.Join(Kinds(), ", "))
	}
	return all[i], nil
}

// Open gives the helpdesk of an account to the holder of its secret, which is
// what SignIn answered, or a token that the helpdesk gave. It connects to nobody
// yet: Welcome does. CodeInvalid: the kind, the address or the CA file is no
// good. CodeUntrusted: the address has no TLS.
func Open(a Account, s desk.Secret, o Options) (desk.Backend, error) {
	k, err := find(a.Kind)
	if err != nil {
		return nil, err
	}
	return k.open(o.transport(a), a, s)
}

// SignIn exchanges a password for what to keep instead of it. It fails as Open
// does, and with CodeUnauthorized, CodeUnreachable and the other codes of a
// connection; with CodeWrongServer the error says what else seems to answer
// there.
func SignIn(ctx context.Context, a Account, password desk.Secret, o Options) (desk.Secret, desk.Welcome, error) {
	k, err := find(a.Kind)
	if err != nil {
		return desk.Secret{}, desk.Welcome{}, err
	}
	device := o.Device
	if device == "" {
		device = "relais"
	}
	secret, w, err := k.signIn(ctx, o.transport(a), a, password, device)
	if desk.CodeOf(err) == desk.CodeWrongServer {
		err = explained(err, a.Kind, Recognise(ctx, a.URL, o))
	}
	return secret, w, err
}

func (o Options) transport(a Account) transport.Options {
	return transport.Options{
		Base: a.URL, PlainHTTP: o.PlainHTTP, UserAgent: o.UserAgent, CAFile: o.CAFile, Now: o.Clock, Logger: o.Logger, Wrap: o.Wrap,
	}
}

// marks are words on the first page of helpdesks that people also use.
var marks = []struct{ word, name string }{
	{"Request Tracker", "Request Tracker"},
	{"bestpractical", "Request Tracker"},
	{"GLPI", "GLPI"},
	{"Zammad", "Zammad"},
}

// Recognise looks at what is at an address, and names the helpdesk that it seems
// to be; "" when it seems to be none, or nobody answers. It tells nobody who
// asks.
func Recognise(ctx context.Context, url string, o Options) string {
	c, err := transport.New(o.transport(Account{URL: url}))
	if err != nil {
		return ""
	}
	defer c.Close()
	page, err := c.Peek(ctx, "/")
	if err != nil {
		return ""
	}
	for _, m := range marks {
		if bytes.Contains(page, []byte(m.word)) {
			return m.name
		}
	}
	return ""
}

func explained(err error, kind, other string) error {
	if other == "" {
		return err
	}
	return &desk.Error{Code: desk.CodeWrongServer, Op: "sign in", Err: fmt.Errorf("this looks like %s, and the account is for %s: %w", other, kind, err)}
}
