package main

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2/dialog"

	"relais/internal/config"
	"relais/internal/desk"
	"relais/offline"
)

// seat is where one person works: their desk, what syncs it, and what the window
// shows of it.
type seat struct {
	account string // "" before any sign-in
	desk    *offline.Desk
	models  *models
	ctx     context.Context // ends when the seat is left
	stop    context.CancelFunc
	closed  chan struct{} // closed with the desk

	mu    sync.Mutex // of what follows
	gone  bool
	syncs sync.WaitGroup
}

// sit opens the desk of the current account and begins to sync it, at some moment
// within a time.
func (a *app) sit(within time.Duration) (*seat, error) {
	current, _ := a.session.Account()
	d, err := a.session.Desk(a.ctx)
	if err != nil {
		return nil, err
	}
	s := &seat{account: current.ID, desk: d, models: newModels(a, d), closed: make(chan struct{})}
	s.ctx, s.stop = context.WithCancel(a.ctx)
	s.syncs.Go(func() {
		select {
		case <-s.ctx.Done():
		case <-a.calm:
			d.Prepare()
			if current.Secret == config.PlaceFile && desk.CodeOf(a.session.Unlock(s.ctx)) == desk.CodeSealed {
				_, _ = d.Sync(s.ctx) // gets no further than that, and has the person told now
			}
			_ = d.RunCalmly(s.ctx, within)
		}
	})
	return s, nil
}

// watch tells of changes at the desk until the seat is left.
func (s *seat) watch(told func()) {
	if told != nil {
		s.desk.Watch(told)
	}
}

// during runs a sync of the desk, which is not closed before that has ended; and
// ends it when the seat is left. CodeCanceled when it has been.
func (s *seat) during(ctx context.Context, sync func(context.Context) (desk.SyncResult, error)) (desk.SyncResult, error) {
	s.mu.Lock()
	if s.gone {
		s.mu.Unlock()
		return desk.SyncResult{}, &desk.Error{Code: desk.CodeCanceled, Op: "sync"}
	}
	s.syncs.Add(1)
	s.mu.Unlock()
	defer s.syncs.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	return sync(ctx)
}

// leave keeps what is being typed, ends the sync and closes the desk.
func (s *seat) leave() error {
	defer close(s.closed)
	s.models.Close()
	s.mu.Lock()
	s.gone = true
	s.mu.Unlock()
	s.stop()
	s.syncs.Wait()
	return s.desk.Close()
}

// taken is the seat in use.
func (a *app) taken() *seat {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.seat
}

// takeLeft hands over the seats that nobody has closed yet.
func (a *app) takeLeft() []*seat {
	a.mu.Lock()
	defer a.mu.Unlock()
	left := a.left
	a.left = nil
	return left
}

// Enter begins to work with the current account: its desk takes the place of the
// one in use, and the window shows it from its first page. When it can't be
// opened, the person is told, and goes on where they are.
func (a *app) Enter() { a.work.Go(a.change) }

func (a *app) change() {
	a.moving.Lock()
	defer a.moving.Unlock()
	next, err := a.sit(0)
	switch {
	case err != nil && a.ctx.Err() != nil: // the next start is with that account
		return
	case err != nil:
		a.stay(err)
		return
	}
	a.mu.Lock()
	a.left = append(a.left, a.seat)
	a.seat = next
	next.watch(a.told)
	a.mu.Unlock()
	a.rebuild()
}

// stay makes the account of the seat in use the current one again, and says why.
func (a *app) stay(why error) {
	if err := a.session.Use(a.taken().account); err != nil {
		a.note("going back to the account", err)
	}
	a.note("opening the desk", why)
	a.tell(desk.CodeOf(why))
}

// tell says over the window what went wrong.
func (a *app) tell(code desk.Code) { a.say(a.words().Problem(code)) }

// say shows what happened, what is kept and what to do next.
func (a *app) say(what, kept, next string) {
	a.gate.Post("problem", func() {
		dialog.ShowInformation(what, kept+"\n"+next, a.window.Native())
	})
}

// note logs what went wrong, without personal data.
func (a *app) note(what string, err error) {
	a.flags.logger(a.world).Error(what, "code", desk.CodeOf(err))
}

// rebuild shows the window and the tray anew, and closes the seats that the window
// showed before. Of several calls one is enough.
func (a *app) rebuild() {
	a.gate.Post("rebuild", func() {
		a.mu.Lock()
		told := a.told
		a.mu.Unlock()
		if told != nil {
			told() // the tray's words may be others, too
		}
		left := a.takeLeft()
		if len(left) == 0 {
			a.window.Rebuild(a.words(), a.Preferences())
			return
		}
		kept := a.window.Move(a.words(), a.Preferences())
		a.work.Go(func() {
			kept()
			for _, s := range left {
				if err := s.leave(); err != nil {
					a.note("closing the desk", err)
				}
			}
		})
	})
}
