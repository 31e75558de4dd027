package precious

import (
	"cmp"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
)

// Entry is an operation with all that is known about its way.
type Entry struct {
	Key    desk.Key
	Verb   desk.Verb
	Op     change.Operation // nil when it can't be read: Code says why
	Lane   string           // its subject
	State  desk.OperationState
	Live   bool   // still applied on top of the cache
	Ticket string // of an accepted "ask": what it became
	Number string
	Progress

	gen  int64
	body string
}

// Progress is what changes while an operation is on its way.
type Progress struct {
	Own      desk.Key        `json:"key,omitempty"` // the key once more: what the digest does not cover
	By       desk.PersonRef  `json:"by,omitzero"`   // who acted; empty before the first sign-in
	Title    string          `json:"title,omitempty"`
	Digest   string          `json:"digest"`
	Kept     time.Time       `json:"kept"`
	Sent     time.Time       `json:"sent,omitzero"` // the last attempt
	Accepted time.Time       `json:"accepted,omitzero"`
	Base     desk.Patch      `json:"base,omitempty"`    // the values that the person saw
	Drop     bool            `json:"drop,omitempty"`    // the values were given up, not the message
	Version  string          `json:"version,omitempty"` // of the article that is to be overwritten, when not the one that was edited; once accepted, the one that was made
	Refused  []string        `json:"refused,omitempty"` // queues that did not take the request
	Attempts int             `json:"attempts,omitempty"`
	NextTry  time.Time       `json:"nextTry,omitzero"`
	Code     desk.Code       `json:"code,omitempty"`
	Field    desk.Field      `json:"field,omitempty"`
	Clash    []desk.Conflict `json:"clash,omitempty"`
	Sending  *change.Sent    `json:"sending,omitempty"` // what the last attempt sent
	Result   *change.Result  `json:"result,omitempty"`
	Stale    bool            `json:"stale,omitempty"` // the result may be older than the cache
	Doubt    bool            `json:"doubt,omitempty"` // an attempt before the refusal may have arrived
	Draft    string          `json:"draft,omitempty"` // as stored, into which it was taken back: what is sent from there takes its place
}

// The lanes.
const (
	laneTicket  = "ticket/"
	laneArticle = "article/"
	// LaneOutcomes is the lane of what articles did.
	LaneOutcomes = "outcomes"
)

// TicketLane is the lane of a ticket: of its id, or of the key that it will have.
func TicketLane(id string) string { return laneTicket + id }

// ArticleLane is the lane of an article.
func ArticleLane(id string) string { return laneArticle + id }

// TicketRef is the id, or the key, of the ticket that the operation is about; ""
// for other subjects.
func (e *Entry) TicketRef() string {
	if ref, ok := strings.CutPrefix(e.Lane, laneTicket); ok {
		return ref
	}
	return ""
}

// ArticleRef is the id, or the key, of the article that the operation is about; ""
// for other subjects.
func (e *Entry) ArticleRef() string {
	if ref, ok := strings.CutPrefix(e.Lane, laneArticle); ok {
		return ref
	}
	return ""
}

// Edits is the version of an article that the operation overwrites. The key of an
// operation stands for the version which that makes.
func (e *Entry) Edits() string {
	if o, ok := e.Op.(*change.SaveArticle); ok {
		return cmp.Or(e.Version, o.Article.Version)
	}
	return ""
}

// Maker tells whether the operation makes what its lane is about.
func (e *Entry) Maker() bool { return strings.HasSuffix(e.Lane, "/"+string(e.Key)) }

// Again is an operation that does the same, under another key and with the words that
// e.Op has by now.
func (e *Entry) Again(key desk.Key) Entry {
	next := Entry{Key: key, Op: e.Op, Lane: e.Lane, Progress: Progress{Title: e.Title, Base: e.Base, Drop: e.Drop, Version: e.Version}}
	if e.Maker() {
		next.Lane = strings.TrimSuffix(e.Lane, string(e.Key)) + string(key)
	}
	return next
}

// Drafted is the draft that the operation was made of; false when it may not be sent
// otherwise. It may be when it is certain that the helpdesk has refused it, and no
// choice between two values is left.
func (e *Entry) Drafted() (d desk.Draft, ok bool) {
	w, ok := e.Op.(change.Written)
	refused := !e.Doubt && (e.Code.Permanent() || e.Code == desk.CodeConflict && len(e.Clash) == 0 && e.Maker())
	if !ok || e.State != desk.StateAttention || !refused || len(w.Fields()) == 0 {
		return d, false
	}
	_, subject, _ := strings.Cut(e.Lane, "/")
	if e.Maker() {
		subject = ""
	}
	d = change.Drafted(w, subject)
	if e.Code != desk.CodeConflict { // else who changes it knows that there is a newer one
		d.Version = e.Edits()
	}
	return d, true
}

// Receipt is the part that proves what became of it.
func (e *Entry) Receipt() desk.Receipt {
	ticket := e.TicketRef()
	if e.State != desk.StateAccepted && desk.Key(ticket).Valid() {
		ticket = ""
	}
	return desk.Receipt{
		Key: e.Key, Verb: e.Verb, State: e.State, Ticket: cmp.Or(e.Ticket, ticket), Number: e.Number, Title: e.Title, Digest: e.Digest,
		Kept: e.Kept, Sent: e.Sent, Accepted: e.Accepted,
	}
}

// Pendings shows operations that are not accepted, in their order.
func Pendings(list []Entry) []desk.Pending {
	var all []desk.Pending
	behind := map[string]bool{}
	for _, e := range list {
		if e.State == desk.StateAccepted || e.State == desk.StateDiscarded {
			continue
		}
		p := e.Pending()
		p.Blocked = behind[e.Lane]
		behind[e.Lane] = true
		all = append(all, p)
	}
	return all
}

// typed are the texts that may be changed.
func (e *Entry) typed(w change.Written) map[string]string {
	if _, ok := e.Drafted(); !ok {
		return nil
	}
	texts := map[string]string{}
	for name, text := range w.Fields() {
		texts[name] = *text
	}
	return texts
}

// Pending is the operation with its words, whatever became of it.
func (e *Entry) Pending() desk.Pending {
	p := desk.Pending{Receipt: e.Receipt(), Code: e.Code, Field: e.Field, Attempts: e.Attempts, NextTry: e.NextTry, Conflicts: e.Clash, Draft: e.Draft}
	if w, ok := e.Op.(change.Written); ok {
		p.Text, p.Attachments = strings.TrimSpace(w.Words()), w.Files()
		p.Texts = e.typed(w)
	}
	if ask, ok := e.Op.(*change.Ask); ok && ask.Ticket.Answers != nil {
		p.Told = ask.Ticket.Answers.Told
	}
	return p
}
