package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Code says what sort of thing went wrong. Layers decide by the code; screens
// show a sentence that is kept under it.
type Code string

// The codes. Where a comment says "outcome unknown", the helpdesk may have done
// what it was asked.
const (
	CodeUnreachable  Code = "unreachable"    // no connection was made: nothing was done
	CodeInterrupted  Code = "interrupted"    // sent, but no usable answer came: outcome unknown
	CodeUnauthorized Code = "unauthorized"   // the password or token is refused, or has expired
	CodeSealed       Code = "sealed"         // what signs in is on the device, and its passphrase was not said
	CodeForbidden    Code = "forbidden"      // known, but not allowed
	CodeNotFound     Code = "not-found"      // it is not there, or not for this person
	CodeConflict     Code = "conflict"       // the version asked for is no longer the newest
	CodeInvalid      Code = "invalid"        // the helpdesk will never take this as it is
	CodeTooLarge     Code = "too-large"      // over a size limit
	CodeThrottled    Code = "throttled"      // too many requests; RetryAfter says when
	CodeUnavailable  Code = "unavailable"    // the helpdesk answers that it can't now: outcome unknown
	CodeWrongServer  Code = "wrong-server"   // what answers is no helpdesk of this kind
	CodeUntrusted    Code = "untrusted"      // its certificate is not trusted
	CodeCursorTooOld Code = "cursor-too-old" // changes since then are no longer known: start again
	CodeUnsupported  Code = "unsupported"    // this helpdesk has no such thing
	CodeRefused      Code = "refused"        // it said yes, and did not do it
	CodeKeyReused    Code = "key-reused"     // the key came before, with another content
	CodeDiskFull     Code = "disk-full"      // no room on the device
	CodeReadOnly     Code = "read-only"      // the folder can't be written
	CodeDiskFailing  Code = "disk-failing"   // the device's disk reports an error: what it was given may not be there
	CodeNewer        Code = "newer"          // the data was written by a newer program
	CodeDamaged      Code = "damaged"        // a file can't be read as what it should be
	CodeVanished     Code = "vanished"       // a file that was to be sent is gone
	CodeCanceled     Code = "canceled"       // the caller gave up
	CodeInternal     Code = "internal"       // a fault of the program
)

// Error is the one error type that crosses layers. Error() is for logs and
// terminals: what was tried, on which thing, and why it failed.
type Error struct {
	Code       Code
	Op         string        // what was tried, e.g. "create ticket"
	Subject    string        // on which thing: a number, a file name; never personal words
	Field      Field         // with CodeInvalid or CodeRefused: which field, when known
	RetryAfter time.Duration // with CodeThrottled or CodeUnavailable: wait as long; 0 when not said
	Err        error         // the cause, may be nil
}

// Error reads "op subject: code: cause".
func (e *Error) Error() string {
	s := strings.TrimSpace(e.Op + " " + e.Subject)
	if s != "" {
		s += ": "
	}
	s += string(e.Code)
	if e.Field != "" {
		s += " " + string(e.Field)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error whose cause is a formatted text; %w works.
func Errorf(code Code, op, format string, args ...any) *Error {
	return &Error{Code: code, Op: op, Err: fmt.Errorf(format, args...)}
}

// CodeOf finds the code of an error: that of the outermost *Error, canceled for
// the errors of a context, internal for anything else, and "" for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return CodeCanceled
	}
	return CodeInternal
}

// RetryAfter finds how long the helpdesk asked to wait; 0 when it did not.
func RetryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// Permanent tells whether trying the same again, unchanged, can't help: a person
// has to look. Unauthorized is not permanent for an operation: it is the
// account that needs attention.
func (c Code) Permanent() bool {
	switch c {
	case CodeForbidden, CodeNotFound, CodeInvalid, CodeTooLarge, CodeUnsupported,
		CodeRefused, CodeKeyReused, CodeVanished:
		return true
	}
	return false
}

// Storage tells whether the device can't take what it is given.
func (c Code) Storage() bool {
	return c == CodeDiskFull || c == CodeReadOnly || c == CodeDiskFailing
}

// Unknown tells whether the helpdesk may have done what it was asked, so that a
// resend must look first.
func (c Code) Unknown() bool {
	return c == CodeInterrupted || c == CodeUnavailable || c == CodeInternal || c == CodeCanceled
}
