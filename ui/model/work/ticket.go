// Package work holds one ticket with everything that a technician can do to it.
package work

import (
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/suggest"
	"relais/ui/model"
)

// TicketDesk is what the page of a ticket needs of the desk.
type TicketDesk interface {
	model.DraftStore
	Actions
	Me() desk.Person
	Capabilities() desk.Capabilities
	Matrix() desk.Matrix
	Status() desk.SyncStatus
	Watch(func()) (stop func())
	Recent(ctx context.Context, ref string) (desk.View, error)
	Ticket(ctx context.Context, ref string) (desk.View, error)
	Tickets(ctx context.Context, f desk.Filter) ([]desk.Row, error)
	Queues(ctx context.Context) ([]desk.Queue, error)
	People(ctx context.Context, query string) ([]desk.Person, error)
	Similar(ctx context.Context, ref string, limit int) ([]suggest.Hit, error)
	Search(ctx context.Context, q suggest.Query) ([]suggest.Hit, error)
	AnsweredBy(ctx context.Context, ref, article string) (desk.Receipt, error)
	Draft(ctx context.Context, id string) (desk.Draft, bool, error)
	Attach(ctx context.Context, name string, r io.Reader) (desk.Attachment, error)
	model.Fetcher
}

// Box is one of the two places to write in.
type Box string

// The boxes; each has a draft of its own.
const (
	BoxReply Box = "reply"
	BoxNote  Box = "note"
)

// Writing is what stands in a box.
type Writing struct {
	Text        string
	Attachments []desk.Attachment
}

// TicketState is what the page shows. What it points to is not to be changed.
type TicketState struct {
	View    desk.View
	Entries []model.Entry
	Answers []Line   // of the guided form, in the reader's language
	Reasons []Reason // what gave the ticket its kind, category, impact and urgency
	Linked  []Link   // other tickets that this one belongs to
	Similar []Case
	Topics  []Topic
	Queues  []desk.Queue // lower levels first
	People  []desk.Person
	Me      desk.Person
	Matrix  desk.Matrix
	May     map[desk.Verb]bool

	Open    Box // "" when no box is open
	Boxes   map[Box]Writing
	Panel   desk.Verb // the action that is being filled in, "" for none
	Fields  map[string]string
	Missing []string // fields that the action still needs
	Merge   []desk.Row
	Coming  map[string]model.Coming // files that are being fetched, by model.FileKey

	seen desk.Ticket // when the action was begun

	Loading bool
	Sending bool
	Code    desk.Code // of the last thing that failed
	Unkept  bool      // what is typed could not be written to the disk
	Sync    desk.SyncStatus
	Now     time.Time
}

// Ticket is one ticket with all that can be done to it.
type Ticket struct {
	model.Signal
	desk  TicketDesk
	forms *form.Set
	ref   string
	lang  func() string
	now   func() time.Time
	tasks *model.Tasks
	files *model.Downloads
	keep  *model.Keeper
	stop  func()
	whole atomic.Bool // the conversation is read to its beginning

	mu      sync.Mutex
	state   TicketState
	touched map[string]bool // drafts that were typed in since the page was opened
}

// NewTicket begins to read the ticket that ref names. It hands files to open,
// which may be called on any goroutine.
func NewTicket(d TicketDesk, forms *form.Set, ref string, lang func() string, now func() time.Time, open func(path string)) *Ticket {
	t := &Ticket{desk: d, forms: forms, ref: ref, lang: lang, now: now, tasks: model.NewTasks(), touched: map[string]bool{}}
	t.state = TicketState{Loading: true, Now: now(), Me: d.Me(), Boxes: map[Box]Writing{}}
	t.keep = model.NewKeeper(d, t.kept)
	t.files = model.NewDownloads(d, t.tasks, open, t.fetching)
	t.stop = d.Watch(t.followed)
	t.tasks.Go(t.loadBoxes)
	t.Reload()
	t.tasks.Go(t.loadSimilar)
	t.tasks.Go(t.loadPeople)
	return t
}

// Ref is what the page was opened with.
func (t *Ticket) Ref() string { return t.ref }

func (t *Ticket) followed() {
	if t.desk.Status().Online {
		t.files.Resume()
	}
	t.Reload()
}

// Reload reads the ticket again: what a first screen shows, until Earlier.
func (t *Ticket) Reload() { t.tasks.Again("ticket", t.load) }

// Earlier reads what a first screen of a long conversation leaves out, from now on.
func (t *Ticket) Earlier() {
	t.whole.Store(true)
	t.Reload()
}

func (t *Ticket) load(ctx context.Context) {
	read := t.desk.Recent
	if t.whole.Load() {
		read = t.desk.Ticket
	}
	view, err := read(ctx, t.ref)
	queues, queuesErr := t.desk.Queues(ctx)
	links := t.links(ctx, view.Ticket)
	if ctx.Err() != nil {
		return
	}
	queues = slices.SortedStableFunc(slices.Values(queues), func(a, b desk.Queue) int { return a.Level - b.Level })
	t.change(func(s *TicketState) {
		if view.Earlier > 0 && t.whole.Load() {
			return // more was asked for meanwhile, and is on its way
		}
		s.Loading, s.Me, s.Matrix, s.Sync, s.Now = false, t.desk.Me(), t.desk.Matrix(), t.desk.Status(), t.now()
		if queuesErr == nil {
			s.Queues = queues
		}
		if err != nil {
			s.Code = desk.CodeOf(err)
			return
		}
		s.View, s.Entries, s.Linked = view, model.Timeline(view, s.Me.ID, always[desk.Message], always[desk.Event]), links
		s.May = May(view.Ticket, s.Me, t.desk.Capabilities(), s.Queues)
		s.Answers, s.Reasons = t.read(view.Ticket)
		s.Topics = topics(t.forms, t.lang(), view.Ticket.Category)
	})
}

// loadPeople reads who may be named. The helpdesk is asked, where it answers: that
// takes its time, and nothing else waits for it.
func (t *Ticket) loadPeople(ctx context.Context) {
	if people, err := t.desk.People(ctx, ""); err == nil && ctx.Err() == nil {
		t.change(func(s *TicketState) { s.People = people })
	}
}

func always[T any](T) bool { return true }

// May says which actions of somebody who works on tickets apply to one now. What does
// not is absent from the page.
func May(t desk.Ticket, me desk.Person, c desk.Capabilities, queues []desk.Queue) map[desk.Verb]bool {
	to := func(s desk.Status) bool { return t.Status != s && desk.MayMove(me.Role, t.Status, s) }
	living := !t.Status.Done()
	level := levelOf(t.Queue, queues)
	higher := slices.ContainsFunc(queues, func(q desk.Queue) bool { return q.Level > level })
	lower := slices.ContainsFunc(queues, func(q desk.Queue) bool { return q.Level < level })
	return map[desk.Verb]bool{
		desk.VerbReply:       t.Status != desk.StatusClosed,
		desk.VerbNote:        c.Notes,
		desk.VerbTake:        living && t.Assignee.ID != me.ID,
		desk.VerbAssign:      living,
		desk.VerbPend:        living && (to(desk.StatusPending) || t.Status == desk.StatusPending),
		desk.VerbPlan:        living && (to(desk.StatusPlanned) || t.Status == desk.StatusPlanned),
		desk.VerbEscalate:    living && higher,
		desk.VerbSendBack:    living && lower && level > 0,
		desk.VerbResolve:     living && to(desk.StatusResolved),
		desk.VerbClose:       living && to(desk.StatusClosed),
		desk.VerbReopen:      t.Status.Done() && to(desk.StatusOpen),
		desk.VerbMerge:       living && c.Merge,
		desk.VerbCorrect:     living,
		desk.VerbSaveArticle: t.Status.Done() && c.WriteArticles,
	}
}

func levelOf(queue string, queues []desk.Queue) int {
	for _, q := range queues {
		if q.ID == queue {
			return q.Level
		}
	}
	return 0
}

func (t *Ticket) change(f func(*TicketState)) {
	t.mu.Lock()
	f(&t.state)
	t.mu.Unlock()
	t.Emit()
}

// State is what the page shows now.
func (t *Ticket) State() TicketState {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state
}

// Close keeps the drafts and stops following the desk.
func (t *Ticket) Close() {
	t.stop()
	t.tasks.Close()
	t.keep.Close()
}
