package secret

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/zalando/go-keyring"

	"relais/internal/desk"
)

// service is the name of Relais in keyrings.
const service = "relais"

// limit is how long a keyring may take. Its own calls know no limit: one that
// waits for a dialog nobody sees would wait for ever.
const limit = 5 * time.Second

// ring is the keyring of the operating system.
type ring struct {
	get   func(service, id string) (string, error)
	set   func(service, id, value string) error
	drop  func(service, id string) error
	stuck atomic.Int32 // calls still out that nobody waits for any more
}

func newRing() *ring { return &ring{get: keyring.Get, set: keyring.Set, drop: keyring.Delete} }

// Where is Keyring.
func (r *ring) Where() string { return Keyring }

// Get asks the keyring.
func (r *ring) Get(ctx context.Context, id string) (desk.Secret, error) {
	value, err := r.call(ctx, "read secret", id, func() (string, error) { return r.get(service, id) })
	return desk.NewSecret(value), err
}

// Set keeps it in the keyring.
func (r *ring) Set(ctx context.Context, id string, s desk.Secret) error {
	_, err := r.call(ctx, "keep secret", id, func() (string, error) { return "", r.set(service, id, s.Reveal()) })
	return err
}

// Delete forgets it in the keyring.
func (r *ring) Delete(ctx context.Context, id string) error {
	_, err := r.call(ctx, "forget secret", id, func() (string, error) { return "", r.drop(service, id) })
	if desk.CodeOf(err) == desk.CodeNotFound {
		return nil
	}
	return err
}

// call waits for the keyring no longer than the limit. A call that went on is
// left alone, since nothing can end it; until it returns the keyring counts as
// absent, so that there is never more than one.
func (r *ring) call(ctx context.Context, op, id string, f func() (string, error)) (string, error) {
	if r.stuck.Load() > 0 {
		return "", absent(op, id, errors.New("an earlier question was not answered"))
	}
	if err := ctx.Err(); err != nil {
		return "", canceled(op, id, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("not answered within %v", limit))
	defer cancel()
	answers := make(chan answer, 1)
	var left atomic.Bool // by whichever of the two sides is the first to go
	go func() {
		value, err := f()
		answers <- answer{value, err}
		if left.Swap(true) {
			r.stuck.Add(-1)
		}
	}()
	select {
	case a := <-answers:
		return a.value, verdict(op, id, a.err)
	case <-ctx.Done():
		if !left.Swap(true) {
			r.stuck.Add(1)
		}
		if errors.Is(ctx.Err(), context.Canceled) {
			return "", canceled(op, id, ctx.Err())
		}
		return "", absent(op, id, context.Cause(ctx))
	}
}

type answer struct {
	value string
	err   error
}

func verdict(op, id string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: id, Err: err}
	}
	return absent(op, id, err)
}

func canceled(op, id string, err error) error {
	return &desk.Error{Code: desk.CodeCanceled, Op: op, Subject: id, Err: err}
}

func absent(op, id string, err error) error {
	return &desk.Error{Code: desk.CodeUnavailable, Op: op, Subject: id, Err: fmt.Errorf("%w: %w", ErrNoKeyring, err)}
}

// Probe tells whether the keyring of the operating system answers, without
// changing anything in it.
func Probe(ctx context.Context) error {
	_, err := newRing().Get(ctx, "probe")
	if desk.CodeOf(err) == desk.CodeNotFound {
		return nil
	}
	return err
}
