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
}

// take gives the connection, and makes it when there is none. The first time,
// greet is told what the helpdesk says at sign-in.
func (l *line) take(ctx context.Context, greet func(context.Context, desk.Backend, desk.Welcome) error) (desk.Backend, error) {
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
	w, err := l.backend.Welcome(ctx)
	if err == nil {
		err = greet(ctx, l.backend, w)
	}
	if err != nil {
		return nil, err
	}
	l.greeted = true
	return l.backend, nil
}

// drop hangs up, so that the next take signs in anew.
func (l *line) drop() error {
	<-l.free
	defer func() { l.free <- struct{}{} }()
	if l.backend == nil {
		return nil
	}
	b := l.backend
	l.backend, l.greeted = nil, false
	return b.Close()
}

func (l *line) close() error { return l.drop() }
