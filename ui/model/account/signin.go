package account

import (
	"context"
	"sync"

	"relais/internal/desk"
	"relais/ui/model"
)

// Gateway is how signing in is done; what it needs to know of back ends,
// keyrings and folders is its own affair.
type Gateway interface {
	// Kinds lists the helpdesks that Relais knows.
	Kinds() []string
	// KindAt tells which of them seems to be at an address. It tells nobody who asks.
	KindAt(ctx context.Context, url string) string
	// SignIn checks the account and keeps it with its secret. It is the current
	// account afterwards.
	SignIn(ctx context.Context, kind, url, login string, password desk.Secret) (desk.Welcome, error)
	// Unsigned counts what was asked for before any sign-in.
	Unsigned(ctx context.Context) (int, error)
	// Adopt gives that to the current account and says how much it was.
	Adopt(ctx context.Context) (int, error)
	// Unsent counts what the account keeps that was signed out of, and the helpdesk
	// does not have yet.
	Unsent(ctx context.Context) (int, error)
	// Enter begins to work with the current account.
	Enter()
}

// Known is what is known of the account before a sign-in.
type Known struct {
	Kind, URL, Login string
	Again            bool // somebody has signed in to it here before
	Left             bool // and signed out
}

// SignInState is what the page shows.
type SignInState struct {
	Again   bool // not for the first time on this computer
	Left    bool // the person has signed out
	Unsent  int  // with Left: what waits for them to come back
	Kinds   []string
	Kind    string // "" until somebody chose one, or one was found
	URL     string
	Login   string
	Busy    bool
	Missing []string // fields that are still empty: "url", "login", "password"
	Code    desk.Code
	Welcome *desk.Welcome // nil until signed in
	Offer   int           // what was asked for before; the person is asked whether it goes to this account
}

// SignIn signs a person in.
type SignIn struct {
	model.Signal
	gate  Gateway
	tasks *model.Tasks

	mu    sync.Mutex
	state SignInState
}

// NewSignIn begins with what is known of the account, which may be nothing.
func NewSignIn(g Gateway, k Known) *SignIn {
	s := &SignIn{gate: g, tasks: model.NewTasks()}
	s.state = SignInState{Again: k.Again, Left: k.Left, Kinds: g.Kinds(), Kind: k.Kind, URL: k.URL, Login: k.Login}
	if k.Left {
		s.tasks.Go(s.count)
	}
	return s
}

// count looks what waits for the person to come back. That it can't be counted is
// nothing that they have to know here.
func (s *SignIn) count(ctx context.Context) {
	if n, err := s.gate.Unsent(ctx); err == nil {
		s.change(func(st *SignInState) { st.Unsent = n })
	}
}

// Fill takes a field as it is typed or picked: "kind", "url" or "login".
func (s *SignIn) Fill(field, value string) {
	s.change(func(st *SignInState) {
		switch field {
		case "kind":
			st.Kind = value
		case "url":
			st.URL = value
		case "login":
			st.Login = value
		}
		st.Missing = nil
	})
}

// Submit signs in. The password is not kept here.
func (s *SignIn) Submit(password desk.Secret) {
	s.mu.Lock()
	st := &s.state
	st.Missing = nil
	for _, f := range []struct{ name, value string }{{"url", st.URL}, {"login", st.Login}, {"password", password.Reveal()}} {
		if f.value == "" {
			st.Missing = append(st.Missing, f.name)
		}
	}
	if st.Busy || len(st.Missing) > 0 {
		s.mu.Unlock()
		s.Emit()
		return
	}
	st.Busy, st.Code = true, ""
	kind, url, login := st.Kind, st.URL, st.Login
	s.mu.Unlock()
	s.Emit()
	s.tasks.Go(func(ctx context.Context) { s.signIn(ctx, kind, url, login, password) })
}

func (s *SignIn) signIn(ctx context.Context, kind, url, login string, password desk.Secret) {
	welcome, err := s.finding(ctx, kind, url, func(kind string) (desk.Welcome, error) {
		return s.gate.SignIn(ctx, kind, url, login, password)
	})
	if err != nil {
		s.change(func(st *SignInState) { st.Busy, st.Code = false, desk.CodeOf(err) })
		return
	}
	waiting, err := s.gate.Unsigned(ctx)
	if err != nil {
		waiting = 0 // that it can't be counted keeps nobody out; it stays where it is
	}
	s.change(func(st *SignInState) { st.Busy, st.Code, st.Welcome, st.Offer = false, "", &welcome, waiting })
	if waiting == 0 {
		s.gate.Enter()
	}
}

// finding signs in with the kind that was chosen. When there is none, or another
// helpdesk answers, it goes on with the one that seems to be there.
func (s *SignIn) finding(ctx context.Context, kind, url string, try func(kind string) (desk.Welcome, error)) (w desk.Welcome, err error) {
	if kind != "" {
		if w, err = try(kind); desk.CodeOf(err) != desk.CodeWrongServer {
			return w, err
		}
	}
	found := s.gate.KindAt(ctx, url)
	if found == kind {
		return w, err
	}
	there, fault := try(found)
	if desk.CodeOf(fault) == desk.CodeWrongServer {
		return there, fault // nothing was found: what was chosen stays
	}
	s.change(func(st *SignInState) { st.Kind = found })
	return there, fault
}

// Answer says whether what was asked for before any sign-in goes to this account.
// Otherwise it stays where it is.
func (s *SignIn) Answer(adopt bool) {
	s.tasks.Go(func(ctx context.Context) {
		if adopt {
			if _, err := s.gate.Adopt(context.WithoutCancel(ctx)); err != nil {
				s.change(func(st *SignInState) { st.Code = desk.CodeOf(err) })
				return
			}
		}
		s.change(func(st *SignInState) { st.Offer = 0 })
		s.gate.Enter()
	})
}

func (s *SignIn) change(f func(*SignInState)) {
	s.mu.Lock()
	f(&s.state)
	s.mu.Unlock()
	s.Emit()
}

// State is what the page shows now.
func (s *SignIn) State() SignInState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Close gives up a sign-in that is under way. Who leaves without an answer to what is
// offered is signed in all the same.
func (s *SignIn) Close() {
	s.tasks.Close()
	s.mu.Lock()
	left := s.state.Offer > 0
	s.state.Offer = 0
	s.mu.Unlock()
	if left {
		s.gate.Enter()
	}
}
