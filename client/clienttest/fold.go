package clienttest

import (
	"slices"
	"testing"

	"relais/internal/desk"
)

// fold is what a device knows from pulling: the pages, one after the other.
type fold struct {
	cursor   desk.Cursor
	tickets  map[string]*desk.Conversation
	partly   map[string]bool // its conversation has to be asked for
	articles map[string]desk.Article
	queues   []desk.Queue
	people   map[string]desk.Person
}

func newFold() *fold {
	return &fold{tickets: map[string]*desk.Conversation{}, partly: map[string]bool{}, articles: map[string]desk.Article{}, people: map[string]desk.Person{}}
}

// failer is a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// mostPages is how many pages one pull may take before it counts as endless.
const mostPages = 10_000

// pullAll pulls until there is no more.
func (f *fold) pullAll(t *testing.T, b desk.Backend) {
	t.Helper()
	for range mostPages {
		if !f.pull(t, t, b) {
			return
		}
	}
	t.Fatalf("after %d pages there is still more", mostPages)
}

// pull takes in one page, and tells whether there is more.
func (f *fold) pull(tb testing.TB, t failer, b desk.Backend) bool {
	t.Helper()
	page, err := b.Pull(tb.Context(), f.cursor)
	if err != nil {
		t.Fatalf("pull: %v", err)
	}
	if page.Next == "" || page.More && page.Next == f.cursor {
		t.Fatalf("from %q the pull does not go on: %+v", f.cursor, page)
	}
	f.cursor = page.Next
	f.take(page)
	return page.More
}

func (f *fold) take(page desk.Page) {
	for _, p := range page.Tickets {
		f.takeTicket(p)
	}
	for _, id := range page.Gone {
		delete(f.tickets, id)
		delete(f.partly, id)
	}
	for _, a := range page.Articles {
		f.articles[a.ID] = a.Complete(f.articles[a.ID])
	}
	for _, id := range page.GoneArticles {
		delete(f.articles, id)
	}
	for _, p := range page.People {
		f.people[p.ID] = p
	}
	if len(page.Queues) > 0 {
		f.queues = page.Queues
	}
}

func (f *fold) takeTicket(p desk.Pulled) {
	known := f.tickets[p.Ticket.ID]
	switch {
	case p.Extent == desk.ExtentNone:
		f.tickets[p.Ticket.ID] = &desk.Conversation{Ticket: p.Ticket}
		f.partly[p.Ticket.ID] = true
	case p.Extent == desk.ExtentNew && known != nil:
		known.Ticket = p.Ticket
		for _, m := range p.Messages {
			if !slices.ContainsFunc(known.Messages, func(k desk.Message) bool { return k.ID == m.ID }) {
				known.Messages = append(known.Messages, m)
			}
		}
		for _, e := range p.Events {
			if !slices.ContainsFunc(known.Events, func(k desk.Event) bool { return k.ID == e.ID }) {
				known.Events = append(known.Events, e)
			}
		}
	default:
		f.tickets[p.Ticket.ID] = &p.Conversation
		delete(f.partly, p.Ticket.ID)
		if p.Extent == desk.ExtentNew {
			f.partly[p.Ticket.ID] = true // the rest never came
		}
	}
}
