// Package agent is how the programs of one home find each other on one computer:
// whoever holds the home listens on a local socket that only its owner can open,
// everybody else asks there to show a ticket, to read again what changed, or to
// synchronise. It also starts Relais with the session.
//
// One connection carries one question and one answer, each a line of JSON with
// the version of the protocol.
package agent

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"relais/internal/desk"
)

// What errors.Is finds in the errors of this package.
var (
	ErrRunning    = errors.New("already running")
	ErrNotRunning = errors.New("not running")
)

// Handler is what whoever holds the home does for others. Its methods are called
// from several goroutines.
type Handler interface {
	// Show brings the window to the front, with a ticket in it; "" for whatever it
	// showed last. It returns at once.
	Show(ticket string)
	// Changed says that another program wrote to the stores. It returns at once.
	Changed()
	// Sync synchronises now and tells what it did. The context ends when the
	// listener is closed.
	Sync(ctx context.Context) (desk.SyncResult, error)
}

// version is that of the protocol. It changes when an older program would
// misunderstand; new verbs and new fields leave it as it is.
const version = 1

// The verbs. Others can be added with Listener.Handle.
const (
	verbPing    = "ping"
	verbShow    = "show"
	verbChanged = "changed"
	verbSync    = "sync"
)

const (
	patience = 5 * time.Second // for one line to pass, either way
	maxLine  = 1 << 20         // bytes
)

// question is what is asked.
type question struct {
	Version int             `json:"v"`
	Verb    string          `json:"verb"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// answer is what comes back: data, or an error.
type answer struct {
	Version int             `json:"v"`
	Data    json.RawMessage `json:"data,omitempty"`
	Error   *failure        `json:"error,omitempty"`
}

// failure carries an error over the socket.
type failure struct {
	Code    desk.Code     `json:"code"`
	Message string        `json:"message"`
	After   time.Duration `json:"after,omitempty"`
}

// show is the data of verbShow.
type show struct {
	Ticket string `json:"ticket"`
}

func newFailure(err error) *failure {
	return &failure{Code: desk.CodeOf(err), Message: err.Error(), After: desk.RetryAfter(err)}
}

func (f failure) err(verb string) error {
	return &desk.Error{Code: f.Code, Op: "ask the running Relais to " + verb, RetryAfter: f.After, Err: errors.New(f.Message)}
}
