package engine

import (
	"context"

	"relais/internal/desk"
	"relais/offline/store"
)

// Forgive forgets after a sign-in what went wrong before it: a refused password says
// nothing about another one. A delay that the helpdesk asked for still holds. An
// engine that is at work learns of it at its next Refresh.
func Forgive(ctx context.Context, s *store.Store) error {
	var kept state
	if err := s.State(ctx, &kept); err != nil {
		return err
	}
	kept.Rhythm = rhythm{NotBefore: kept.Rhythm.NotBefore, Planned: kept.Rhythm.Planned}
	if kept.Status.Code == desk.CodeUnauthorized || kept.Status.Code == desk.CodeSealed {
		kept.Status.Code = ""
	}
	return s.SetState(ctx, kept)
}

// forgiven takes over what Forgive kept since this engine paused.
func (e *Engine) forgiven(ctx context.Context) error {
	e.mu.Lock()
	paused := e.rhythm.Paused
	e.mu.Unlock()
	if !paused {
		return nil
	}
	var kept state
	if err := e.o.Store.State(ctx, &kept); err != nil || kept.Rhythm.Paused {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rhythm, e.status.Code = kept.Rhythm, kept.Status.Code
	return nil
}
