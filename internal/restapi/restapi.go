// Package restapi is what the server of Relais and its client agree on: paths,
// headers, bodies, and the one table between codes and HTTP statuses. Bodies not
// named here are the types of package desk in their JSON form.
package restapi

import (
	"net/http"
	"time"

	"relais/internal/desk"
)

// Base is the path under which everything below is served.
const Base = "/api/v1"

// Paths below Base. A name in braces is one path segment.
const (
	PathService    = ""                                // GET: Service, without a token
	PathTokens     = "/tokens"                         // POST TokenRequest: TokenReply, without a token
	PathThisToken  = "/tokens/current"                 // DELETE: sign out
	PathWelcome    = "/welcome"                        // GET: Welcome
	PathChanges    = "/changes"                        // GET ?since=&limit=: desk.Page, or 304
	PathTickets    = "/tickets"                        // GET: TicketList; POST desk.NewTicket: desk.Written
	PathTicket     = "/tickets/{id}"                   // GET: desk.Conversation; PATCH desk.Change: desk.Written
	PathOperation  = "/operations/{key}"               // GET: desk.Written
	PathBlob       = "/blobs/{sha256}"                 // PUT: the bytes; HEAD: whether they are there
	PathAttachment = "/attachments/{id}"               // GET: the bytes; Range works
	PathWatcher    = "/tickets/{id}/watchers/{person}" // PUT: follow it; DELETE: stop
	PathQueues     = "/queues"                         // GET: []desk.Queue
	PathQueue      = "/queues/{id}"                    // PUT desk.Queue, for admins
	PathPeople     = "/people"                         // GET ?q=: []desk.Person; POST NewPerson, for admins
	PathPerson     = "/people/{id}"                    // PUT NewPerson, for admins: no password keeps the old one
	PathArticles   = "/articles"                       // GET ?after=: []desk.Article, 1,000 at most, by id; POST desk.Article: the same as saved
	PathArticle    = "/articles/{id}"                  // GET; PUT desk.Article
	PathOutcomes   = "/articles/{id}/outcomes"         // POST desk.ArticleOutcome
	PathLesson     = "/articles/{id}/lessons/{lesson}" // DELETE: forget it, for staff
	PathOpenAPI    = "/openapi.json"                   // GET: the description of all this, without a token
	PathDocs       = "/docs"                           // GET: the same as a page for people
)

// Headers.
const (
	// HeaderKey carries the Key of the operation on every write.
	HeaderKey = "Idempotency-Key"
	// HeaderReplayed is "true" on an answer that was given before.
	HeaderReplayed = "Idempotency-Replayed"
	// HeaderPoll is the wish until the next pull, in seconds, on an answer without a body.
	HeaderPoll = "Relais-Poll"
)

// ServiceName is how a server of Relais introduces itself.
const ServiceName = "relaisd"

// Service is what a server says to anybody.
type Service struct {
	Service string `json:"service"` // ServiceName
	Version string `json:"version"`
}

// TokenRequest asks for a token in exchange for a password.
type TokenRequest struct {
	Login    string `json:"login"`
	Password string `json:"password"` // in the clear inside TLS or loopback
	Label    string `json:"label"`    // which device, for the list of tokens
}

// TokenReply carries a token; it is shown this once.
type TokenReply struct {
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
}

// Welcome is desk.Welcome with what the server can do for this person.
type Welcome struct {
	desk.Welcome
	Capabilities desk.Capabilities `json:"capabilities"`
}

// TicketList is a page of tickets, newest change first.
type TicketList struct {
	Tickets []desk.Ticket `json:"tickets"`
	Next    string        `json:"next,omitempty"` // the next page's ?after=; empty at the end
}

// NewPerson is a person on the way into the server.
type NewPerson struct {
	desk.Person
	Password string `json:"password,omitempty"` // none: they sign in with a token only
}

// Problem is an error answer (RFC 9457) with the code of package desk.
type Problem struct {
	Type   string     `json:"type"`
	Title  string     `json:"title"`
	Status int        `json:"status"`
	Detail string     `json:"detail,omitempty"`
	Code   desk.Code  `json:"code"`
	Field  desk.Field `json:"field,omitempty"`
}

// statuses is the one table between codes and HTTP statuses. Where two codes
// share a status, the body's code decides.
var statuses = []struct {
	code   desk.Code
	status int
}{
	{desk.CodeInvalid, http.StatusUnprocessableEntity},
	{desk.CodeInvalid, http.StatusBadRequest},
	{desk.CodeUnauthorized, http.StatusUnauthorized},
	{desk.CodeForbidden, http.StatusForbidden},
	{desk.CodeNotFound, http.StatusNotFound},
	{desk.CodeConflict, http.StatusPreconditionFailed},
	{desk.CodeKeyReused, http.StatusConflict},
	{desk.CodeCursorTooOld, http.StatusGone},
	{desk.CodeTooLarge, http.StatusRequestEntityTooLarge},
	{desk.CodeThrottled, http.StatusTooManyRequests},
	{desk.CodeUnsupported, http.StatusNotImplemented},
	{desk.CodeUnavailable, http.StatusServiceUnavailable},
	{desk.CodeUnavailable, http.StatusBadGateway},
	{desk.CodeUnavailable, http.StatusGatewayTimeout},
	{desk.CodeUnavailable, http.StatusInternalServerError},
}

// StatusOf gives the HTTP status for a code; 500 for codes that no answer carries.
func StatusOf(code desk.Code) int {
	for _, s := range statuses {
		if s.code == code {
			return s.status
		}
	}
	return http.StatusInternalServerError
}

// CodeOf gives the code for an HTTP status whose body has none.
func CodeOf(status int) desk.Code {
	for _, s := range statuses {
		if s.status == status {
			return s.code
		}
	}
	switch {
	case status >= 500:
		return desk.CodeUnavailable
	case status >= 400:
		return desk.CodeInvalid
	}
	return desk.CodeWrongServer
}
