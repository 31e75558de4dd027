// Package requests holds what a person who asked for help sees of it
// afterwards: the list of their requests, and one request with its conversation.
package requests

import (
	"context"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// Group gathers requests by who has to move next.
type Group string

// The groups, in the order in which they are shown.
const (
	Yours   Group = "yours"   // the person who asked is awaited
	Working Group = "working" // the helpdesk is at it
	Done    Group = "done"
)

// Groups lists the groups in the order in which they are shown.
func Groups() []Group { return []Group{Yours, Working, Done} }

// GroupOf tells who has to move next. A resolved request waits for the word of
// who asked, unless resolved is final.
func GroupOf(t desk.Ticket, final bool) Group {
	switch {
	case t.Status == desk.StatusClosed, t.Status == desk.StatusResolved && final:
		return Done
	case t.Status == desk.StatusResolved, t.Status == desk.StatusPending && t.PendingFor == desk.PendingUser:
		return Yours
	}
	return Working
}

// ListDesk is what the list needs of the desk.
type ListDesk interface {
	Me() desk.Person
	Capabilities() desk.Capabilities
	Tickets(ctx context.Context, f desk.Filter) ([]desk.Row, error)
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// ListState is what the list shows.
type ListState struct {
	Groups  map[Group][]desk.Row
	Count   int
	Final   bool // the person can't close a request: resolved is its end
	Loading bool // nothing has been read yet
	Code    desk.Code
	Sync    desk.SyncStatus
	Now     time.Time
}

// List is the list of a person's own requests.
type List struct {
	model.Signal
	desk  ListDesk
	now   func() time.Time
	tasks *model.Tasks
	stop  func()

	mu    sync.Mutex
	state ListState
}

// NewList begins to read; it follows the desk until Close.
func NewList(d ListDesk, now func() time.Time) *List {
	l := &List{desk: d, now: now, tasks: model.NewTasks(), state: ListState{Loading: true, Now: now()}}
	l.stop = d.Watch(l.Reload)
	l.Reload()
	return l
}

// Reload reads the list again.
func (l *List) Reload() { l.tasks.Again("list", l.load) }

func (l *List) load(ctx context.Context) {
	rows, err := l.desk.Tickets(ctx, desk.Filter{Requester: l.desk.Me().ID, Following: true, Order: desk.OrderNewest})
	if ctx.Err() != nil {
		return
	}
	next := ListState{Code: desk.CodeOf(err), Final: !l.desk.Capabilities().Settable(desk.FieldStatus), Sync: l.desk.Status(), Now: l.now()}
	if err == nil {
		next.Groups, next.Count = group(rows, next.Final), len(rows)
	}
	l.mu.Lock()
	if err != nil {
		next.Groups, next.Count, next.Final = l.state.Groups, l.state.Count, l.state.Final
	}
	l.state = next
	l.mu.Unlock()
	l.Emit()
}

func group(rows []desk.Row, final bool) map[Group][]desk.Row {
	groups := map[Group][]desk.Row{}
	for _, r := range rows {
		g := GroupOf(r.Ticket, final)
		groups[g] = append(groups[g], r)
	}
	return groups
}

// State is what the list shows now. Its groups are not to be changed.
func (l *List) State() ListState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// Close stops following the desk.
func (l *List) Close() {
	l.stop()
	l.tasks.Close()
}
