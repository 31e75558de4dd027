// Package account holds what a person manages about themselves and this
// computer: signing in, settings, and what waits to be sent.
package account

import (
	"cmp"
	"context"
	"strings"
	"sync"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
)

// OutboxDesk is what the outbox needs of the desk.
type OutboxDesk interface {
	Outbox(ctx context.Context) ([]desk.Pending, error)
	Discarded(ctx context.Context) ([]desk.Pending, error)
	Settle(ctx context.Context, k desk.Key, how desk.Settle) error
	TakeBack(ctx context.Context, k desk.Key) (desk.Draft, error)
	Me() desk.Person
	Queues(ctx context.Context) ([]desk.Queue, error)
	People(ctx context.Context, query string) ([]desk.Person, error)
	Ticket(ctx context.Context, ref string) (desk.View, error)
	Status() desk.SyncStatus
	Watch(func()) (stop func())
}

// Asking is where requests are written.
type Asking interface {
	// TakeBack goes on with a request that was refused, and tells done how that went.
	TakeBack(k desk.Key, done func(error))
}

// OutboxState is what the page shows. Its slices and maps are not to be changed.
type OutboxState struct {
	Attention []desk.Pending    // what needs the person, oldest first
	Waiting   []desk.Pending    // what leaves by itself
	GivenUp   []desk.Pending    // copies of what the person decided against, newest first
	Names     map[string]string // of the queues and persons that conflicts are about, by id
	Loading   bool
	Syncing   bool
	Result    *desk.SyncResult // of the sync that the person asked for
	Code      desk.Code
	Sync      desk.SyncStatus
	Now       time.Time
}

// manyGivenUp is how many copies of what was given up are shown; relaisctl shows all.
const manyGivenUp = 20

// Outbox is what waits on this computer, and why.
type Outbox struct {
	model.Signal
	desk   OutboxDesk
	asking Asking
	sync   func(context.Context) (desk.SyncResult, error)
	open   func(model.Place)
	now    func() time.Time
	tasks  *model.Tasks
	stop   func()

	mu    sync.Mutex
	state OutboxState
}

// NewOutbox begins to read; sync is how a sync is asked for. Where something can be
// changed is handed to open, which may be called on any goroutine.
func NewOutbox(d OutboxDesk, asking Asking, sync func(context.Context) (desk.SyncResult, error), open func(model.Place), now func() time.Time) *Outbox {
	o := &Outbox{desk: d, asking: asking, sync: sync, open: open, now: now, tasks: model.NewTasks(), state: OutboxState{Loading: true, Now: now()}}
	o.stop = d.Watch(o.Reload)
	o.Reload()
	return o
}

// Reload reads the outbox again.
func (o *Outbox) Reload() {
	o.tasks.Again("outbox", func(ctx context.Context) {
		list, err := o.desk.Outbox(ctx)
		given, unread := o.desk.Discarded(ctx)
		names := o.names(ctx, list)
		if ctx.Err() != nil {
			return
		}
		o.change(func(s *OutboxState) {
			s.Loading, s.Sync, s.Now = false, o.desk.Status(), o.now()
			if err != nil {
				s.Code = desk.CodeOf(err)
				return
			}
			s.Attention, s.Waiting, s.Names, s.Code = nil, nil, names, cmp.Or(s.Code, desk.CodeOf(unread))
			s.GivenUp = given[:min(len(given), manyGivenUp)]
			for _, p := range list {
				if p.State == desk.StateAttention {
					s.Attention = append(s.Attention, p)
				} else {
					s.Waiting = append(s.Waiting, p)
				}
			}
		})
	})
}

// names looks up who and what conflicts are about. A name that can't be found is
// missing: the id is shown then.
func (o *Outbox) names(ctx context.Context, list []desk.Pending) map[string]string {
	fields := map[desk.Field]bool{}
	for _, p := range list {
		for _, c := range p.Conflicts {
			fields[c.Field] = true
		}
	}
	names := map[string]string{}
	if fields[desk.FieldQueue] {
		queues, _ := o.desk.Queues(ctx)
		for _, q := range queues {
			names[q.ID] = q.Name
		}
	}
	if fields[desk.FieldAssignee] {
		o.addPeople(ctx, list, names)
	}
	return names
}

// addPeople adds those of the tickets, whom who is no technician and offline has
// seen there at best, and those that tickets can be given to.
func (o *Outbox) addPeople(ctx context.Context, list []desk.Pending, names map[string]string) {
	add := func(id, name string) {
		if name != "" {
			names[id] = name
		}
	}
	for _, p := range list {
		if len(p.Conflicts) == 0 {
			continue
		}
		v, _ := o.desk.Ticket(ctx, p.Ticket)
		add(v.Ticket.Assignee.ID, v.Ticket.Assignee.Name)
		for _, m := range v.Messages {
			add(m.Author.ID, m.Author.Name)
		}
		for _, e := range v.Events {
			add(e.By.ID, e.By.Name)
		}
	}
	people, _ := o.desk.People(ctx, "")
	for _, p := range people {
		add(p.ID, p.Name)
	}
}

// Settle answers an operation that needs the person.
func (o *Outbox) Settle(k desk.Key, how desk.Settle) {
	o.tasks.Go(func(ctx context.Context) {
		err := o.desk.Settle(ctx, k, how)
		o.change(func(s *OutboxState) { s.Code = desk.CodeOf(err) })
		o.Reload()
	})
}

// Edit takes what was refused back where it was written, and goes there.
func (o *Outbox) Edit(p desk.Pending) {
	if p.Verb == desk.VerbAsk {
		o.asking.TakeBack(p.Key, func(err error) { o.taken(model.Place{Name: model.PlaceHome}, err) })
		return
	}
	o.tasks.Go(func(ctx context.Context) {
		d, err := o.desk.TakeBack(ctx, p.Key)
		o.taken(o.where(d.ID), err)
	})
}

func (o *Outbox) taken(to model.Place, err error) {
	if err != nil {
		o.change(func(s *OutboxState) { s.Code = desk.CodeOf(err) })
		return
	}
	o.open(to)
}

// where a draft is written.
func (o *Outbox) where(draft string) model.Place {
	if ref, ok := strings.CutPrefix(draft, desk.DraftEditor); ok {
		return model.Place{Name: model.PlaceEditor, Ref: ref}
	}
	verb, ref, _ := strings.Cut(draft, "/")
	to := o.ticket(ref)
	if do := desk.Verb(verb); do != desk.VerbReply && do != desk.VerbNote { // their boxes open by themselves
		to.Do = do
	}
	return to
}

func (o *Outbox) ticket(ref string) model.Place {
	if o.desk.Me().Role.Staff() {
		return model.Place{Name: model.PlaceQueues, Ref: ref}
	}
	return model.Place{Name: model.PlaceRequest, Ref: ref}
}

// OpenTicket goes to the ticket that an operation is about.
func (o *Outbox) OpenTicket(p desk.Pending) { o.open(o.ticket(p.Ticket)) }

// SyncNow asks for a sync; a second click while one runs does nothing.
func (o *Outbox) SyncNow() {
	o.mu.Lock()
	if o.state.Syncing {
		o.mu.Unlock()
		return
	}
	o.state.Syncing = true
	o.mu.Unlock()
	o.Emit()
	o.tasks.Go(func(ctx context.Context) {
		result, err := o.sync(ctx)
		o.change(func(s *OutboxState) {
			s.Syncing, s.Result, s.Code = false, &result, cmp.Or(desk.CodeOf(err), result.Code)
		})
		o.Reload()
	})
}

func (o *Outbox) change(f func(*OutboxState)) {
	o.mu.Lock()
	f(&o.state)
	o.mu.Unlock()
	o.Emit()
}

// State is what the page shows now.
func (o *Outbox) State() OutboxState {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.state
}

// Close stops following the desk.
func (o *Outbox) Close() {
	o.stop()
	o.tasks.Close()
}
