package queues

import (
	"context"
	"slices"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// Desk is what the queues need of the desk.
type Desk interface {
	Me() desk.Person
	Queues(ctx context.Context) ([]desk.Queue, error)
	Tickets(ctx context.Context, f desk.Filter) ([]desk.Row, error)
	Counts(ctx context.Context, f []desk.Filter) ([]int, error)
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// State is what the two panes at the left show. Its slices are not to be
// changed.
type State struct {
	Views    []View
	View     string // id of the open view
	Rows     []desk.Row
	Queues   map[string]desk.Queue
	Letters  string // that the rows are narrowed down by
	Selected string // ref of the open ticket, "" for none
	Loading  bool
	Code     desk.Code
	Me       desk.Person
	Sync     desk.SyncStatus
	Now      time.Time
}

// Board is the queues.
type Board struct {
	model.Signal
	desk  Desk
	now   func() time.Time
	tasks *model.Tasks
	stop  func()

	mu    sync.Mutex
	state State
}

// pause is how long letters may still come before the rows are read again.
const pause = 40 * time.Millisecond

// NewBoard opens what the person has to do; it follows the desk until Close.
func NewBoard(d Desk, now func() time.Time) *Board {
	b := &Board{desk: d, now: now, tasks: model.NewTasks(), state: State{View: ViewToDo, Me: d.Me(), Loading: true, Now: now()}}
	b.stop = d.Watch(b.Reload)
	b.Reload()
	return b
}

// Reload reads the lists again; time passes too, so it is to be called now and
// then.
func (b *Board) Reload() { b.tasks.Again("board", b.load) }

func (b *Board) load(ctx context.Context) {
	next, err := b.read(ctx)
	if ctx.Err() != nil {
		return
	}
	b.change(func(s *State) {
		if s.View != next.View || s.Letters != next.Letters {
			return // it is read again
		}
		s.Loading, s.Code, s.Me, s.Sync, s.Now = false, desk.CodeOf(err), b.desk.Me(), b.desk.Status(), b.now()
		if err == nil {
			s.Views, s.Rows, s.Queues = next.Views, next.Rows, next.Queues
		}
	})
}

// read reads the rows of the view that is open now.
func (b *Board) read(ctx context.Context) (next State, err error) {
	now := b.State()
	next.View, next.Letters = now.View, now.Letters
	queues, err := b.desk.Queues(ctx)
	if err != nil {
		return next, err
	}
	next.Queues = make(map[string]desk.Queue, len(queues))
	for _, q := range queues {
		next.Queues[q.ID] = q
	}
	next.Views = views(b.desk.Me(), queues, b.now())
	filters := make([]desk.Filter, len(next.Views))
	for i, v := range next.Views {
		filters[i] = v.Filter
	}
	counts, err := b.desk.Counts(ctx, filters)
	if err != nil {
		return next, err
	}
	for i := range counts {
		next.Views[i].Count = counts[i]
	}
	next.Rows, err = b.desk.Tickets(ctx, next.filter())
	return next, err
}

// filter is that of the open view, or of the first one if it is gone.
func (s State) filter() desk.Filter {
	i := slices.IndexFunc(s.Views, func(v View) bool { return v.ID == s.View })
	f := s.Views[max(i, 0)].Filter
	f.Text = s.Letters
	return f
}

// Choose opens a view.
func (b *Board) Choose(view string) {
	b.change(func(s *State) {
		if s.View != view {
			s.View, s.Letters, s.Rows, s.Loading = view, "", nil, true
		}
	})
	b.Reload()
}

// Narrow keeps only the rows with these letters in the title or the number.
func (b *Board) Narrow(letters string) {
	b.change(func(s *State) { s.Letters = letters })
	b.tasks.Latest("board", pause, b.load)
}

// Select opens a ticket in the third pane.
func (b *Board) Select(ref string) { b.change(func(s *State) { s.Selected = ref }) }

// Step selects the row that is so many rows further down; it stops at the ends.
func (b *Board) Step(by int) {
	b.change(func(s *State) {
		if len(s.Rows) == 0 {
			return
		}
		at := slices.IndexFunc(s.Rows, func(r desk.Row) bool { return model.Ref(r.Ticket) == s.Selected })
		if at < 0 && by > 0 {
			at = -1
		}
		s.Selected = model.Ref(s.Rows[min(max(at+by, 0), len(s.Rows)-1)].Ticket)
	})
}

func (b *Board) change(f func(*State)) {
	b.mu.Lock()
	f(&b.state)
	b.mu.Unlock()
	b.Emit()
}

// State is what the panes show now.
func (b *Board) State() State {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state
}

// Close stops following the desk.
func (b *Board) Close() {
	b.stop()
	b.tasks.Close()
}
