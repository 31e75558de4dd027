package model

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
)

// Entry is one line of a conversation: a message or an event.
type Entry struct {
	Message *desk.Message
	Event   *desk.Event
	Mine    bool                // the person at this computer wrote or did it
	State   desk.OperationState // of what is still on its way; "" once the helpdesk has it
}

// At is when the entry was made.
func (e Entry) At() time.Time {
	if e.Message != nil {
		return e.Message.Created
	}
	return e.Event.At
}

// Timeline puts the messages and events that are wanted into one line of time,
// oldest first; of one moment, the words of the requester come before whoever took
// them up, and those before what became of it. What waits on this computer comes
// last, whatever its clock says.
func Timeline(v desk.View, me string, message func(desk.Message) bool, event func(desk.Event) bool) []Entry {
	waiting := make(map[desk.Key]desk.OperationState, len(v.Pending))
	for _, p := range v.Pending {
		waiting[p.Key] = p.State
	}
	list := make([]Entry, 0, len(v.Messages)+len(v.Events))
	for i := range v.Messages {
		if m := &v.Messages[i]; message(*m) {
			list = append(list, Entry{Message: m, Mine: m.Author.ID == me, State: waiting[m.Key]})
		}
	}
	for i := range v.Events {
		if e := &v.Events[i]; event(*e) {
			list = append(list, Entry{Event: e, Mine: e.By.ID == me})
		}
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		switch aWaits, bWaits := a.State != "", b.State != ""; {
		case aWaits && !bWaits:
			return 1
		case bWaits && !aWaits:
			return -1
		}
		return cmp.Or(a.At().Compare(b.At()), a.turn(v.Ticket)-b.turn(v.Ticket))
	})
	return list
}

// turn orders what was made at one moment. Helpdesks do several things in one: they
// take a ticket, reply and let it wait.
func (e Entry) turn(t desk.Ticket) int {
	switch {
	case e.Message != nil && e.Message.Author.ID == t.Requester.ID:
		return 0
	case e.Event != nil && e.Event.Field == desk.FieldAssignee && e.Event.To == e.Event.By.ID:
		return 1
	case e.Message != nil:
		return 2
	}
	return 3
}

// Ref names a ticket for as long as it lives here: its id, or the key of the
// operation that makes it.
func Ref(t desk.Ticket) string {
	if t.ID != "" {
		return t.ID
	}
	return string(t.Key)
}

// Place is somewhere in the window that a person can be.
type Place struct {
	Name string // one of the names below
	Ref  string // of what is shown there: a ticket, an article

	Do desk.Verb // what is begun there: an action on the ticket that is filled in; "" for nothing
}

// ArticlePlace is an article, with the words that found it.
func ArticlePlace(id, query string) Place {
	return Place{Name: PlaceArticle, Ref: id + "?" + query}
}

// Article parts the Ref of an article. Known tells whether it says which words
// found the article, which may be none.
func (p Place) Article() (id, query string, known bool) { return strings.Cut(p.Ref, "?") }

// The places.
const (
	PlaceHome      = "home"
	PlaceRequests  = "requests"
	PlaceRequest   = "request"
	PlaceKnowledge = "knowledge"
	PlaceArticle   = "article"
	PlaceEditor    = "editor" // Ref: "ticket/<ref>", "article/<id>" or "new/<words>"
	PlaceQueues    = "queues" // Ref: the ticket that is open, or ""
	PlaceOutbox    = "outbox"
	PlaceSignIn    = "signin"
	PlaceSettings  = "settings"
)
