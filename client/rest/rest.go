// Package rest speaks to the server that comes with Relais, by the paths and
// bodies of package restapi.
package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"relais/client/transport"
	"relais/internal/desk"
	"relais/internal/restapi"
)

// Kind is the name of this sort of helpdesk.
const Kind = "relais"

// Backend is a server of Relais as one person sees it. It implements
// desk.Backend.
type Backend struct {
	http         *transport.Client
	capabilities atomic.Pointer[desk.Capabilities]
	poll         atomic.Int64 // the last wish until the next pull
}

var (
	_ desk.Backend = (*Backend)(nil)
	_ desk.Resumer = (*Backend)(nil)
)

// Open makes a Backend for the holder of a token. It connects to nobody yet. Of
// the options, Base is the address of the server; Authorize, Secrets and Explain
// are set here.
func Open(o transport.Options, token desk.Secret) (*Backend, error) {
	o.Authorize = func(h http.Header) { h.Set("Authorization", "Bearer "+token.Reveal()) }
	o.Secrets = append(o.Secrets, token)
	c, err := connect(o)
	if err != nil {
		return nil, err
	}
	b := &Backend{http: c}
	b.capabilities.Store(expected())
	return b, nil
}

func connect(o transport.Options) (*transport.Client, error) {
	base, err := transport.BaseURL(o.Base)
	if err != nil {
		return nil, err
	}
	o.Base = strings.TrimSuffix(base.String(), restapi.Base) + restapi.Base
	o.Explain = explain
	return transport.New(o)
}

// expected are the capabilities until the server has told its own.
func expected() *desk.Capabilities {
	return &desk.Capabilities{
		Kind: Kind, Create: desk.Keyed, Message: desk.Keyed, Change: desk.Keyed, Guard: desk.GuardVersion,
		Articles: true, Outcomes: true, Events: true, Answers: true, Statuses: desk.Statuses(),
		Fields: []desk.Field{desk.FieldStatus, desk.FieldOutcome},
	}
}

// SignIn exchanges a password for a token. The label tells the token from others
// of the same person. CodeUnauthorized: the login or the password is wrong.
func SignIn(ctx context.Context, o transport.Options, login string, password desk.Secret, label string) (desk.Secret, desk.Welcome, error) {
	var none desk.Secret
	o.Secrets = append(o.Secrets, password)
	c, err := connect(o)
	if err != nil {
		return none, desk.Welcome{}, err
	}
	defer c.Close()
	if err := recognise(ctx, c); err != nil {
		return none, desk.Welcome{}, err
	}
	var reply restapi.TokenReply
	if _, err := c.Do(ctx, transport.Call{
		Op: "sign in", Method: http.MethodPost, Path: restapi.PathTokens, Into: &reply,
		Body: restapi.TokenRequest{Login: login, Password: password.Reveal(), Label: label},
	}); err != nil {
		return none, desk.Welcome{}, err
	}
	token := desk.NewSecret(reply.Token)
	b, err := Open(o, token)
	if err != nil {
		return none, desk.Welcome{}, err
	}
	defer b.Close()
	w, err := b.Welcome(ctx)
	if err != nil {
		return none, desk.Welcome{}, err
	}
	return token, w, nil
}

// recognise checks that a server of Relais answers, before it is told a password.
func recognise(ctx context.Context, c *transport.Client) error {
	const op = "look at server"
	var s restapi.Service
	if _, err := c.Do(ctx, transport.Call{Op: op, Method: http.MethodGet, Path: restapi.PathService, Into: &s}); err != nil {
		return err
	}
	if s.Service != restapi.ServiceName {
		return desk.Errorf(desk.CodeWrongServer, op, "it does not say that it is %s", restapi.ServiceName)
	}
	return nil
}

// longestDetail is how much of a server's words gets into an error.
const longestDetail = 200

// explain reads a problem. A code that does not belong to the status is not
// believed.
func explain(r transport.Refusal) *desk.Error {
	var p restapi.Problem
	if !r.JSON() || json.Unmarshal(r.Body, &p) != nil || p.Code == "" {
		return nil
	}
	e := &desk.Error{Code: restapi.CodeOf(r.Status), Field: p.Field}
	if restapi.StatusOf(p.Code) == r.Status && p.Code != desk.CodeInternal {
		e.Code = p.Code
	}
	if detail := []rune(p.Detail); len(detail) > 0 {
		e.Err = errors.New(string(detail[:min(len(detail), longestDetail)]))
	}
	return e
}

// Capabilities are those that the last Welcome told.
func (b *Backend) Capabilities() desk.Capabilities { return *b.capabilities.Load() }

// Welcome tells who this is, and learns what the server can do.
func (b *Backend) Welcome(ctx context.Context) (desk.Welcome, error) {
	var w restapi.Welcome
	if err := b.get(ctx, "welcome", restapi.PathWelcome, "", nil, &w); err != nil {
		return desk.Welcome{}, err
	}
	if w.Me.ID == "" {
		return desk.Welcome{}, strange("welcome")
	}
	w.Capabilities.Kind = Kind
	b.capabilities.Store(&w.Capabilities)
	return w.Welcome, nil
}

// Resume goes on with what the server could do when it was last asked.
func (b *Backend) Resume(c desk.Capabilities) { b.capabilities.Store(&c) }

// Close lets go of connections.
func (b *Backend) Close() error {
	b.http.Close()
	return nil
}

// strange is the error for JSON that no server of Relais would send.
func strange(op string) error {
	return &desk.Error{Code: desk.CodeWrongServer, Op: op, Err: fmt.Errorf("the answer is not one of %s", restapi.ServiceName)}
}

func (b *Backend) wish(poll time.Duration) { b.poll.Store(int64(poll)) }
