// Package memory is a helpdesk that lives in a process and keeps nothing: a
// small, whole implementation of desk.Backend for tests, with the rules of a
// real one (roles, moves, keys, a change feed) and faults on demand.
//
// A Desk is the helpdesk itself. Open gives it as one person sees it:
//
//	d := memory.New(memory.Options{Now: clock})
//	b := d.Open(memory.Requester)
//	w, err := b.Create(ctx, key, desk.NewTicket{…})
//	d.Lose(1) // the next write is done, and its answer lost
//
// All of it may be used from several goroutines.
package memory

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"relais/internal/desk"
)

// Ids of the people that a Desk knows when Options name none. The two
// technicians work in the queues of level 1 and level 2.
const (
	Requester   = "requester"
	Requester2  = "requester2"
	Technician1 = "technician1"
	Technician2 = "technician2"
	Lead        = "lead"
	Admin       = "admin"
)

// Options say what sort of helpdesk to make. The zero Options give one that
// keeps every promise.
type Options struct {
	Now    func() time.Time // nil: time.Now
	People []desk.Person    // nil: one of each, see the constants
	Queues []desk.Queue     // nil: level1, level2, level3

	// The promises; empty means Keyed. A helpdesk that is not Keyed does a
	// repeated write again.
	Create, Message, Change desk.Promise
	Grace                   time.Duration // how long a Findable write stays hidden from Find

	// KeyLife is how long a helpdesk that is not Keyed still answers a repeated
	// write as the first time; 0 or less: no time.
	KeyLife time.Duration

	Poll          time.Duration // the wish of every page; 0: none
	PageSize      int           // tickets in a page of Pull; 0: 50
	MaxAttachment int64         // bytes; 0: no limit

	// Before runs first in every call, without any lock held, with the name of the
	// method; an error is the call's answer, and nothing is done.
	Before func(ctx context.Context, method string) error
}

// Desk is the helpdesk: what all its people share.
type Desk struct {
	o Options

	mu        sync.Mutex
	seq       uint64 // number of the last change
	ids       int    // the last id given to anything
	forgotten uint64 // changes up to this one are no longer told one by one
	tickets   map[string]*ticket
	articles  map[string]*article
	counted   map[counted]bool
	files     map[string]file
	written   map[desk.Key]written
	revoked   map[string]bool
	faults    faults
}

// ticket is a conversation with the numbers of its last changes: any, and the
// last one that its requester can see.
type ticket struct {
	desk.Conversation
	order       int // in which tickets were made
	seq, public uint64
	updated     time.Time // at that last one
	gone        bool
	left        map[string]uint64 // who no longer follows it, and since which change
}

// article is an article with the number of its last change.
type article struct {
	desk.Article
	seq    uint64
	public bool // a requester may have seen it
}

// counted is what a person said of an article on a day, which counts once.
type counted struct {
	who, article string
	solved       bool
	day          int64
}

// file is the content of an attachment.
type file struct {
	ticket   string
	internal bool
	content  []byte
}

// written is what a Key did.
type written struct {
	by, digest string
	promise    desk.Promise
	at         time.Time
	answer     any
}

// New makes a helpdesk without tickets.
func New(o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.People == nil {
		o.People = defaultPeople()
	}
	if o.Queues == nil {
		o.Queues = []desk.Queue{
			{ID: "level1", Name: "Level 1", Level: 1}, {ID: "level2", Name: "Level 2", Level: 2}, {ID: "level3", Name: "Level 3", Level: 3},
		}
	}
	for _, p := range []*desk.Promise{&o.Create, &o.Message, &o.Change} {
		if *p == "" {
			*p = desk.Keyed
		}
	}
	if o.PageSize == 0 {
		o.PageSize = 50
	}
	return &Desk{
		o: o, tickets: map[string]*ticket{}, articles: map[string]*article{}, counted: map[counted]bool{}, files: map[string]file{},
		written: map[desk.Key]written{}, revoked: map[string]bool{},
	}
}

func defaultPeople() []desk.Person {
	return []desk.Person{
		{ID: Requester, Login: Requester, Name: "First Requester", Email: "requester@example.org", Lang: "fr", Role: desk.RoleRequester},
		{ID: Requester2, Login: Requester2, Name: "Second Requester", Email: "requester2@example.org", Lang: "en", Role: desk.RoleRequester},
		{ID: Technician1, Login: Technician1, Name: "Technician One", Email: "technician1@example.org", Role: desk.RoleTechnician, Queues: []string{"level1"}},
		{ID: Technician2, Login: Technician2, Name: "Technician Two", Email: "technician2@example.org", Role: desk.RoleTechnician, Queues: []string{"level2"}},
		{ID: Lead, Login: Lead, Name: "Lead", Email: "lead@example.org", Role: desk.RoleLead, Queues: []string{"level1", "level2", "level3"}},
		{ID: Admin, Login: Admin, Name: "Admin", Email: "admin@example.org", Role: desk.RoleAdmin},
	}
}

// Open gives the helpdesk as one person sees it. Somebody it does not know gets
// a back end that answers CodeUnauthorized.
func (d *Desk) Open(person string) *Backend { return &Backend{d: d, who: person} }

// Conversations lists all tickets that are there, with internal notes, in the
// order in which they were made.
func (d *Desk) Conversations() []desk.Conversation {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []desk.Conversation
	for _, t := range d.sortedTickets() {
		if !t.gone {
			list = append(list, clone(t.Conversation))
		}
	}
	return list
}

// Vanish deletes a ticket as an administrator would: it is gone for everybody.
func (d *Desk) Vanish(ticketID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if t, ok := d.tickets[ticketID]; ok {
		t.gone = true
		d.touch(t, true)
	}
}

// Follow makes somebody follow a ticket, or follow it no longer.
func (d *Desk) Follow(ticketID, person string, on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tickets[ticketID]
	if !ok {
		return
	}
	others := slices.DeleteFunc(slices.Clone(t.Ticket.Watchers), func(w desk.PersonRef) bool { return w.ID == person })
	if !on && len(others) == len(t.Ticket.Watchers) {
		return
	}
	if on {
		others = append(others, d.ref(person))
	}
	t.Ticket.Watchers = others
	d.touch(t, true)
	if t.left == nil {
		t.left = map[string]uint64{}
	}
	t.left[person] = d.seq
}

// Revoke ends a person's sign-in, or lets it hold again.
func (d *Desk) Revoke(person string, revoked bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.revoked[person] = revoked
}

// Forget drops the history of changes: cursors made before the last change are
// answered with CodeCursorTooOld.
func (d *Desk) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgotten = d.seq
}

func (d *Desk) person(id string) (desk.Person, bool) {
	i := slices.IndexFunc(d.o.People, func(p desk.Person) bool { return p.ID == id })
	if i < 0 {
		return desk.Person{}, false
	}
	return d.o.People[i], true
}

func (d *Desk) ref(id string) desk.PersonRef {
	p, _ := d.person(id)
	return desk.PersonRef{ID: id, Name: p.Name}
}

func (d *Desk) queue(id string) (desk.Queue, bool) {
	i := slices.IndexFunc(d.o.Queues, func(q desk.Queue) bool { return q.ID == id })
	if i < 0 {
		return desk.Queue{}, false
	}
	return d.o.Queues[i], true
}

func (d *Desk) nextID(prefix string) string {
	d.ids++
	return fmt.Sprintf("%s%d", prefix, d.ids)
}

// touch numbers a change of a ticket.
func (d *Desk) touch(t *ticket, public bool) {
	d.seq++
	t.seq = d.seq
	t.Ticket.Updated = d.now()
	if public {
		t.public, t.updated = d.seq, t.Ticket.Updated
	}
}

func (d *Desk) now() time.Time { return d.o.Now().UTC() }

func (d *Desk) sortedTickets() []*ticket {
	return slices.SortedFunc(maps.Values(d.tickets), func(a, b *ticket) int { return a.order - b.order })
}

// clone copies a value of package desk so that nothing is shared.
func clone[T any](v T) T {
	var c T
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil {
		return v // a value of package desk always survives JSON
	}
	return c
}
