package account

import (
	"context"
	"sync"

	"relais/internal/desk"
	"relais/ui/model"
)

// Preferences are what a person may set on this computer.
type Preferences struct {
	Lang      string // "fr", "en", "" as the computer
	Theme     string // "light", "dark", "" as the computer
	Contrast  bool   // high
	TextScale int    // percent, 100 to 200
	Dense     bool   // tighter lists
	Autostart bool
}

// Locks are the preferences that a person can't change here, with what has set them:
// the name of a variable of the environment, or "" for the organisation.
type Locks map[string]string

// Has tells whether a preference is locked.
func (l Locks) Has(name string) bool {
	_, ok := l[name]
	return ok
}

// Who is the account as the settings show it.
type Who struct {
	Me     desk.Person
	Server string
	URL    string
	Kind   string
	Demo   []desk.Person // with the embedded helpdesk: who one can be

	Missing []desk.Missing // what the helpdesk lacks
}

// Keeper is where preferences live, and what they act on.
type Keeper interface {
	Preferences() Preferences
	// Locked tells which preferences are set from outside, by the key of the setting.
	Locked() Locks
	// Set keeps the preferences and applies them.
	Set(ctx context.Context, p Preferences) error
	Who() Who
	// Become goes on as another person of the embedded helpdesk.
	Become(ctx context.Context, login string) error
	// Unsent counts what the helpdesk does not have yet.
	Unsent(ctx context.Context) (int, error)
	// SignOut forgets the account's secret on this computer, and shows its requests
	// no more; copied keeps what the helpdesk has of them here. What was not sent yet
	// stays in any case.
	SignOut(ctx context.Context, copied bool) error
}

// Leaving is what the person reads and decides before they sign out.
type Leaving struct {
	Unsent int  // not at the helpdesk yet
	Copied bool // a copy of the requests stays on this computer
}

// SettingsState is what the page shows.
type SettingsState struct {
	Preferences Preferences
	Locked      Locks
	Who         Who
	Leaving     *Leaving // nil unless the person wants to sign out
	Busy        bool
	Code        desk.Code
}

// Settings is the page of preferences.
type Settings struct {
	model.Signal
	keep  Keeper
	tasks *model.Tasks

	mu    sync.Mutex
	state SettingsState
}

// NewSettings begins with what is set.
func NewSettings(k Keeper) *Settings {
	s := &Settings{keep: k, tasks: model.NewTasks()}
	s.state = SettingsState{Preferences: k.Preferences(), Locked: k.Locked(), Who: k.Who()}
	return s
}

// Set keeps and applies preferences, the last ones last. When they can't be kept,
// the old ones stand again.
func (s *Settings) Set(p Preferences) {
	s.change(func(st *SettingsState) { st.Preferences = p })
	s.tasks.InTurn(func(ctx context.Context) {
		err := s.keep.Set(ctx, p)
		s.change(func(st *SettingsState) {
			st.Code = desk.CodeOf(err)
			if err != nil {
				st.Preferences = s.keep.Preferences()
			}
		})
	})
}

// Become goes on as another person of the embedded helpdesk.
func (s *Settings) Become(login string) {
	s.busy(func(ctx context.Context) error { return s.keep.Become(ctx, login) })
}

// SignOut asks the person whether to, and what stays here.
func (s *Settings) SignOut() {
	s.busy(func(ctx context.Context) error {
		n, err := s.keep.Unsent(ctx)
		if err == nil {
			s.change(func(st *SettingsState) { st.Leaving = &Leaving{Unsent: n, Copied: true} })
		}
		return err
	})
}

// Copy says whether a copy of the requests stays.
func (s *Settings) Copy(stays bool) {
	s.change(func(st *SettingsState) {
		if st.Leaving != nil {
			st.Leaving = &Leaving{Unsent: st.Leaving.Unsent, Copied: stays}
		}
	})
}

// Stay gives up signing out.
func (s *Settings) Stay() { s.change(func(st *SettingsState) { st.Leaving = nil }) }

// Leave signs out.
func (s *Settings) Leave() {
	leaving := s.State().Leaving
	if leaving == nil {
		return
	}
	s.Stay()
	s.busy(func(ctx context.Context) error { return s.keep.SignOut(ctx, leaving.Copied) })
}

func (s *Settings) busy(do func(context.Context) error) {
	s.change(func(st *SettingsState) { st.Busy = true })
	s.tasks.Go(func(ctx context.Context) {
		err := do(ctx)
		s.change(func(st *SettingsState) { st.Busy, st.Code, st.Who = false, desk.CodeOf(err), s.keep.Who() })
	})
}

func (s *Settings) change(f func(*SettingsState)) {
	s.mu.Lock()
	f(&s.state)
	s.mu.Unlock()
	s.Emit()
}

// State is what the page shows now.
func (s *Settings) State() SettingsState {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// Close gives up what is under way.
func (s *Settings) Close() { s.tasks.Close() }
