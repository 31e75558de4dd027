package desk_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"
	"time"

	"relais/internal/desk"
)

func TestCodeOfFindsTheOutermostCode(t *testing.T) {
	t.Parallel()
	inner := desk.Errorf(desk.CodeNotFound, "read ticket", "gone")
	outer := &desk.Error{Code: desk.CodeRefused, Op: "update ticket", Err: inner}
	for _, c := range []struct {
		name string
		err  error
		want desk.Code
	}{
		{"no error", nil, ""},
		{"an error", inner, desk.CodeNotFound},
		{"an error in another", outer, desk.CodeRefused},
		{"a wrapped error", fmt.Errorf("sync: %w", inner), desk.CodeNotFound},
		{"joined errors", errors.Join(io.EOF, inner), desk.CodeNotFound},
		{"canceled", fmt.Errorf("sync: %w", context.Canceled), desk.CodeCanceled},
		{"out of time", context.DeadlineExceeded, desk.CodeCanceled},
		{"a code around canceled", desk.Errorf(desk.CodeInterrupted, "send", "%w", context.Canceled), desk.CodeInterrupted},
		{"anything else", io.EOF, desk.CodeInternal},
	} {
		if got := desk.CodeOf(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnErrorSaysWhatWasTriedOnWhichThingAndWhy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  desk.Error
		want string
	}{
		{desk.Error{Code: desk.CodeThrottled}, "throttled"},
		{desk.Error{Code: desk.CodeThrottled, Op: "pull"}, "pull: throttled"},
		{desk.Error{Code: desk.CodeNotFound, Subject: "2041"}, "2041: not-found"},
		{desk.Error{Code: desk.CodeNotFound, Op: "read ticket", Subject: "2041"}, "read ticket 2041: not-found"},
		{desk.Error{Code: desk.CodeInvalid, Op: "set", Field: desk.FieldDue, Err: io.EOF}, "set: invalid due: EOF"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestTheCauseOfAnErrorCanBeFound(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("send: %w", desk.Errorf(desk.CodeVanished, "attach", "open: %w", fs.ErrNotExist))
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v hides its cause", err)
	}
}

func TestRetryAfterIsFoundThroughOtherErrors(t *testing.T) {
	t.Parallel()
	busy := &desk.Error{Code: desk.CodeThrottled, RetryAfter: 90 * time.Second}
	for err, want := range map[error]time.Duration{
		busy:                           90 * time.Second,
		fmt.Errorf("sync: %w", busy):   90 * time.Second,
		io.EOF:                         0,
		&desk.Error{Code: "throttled"}: 0,
	} {
		if got := desk.RetryAfter(err); got != want {
			t.Errorf("RetryAfter(%v) = %v, want %v", err, got, want)
		}
	}
}

// fate is what the sync loop does with an operation that failed with a code.
type fate int

const (
	again fate = iota // wait, then send again
	look              // the helpdesk may have it: look before sending again
	stop              // a person has to look
)

var fates = map[desk.Code]fate{
	desk.CodeUnreachable: again, desk.CodeUnauthorized: again, desk.CodeSealed: again, desk.CodeConflict: again, desk.CodeThrottled: again,
	desk.CodeWrongServer: again, desk.CodeUntrusted: again, desk.CodeCursorTooOld: again, desk.CodeDiskFull: again,
	desk.CodeReadOnly: again, desk.CodeDiskFailing: again, desk.CodeNewer: again, desk.CodeDamaged: again,
	desk.CodeInterrupted: look, desk.CodeUnavailable: look, desk.CodeInternal: look, desk.CodeCanceled: look,
	desk.CodeForbidden: stop, desk.CodeNotFound: stop, desk.CodeInvalid: stop, desk.CodeTooLarge: stop,
	desk.CodeUnsupported: stop, desk.CodeRefused: stop, desk.CodeKeyReused: stop, desk.CodeVanished: stop,
}

func TestEveryCodeHasOneFate(t *testing.T) {
	t.Parallel()
	for code, want := range fates {
		if got := code.Permanent(); got != (want == stop) {
			t.Errorf("%s: Permanent() = %v", code, got)
		}
		if got := code.Unknown(); got != (want == look) {
			t.Errorf("%s: Unknown() = %v", code, got)
		}
	}
	for _, code := range constants(t, "Code") {
		if _, ok := fates[desk.Code(code)]; !ok {
			t.Errorf("nobody decided what becomes of an operation that fails with %q", code)
		}
	}
}
