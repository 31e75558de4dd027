package memory

import (
	"context"
	"errors"
	"maps"
	"time"

	"relais/internal/desk"
)

// faults are what goes wrong next.
type faults struct {
	lose, cut int
	throttle  time.Duration
	outage    bool
	drop      *desk.Field
}

var errFault = errors.New("a fault that was asked for")

// Lose makes the next n writes succeed without anybody hearing of it: they
// answer CodeInterrupted.
func (d *Desk) Lose(n int) { d.setFault(func(f *faults) { f.lose = n }) }

// Cut makes the next n calls fail before anything is done: they answer
// CodeInterrupted.
func (d *Desk) Cut(n int) { d.setFault(func(f *faults) { f.cut = n }) }

// Throttle makes every call answer CodeThrottled with this delay; 0 ends it.
func (d *Desk) Throttle(wait time.Duration) { d.setFault(func(f *faults) { f.throttle = wait }) }

// Outage makes every call answer CodeUnreachable, until told otherwise.
func (d *Desk) Outage(down bool) { d.setFault(func(f *faults) { f.outage = down }) }

// Drop makes the next write of a ticket be taken without one of its fields, and
// called done all the same: it answers CodeRefused. The empty field stands for
// the message of an update.
func (d *Desk) Drop(field desk.Field) { d.setFault(func(f *faults) { f.drop = &field }) }

// dropped tells which field the write under way goes without.
func (d *Desk) dropped() (desk.Field, bool) {
	f := d.faults.drop
	d.faults.drop = nil
	if f == nil {
		return "", false
	}
	return *f, true
}

// shortened is a new ticket without the field that is dropped.
func (d *Desk) shortened(n desk.NewTicket) desk.NewTicket {
	switch f, _ := d.dropped(); f {
	case desk.FieldCategory:
		n.Category = ""
	case desk.FieldImpact:
		n.Impact = 0
	case desk.FieldUrgency:
		n.Urgency = 0
	case desk.FieldPriority:
		n.Priority = 0
	case desk.FieldQueue:
		n.Queue = ""
	}
	return n
}

// shortenedChange is a change without the field that is dropped.
func (d *Desk) shortenedChange(c desk.Change) desk.Change {
	f, drop := d.dropped()
	switch {
	case drop && f == "":
		c.Message = nil
	case drop:
		c.Set = maps.Clone(c.Set)
		delete(c.Set, f)
	}
	return c
}

// refused is the error for what was called done, and was not.
func refused(op, subject string, f desk.Field) error {
	return &desk.Error{Code: desk.CodeRefused, Op: op, Subject: subject, Field: f, Err: errFault}
}

func (d *Desk) setFault(set func(*faults)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	set(&d.faults)
}

// begin runs what comes before every call. When it returns no error, the lock
// is held and the caller lets go of it.
func (b *Backend) begin(ctx context.Context, method string) (desk.Person, error) {
	if b.d.o.Before != nil {
		if err := b.d.o.Before(ctx, method); err != nil {
			return desk.Person{}, err
		}
	}
	if err := ctx.Err(); err != nil {
		return desk.Person{}, &desk.Error{Code: desk.CodeCanceled, Op: method, Err: err}
	}
	b.d.mu.Lock()
	me, err := b.d.admit(b.who, method)
	if err != nil {
		b.d.mu.Unlock()
	}
	return me, err
}

func (d *Desk) admit(who, method string) (desk.Person, error) {
	me, known := d.person(who)
	switch f := &d.faults; {
	case f.outage:
		return me, &desk.Error{Code: desk.CodeUnreachable, Op: method, Err: errFault}
	case f.throttle > 0:
		return me, &desk.Error{Code: desk.CodeThrottled, Op: method, RetryAfter: f.throttle, Err: errFault}
	case f.cut > 0:
		f.cut--
		return me, &desk.Error{Code: desk.CodeInterrupted, Op: method, Err: errFault}
	case !known || d.revoked[who]:
		return me, &desk.Error{Code: desk.CodeUnauthorized, Op: method, Subject: who}
	}
	return me, nil
}

// lost tells whether the answer of a write that was done gets lost.
func (d *Desk) lost(method string) error {
	if d.faults.lose == 0 {
		return nil
	}
	d.faults.lose--
	return &desk.Error{Code: desk.CodeInterrupted, Op: method, Err: errFault}
}
