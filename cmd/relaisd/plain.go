package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"

	"relais/internal/desk"
	"relais/internal/sqlite"
)

// plainError is a sentence for people: what happened, what was kept, what to do.
type plainError struct {
	text  string
	cause error
}

func (e *plainError) Error() string { return e.text }
func (e *plainError) Unwrap() error { return e.cause }

func say(format string, args ...any) error { return &plainError{text: fmt.Sprintf(format, args...)} }

// explain turns an error into a sentence for people. What nobody foresaw is told
// as it is.
func explain(err error, data string) error {
	var plain *plainError
	var known *desk.Error
	switch {
	case err == nil, errors.As(err, &plain):
		return err
	case errors.As(err, &known):
		return &plainError{told(known), err}
	}
	text := fmt.Sprintf("this did not work: %v. What was there before is kept.", err)
	for _, c := range []struct {
		is   error
		text string
	}{
		{sqlite.ErrNewer, "the data in " + data + " was written by a newer relaisd. Nothing was changed. Install that version, or put back a backup made by this one."},
		{sqlite.ErrDamaged, "the data in " + data + " is damaged. Nothing was changed. Move the folder aside and put your last backup in its place as relaisd.db."},
		{sqlite.ErrDiskFull, "there is no room left for " + data + ". What was there before is kept. Make room, then start again."},
		{sqlite.ErrReadOnly, "relaisd may not write in " + data + ". Nothing was changed. Give this account the right to, or choose another folder with --data."},
		{fs.ErrPermission, "relaisd may not write there. Nothing was changed. Give this account the right to, or choose another place."},
		{fs.ErrExist, "that file exists already. It was left as it is. Choose another name."},
		{syscall.EADDRINUSE, "this address is in use by another program, perhaps another relaisd. Nothing was changed. Stop that one, or choose another address with --listen."},
		{syscall.ENOTDIR, "a part of that path is a file, not a folder. Nothing was changed. Choose another place."},
		{fs.ErrNotExist, "there is no such folder. Nothing was changed. Make it first, or choose another place."},
		{context.Canceled, "interrupted. What was there before is kept."},
	} {
		if errors.Is(err, c.is) {
			text = c.text
			break
		}
	}
	return &plainError{text, err}
}

// told says what the desk refused.
func told(e *desk.Error) string {
	cause := "it can't be done"
	if e.Err != nil {
		cause = e.Err.Error()
	}
	switch e.Code {
	case desk.CodeNotFound:
		return "there is nobody of that name. Nothing was changed. Add them first: relaisd user add NAME --role ROLE."
	case desk.CodeConflict:
		return cause + ". Nothing was changed. Choose another one."
	}
	return cause + ". Nothing was changed."
}

// loopback tells whether an address can only be reached from this computer.
func loopback(ctx context.Context, address string) (bool, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false, say("%q is no address to listen on. Nothing was started. Write it as HOST:PORT, for example 127.0.0.1:8440.", address)
	}
	if host == "" {
		return false, nil
	}
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return false, say("the name %q is not known here. Nothing was started. Check it, or use 127.0.0.1.", host)
	}
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return false, nil
		}
	}
	return len(ips) > 0, nil
}
