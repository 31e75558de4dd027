package engine

import (
	"context"

	"relais/internal/desk"
)

// line is the connection to the helpdesk, made when it is needed.
type line struct {
	connect func(context.Context) (desk.Backend, error)
	free    chan struct{} // holds one token: who has it may change what follows
	backend desk.Backend
	greeted bool
	doubted bool // the sign-in was refused: what was said before it is no longer to be relied on
}

// take gives the connection, and makes it when there is none. The first time, greet
// is told what the helpdesk says at sign-in, unless resume knows that.
func (l *line) take(ctx context.Context, resume func(context.Context, desk.Backend) (bool, error), greet func(context.Context, desk.Backend, desk.Welcome) error) (desk.Backend, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.free:
	}
	defer func() { l.free <- struct{}{} }()
	if l.connect == nil {
		return nil, desk.Errorf(desk.CodeUnauthorized, "connect", "nobody is signed in")
	}
	if l.backend == nil {
		b, err := l.connect(ctx)
		if err != nil {
			return nil, err
		}
		l.backend, l.greeted = b, false
	}
	if l.greeted {
		return l.backend, nil
	}
	var err error
	if !l.doubted {
		l.greeted, err = resume(ctx, l.backend)
	}
	if err == nil && !l.greeted {
		err = l.greet(ctx, greet)
	}
	if err != nil {
		return nil, err
	}
	return l.backend, nil
}

func (l *line) greet(ctx context.Context, greet func(context.Context, desk.Backend, desk.Welcome) error) error {
	w, err := l.backend.Welcome(ctx)
	if err == nil {
		err = greet(ctx, l.backend, w)
	}
	if err == nil {
		l.greeted, l.doubted = true, false
	}
	return err
}

// drop hangs up, so that the next take signs in anew.
func (l *line) drop() error {
	<-l.free
	defer func() { l.free <- struct{}{} }()
	l.doubted = true
	if l.backend == nil {
		return nil
	}
	b := l.backend
	l.backend, l.greeted = nil, false
	return b.Close()
}

func (l *line) close() error { return l.drop() }
