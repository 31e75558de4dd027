package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"

	"relais/internal/desk"
)

// Conn reaches the program that holds a home. It stays good when that program
// ends and another takes its place. It is safe for concurrent use.
//
// All errors are *desk.Error: CodeUnreachable with ErrNotRunning when nobody
// holds the home, CodeInterrupted when the answer did not come, CodeUnsupported
// when a program of another version holds it, CodeCanceled, or what it answers.
type Conn struct{ home string }

// Dial finds the program that holds a home, and asks whether it is awake.
func Dial(home string) (*Conn, error) {
	c := &Conn{home: home}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c, c.Call(ctx, verbPing, nil, nil)
}

// Show asks to bring the window to the front, with a ticket in it unless that is
// empty.
func (c *Conn) Show(ticket string) error { return c.brief(verbShow, show{Ticket: ticket}) }

// Changed says that this program wrote to the stores.
func (c *Conn) Changed() error { return c.brief(verbChanged, nil) }

// Sync asks to synchronise now, and waits for it as long as ctx allows.
func (c *Conn) Sync(ctx context.Context) (result desk.SyncResult, err error) {
	err = c.Call(ctx, verbSync, nil, &result)
	return result, err
}

func (c *Conn) brief(verb string, data any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return c.Call(ctx, verb, data, nil)
}

// Call asks with any verb, and decodes the answer into out unless that is nil.
// It waits as long as ctx allows.
func (c *Conn) Call(ctx context.Context, verb string, data, out any) error {
	q := question{Version: version, Verb: verb}
	if data != nil {
		raw, err := json.Marshal(data)
		if err != nil {
			return desk.Errorf(desk.CodeInvalid, verb, "%w", err)
		}
		q.Data = raw
	}
	a, err := c.exchange(ctx, q)
	switch {
	case err != nil:
		return c.trouble(ctx, verb, err)
	case a.Error != nil:
		return a.Error.err(verb)
	case out == nil:
		return nil
	}
	if err := json.Unmarshal(a.Data, out); err != nil {
		return desk.Errorf(desk.CodeInterrupted, verb, "%w", err)
	}
	return nil
}

func (c *Conn) exchange(ctx context.Context, q question) (a answer, err error) {
	path, err := find(c.home)
	if err != nil {
		return a, err
	}
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "unix", path)
	if err != nil {
		return a, err
	}
	defer func() { _ = conn.Close() }()
	err = interruptible(ctx, conn, func() error {
		return errors.Join(writeLine(conn, q), readLine(conn, &a))
	})
	return a, err
}

// trouble says what it means that no answer came.
func (c *Conn) trouble(ctx context.Context, verb string, err error) error {
	e := &desk.Error{Code: desk.CodeInterrupted, Op: "ask the running Relais to " + verb, Err: err}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		e.Code, e.Err = desk.CodeCanceled, ctx.Err()
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, refused):
		e.Code, e.Err = desk.CodeUnreachable, fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	return e
}
