package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"

	"relais/internal/desk"
	"relais/internal/server/auth"
	"relais/internal/sqlite"
	"relais/internal/text"
)

// plainError is a sentence for people: what happened, what was kept, what to do.
type plainError struct {
	key   string
	args  []any
	cause error
	usage bool // the command line can't be understood
}

func (e *plainError) Error() string {
	if e.cause != nil {
		return e.key + ": " + e.cause.Error()
	}
	return e.key
}

func (e *plainError) Unwrap() error { return e.cause }

// sentence is the error in the language of the person.
func (e *plainError) sentence(w *text.Words) string { return w.T(e.key, e.args...) }

func say(key string, args ...any) error { return &plainError{key: key, args: args} }

// misread says what on the command line can't be understood.
func misread(key string, args ...any) error { return &plainError{key: key, args: args, usage: true} }

// explain turns an error into a sentence for people. What nobody foresaw is told
// with its cause.
func explain(err error, data string) error {
	var plain *plainError
	var known *desk.Error
	switch {
	case err == nil, errors.As(err, &plain):
		return err
	case errors.As(err, &known):
		return told(known)
	}
	for _, c := range []struct {
		is  error
		key string
	}{
		{sqlite.ErrNewer, "relaisd.newer"},
		{sqlite.ErrDamaged, "relaisd.damaged"},
		{sqlite.ErrDiskFull, "relaisd.disk-full"},
		{sqlite.ErrReadOnly, "relaisd.read-only"},
		{sqlite.ErrFailing, "relaisd.disk-failing"},
		{fs.ErrPermission, "relaisd.permission"},
		{fs.ErrExist, "relaisd.exists"},
		{syscall.EADDRINUSE, "relaisd.in-use"},
		{syscall.ENOTDIR, "relaisd.not-a-folder"},
		{fs.ErrNotExist, "relaisd.no-folder"},
		{context.Canceled, "relaisd.interrupted"},
	} {
		if errors.Is(err, c.is) {
			return &plainError{key: c.key, args: []any{"Data", data}, cause: err}
		}
	}
	return &plainError{key: "relaisd.other", args: []any{"Cause", err.Error()}, cause: err}
}

// told says what the desk refused.
func told(e *desk.Error) error {
	p := &plainError{key: "relaisd.refused", cause: e}
	switch {
	case errors.Is(e, auth.ErrPassword):
		p.key = "relaisd.password"
	case e.Code == desk.CodeNotFound:
		p.key = "relaisd.nobody"
	case e.Code == desk.CodeConflict:
		p.key = "relaisd.taken"
	case e.Err != nil:
		p.args = []any{"Cause", e.Err.Error()}
	default:
		p.args = []any{"Cause", fmt.Sprint(e.Code)}
	}
	return p
}

// loopback tells whether an address can only be reached from this computer.
func loopback(ctx context.Context, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, say("relaisd.no-address", "Address", address)
	}
	if host == "" {
		return false, nil
	}
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return false, say("relaisd.unknown-host", "Host", host)
	}
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return false, nil
		}
	}
	return len(ips) > 0, nil
}
