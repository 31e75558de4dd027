package shell

import (
	"slices"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// Desk is what the shell needs of the desk.
type Desk interface {
	Me() desk.Person
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// State is what surrounds the page.
type State struct {
	Place   model.Place
	CanBack bool
	Tabs    []string // names of places
	Tab     string   // the one that the place belongs to, "" for none
	Me      desk.Person
	Sync    desk.SyncStatus
	Heard   bool // from the helpdesk, since the frame began or just before
	Notices []Notice
	Now     time.Time
}

// Shell is the frame of the window.
type Shell struct {
	model.Signal
	now   func() time.Time
	began time.Time

	mu      sync.Mutex
	desk    Desk
	stop    func()
	place   model.Place
	history []model.Place
	lacks   int  // things that the helpdesk could do more, and that nobody looked at
	waits   bool // at the first page, which may become another once it is known who sits there
}

// recent is how old news may be to count as of now: who signs in again has another
// frame, and their desk may just have synced for the one before.
const recent = time.Minute

// New begins at the first page of who sits there.
func New(d Desk, now func() time.Time) *Shell {
	s := &Shell{now: now, began: now()}
	s.Use(d)
	return s
}

// Use goes on with another desk, as after signing in, at its first page.
func (s *Shell) Use(d Desk) {
	stop := d.Watch(s.changed)
	s.mu.Lock()
	if s.stop != nil {
		s.stop()
	}
	s.desk, s.stop = d, stop
	s.place, s.history, s.waits = first(d.Me()), nil, true
	s.mu.Unlock()
	s.Emit()
}

// first is where somebody begins.
func first(me desk.Person) model.Place { return model.Place{Name: tabs(me)[0]} }

// changed follows the desk: at the first sign-in of all, who sits there is known
// only when the helpdesk has answered.
func (s *Shell) changed() {
	s.mu.Lock()
	if me := s.desk.Me(); s.waits && me.Role != "" {
		s.place, s.waits = first(me), false
	}
	s.mu.Unlock()
	s.Emit()
}

// tabs are the main pages of a person.
func tabs(me desk.Person) []string {
	if me.Role.Staff() {
		return []string{model.PlaceQueues, model.PlaceKnowledge, model.PlaceHome, model.PlaceRequests}
	}
	return []string{model.PlaceHome, model.PlaceRequests, model.PlaceKnowledge}
}

// belongs says under which tab a place that is none is found.
var belongs = map[string]string{
	model.PlaceRequest: model.PlaceRequests,
	model.PlaceArticle: model.PlaceKnowledge,
	model.PlaceEditor:  model.PlaceKnowledge,
}

// maxHistory bounds the way back.
const maxHistory = 50

// Go opens a place; going where one is does nothing.
func (s *Shell) Go(p model.Place) {
	s.mu.Lock()
	if p == s.place {
		s.mu.Unlock()
		return
	}
	s.waits = false
	s.history = append(s.history, s.place)
	if len(s.history) > maxHistory {
		s.history = s.history[1:]
	}
	s.place = p
	if p.Name == model.PlaceSettings {
		s.lacks = 0
	}
	s.mu.Unlock()
	s.Emit()
}

// Lacking says, until the settings are looked at, that the helpdesk could do n
// things more; they are listed there.
func (s *Shell) Lacking(n int) {
	s.mu.Lock()
	s.lacks = n
	s.mu.Unlock()
	s.Emit()
}

// Back goes to the place before, if there is one.
func (s *Shell) Back() {
	s.mu.Lock()
	if n := len(s.history); n > 0 {
		s.place, s.history = s.history[n-1], s.history[:n-1]
	}
	s.mu.Unlock()
	s.Emit()
}

// State is what surrounds the page now.
func (s *Shell) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	sync := s.desk.Status()
	st := State{
		Place: s.place, CanBack: len(s.history) > 0, Me: s.desk.Me(), Sync: sync, Heard: !sync.Pulled.Before(s.began.Add(-recent)), Notices: Notices(sync), Now: s.now(),
	}
	if s.lacks > 0 {
		st.Notices = append(st.Notices, Notice{ID: lacking, Severity: Calm, Count: s.lacks, Go: model.Place{Name: model.PlaceSettings}})
	}
	st.Notices = slices.DeleteFunc(st.Notices, func(n Notice) bool { return n.ID == "signed-out" && n.Go == s.place }) // the page says so itself
	st.Tabs = tabs(st.Me)
	st.Tab = s.place.Name
	if tab, ok := belongs[st.Tab]; ok {
		st.Tab = tab
	}
	return st
}

// Close stops following the desk.
func (s *Shell) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stop()
}
