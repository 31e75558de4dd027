// Package clienttest is the one conformance suite that every back end passes: it
// holds an implementation of desk.Backend to the words of that contract.
//
// # How to add a back end
//
//  1. Write client/KIND. It may import internal/desk and client/transport.
//
//  2. In its test, start a helpdesk with four people (two requesters, one
//     technician of the first level and one of the second) and call Run:
//
//     clienttest.Run(t, clienttest.Harness{Start: func(t *testing.T) clienttest.Helpdesk {…}})
//
//  3. Give Helpdesk as many hooks as the helpdesk allows. Faults that can't be
//     had from the real thing are had by wrapping its connection: let the request
//     through and drop the answer (Lose), a field of it (Drop) or the request
//     (Cut). What can't be had at all is declared in Harness.Without.
//
//  4. Say in Capabilities what the helpdesk really does. The suite asks for as
//     much as they promise, and no more: a Keyed write done twice is done once, a
//     Findable one is found, a BestEffort one is reported as unknown.
//
//  5. Add the kind to package client, and its column to the capability matrix.
//
// The suite takes ids, texts and times as they come: it assumes no numbering, no
// clock of its own, and that other tickets may be there. A slow helpdesk lowers
// the number of random histories with the flag rapid.checks.
package clienttest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"relais/internal/desk"
)

// Who names the people that a helpdesk under test must have.
type Who string

// The people. The first technician works in Helpdesk.Low, the second in
// Helpdesk.High; both may see and change all tickets.
const (
	Requester   Who = "requester"
	Requester2  Who = "requester2"
	Technician1 Who = "technician1"
	Technician2 Who = "technician2"
)

// Harness starts helpdesks.
type Harness struct {
	// Start is called once for each test, which ends what it started by Cleanup. It
	// may give every test the same helpdesk, if it then sets Serial.
	Start func(t *testing.T) Helpdesk
	// Serial keeps the tests from running at the same time.
	Serial bool
	// Without lists what the helpdesk or its Start lack, in the words of the suite:
	// the tests that need it are left out. Whatever else is missing is a failure, so
	// that no test falls asleep unnoticed.
	Without []string
}

// Helpdesk is one helpdesk under test. Open, Low and High are needed, all other
// hooks may be nil.
type Helpdesk struct {
	// Open signs somebody in on another device: each call gives a back end of its
	// own. The suite closes it.
	Open func(t testing.TB, who Who) desk.Backend
	// Low and High are ids of queues: where new requests arrive, and one of a
	// higher level.
	Low, High string

	Lose     func(n int)              // the next n writes are done, and their answers lost
	Cut      func(n int)              // the next n requests are lost before the helpdesk reads them
	Throttle func(wait time.Duration) // every request is told to wait as long; 0 ends it
	Outage   func(down bool)          // nobody answers
	LoseFile func(n int)              // the next n files that travel by themselves arrive, and the answers are lost
	Advance  func(d time.Duration)    // the helpdesk's clock goes on
	Rewind   func(d time.Duration)    // the helpdesk's clock goes back
	Skew     func(d time.Duration)    // the clocks of devices opened from now on are ahead of the helpdesk's

	// Drop makes the next write of a ticket be taken without one field, and called
	// done all the same. The empty field stands for the message of an update.
	Drop func(f desk.Field)
	// Midway does something once, in the midst of the next pull: when what changed
	// was listed, and before it is read.
	Midway func(do func())

	Vanish func(t testing.TB, ticketID string)                   // an administrator deletes a ticket
	Follow func(t testing.TB, ticketID string, who Who, on bool) // somebody becomes a watcher, or no longer is one
	Revoke func(t testing.TB, who Who)                           // the sign-ins of somebody end
	Forget func(t testing.TB)                                    // cursors made so far become too old

	WrongPassword func(ctx context.Context) error // signs in with a wrong password
	WrongServer   func(t testing.TB) desk.Backend // a back end whose address is that of something else
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	for _, c := range []struct {
		name  string
		tests []test
	}{
		{"sign-in", signInTests},
		{"create", createTests},
		{"messages", messageTests},
		{"attachments", attachmentTests},
		{"update", updateTests},
		{"work", workTests},
		{"roles", roleTests},
		{"pull", pullTests},
		{"articles", articleTests},
		{"faults", faultTests},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !h.Serial {
				t.Parallel()
			}
			for _, one := range c.tests {
				t.Run(one.name, func(t *testing.T) {
					if !h.Serial {
						t.Parallel()
					}
					one.run(t, &bench{Helpdesk: h.Start(t), t: t, open: map[Who]desk.Backend{}, without: h.Without})
				})
			}
		})
	}
}

// test is one sentence about back ends that has to be true.
type test struct {
	name string
	run  func(t *testing.T, b *bench)
}

// bench is a helpdesk with people at their devices.
type bench struct {
	Helpdesk
	t       *testing.T
	open    map[Who]desk.Backend
	without []string
}

// as is the back end of somebody, who is signed in at the first use.
func (b *bench) as(who Who) desk.Backend {
	b.t.Helper()
	if b.open[who] == nil {
		b.open[who] = b.device(who)
	}
	return b.open[who]
}

// device signs somebody in on a device of their own.
func (b *bench) device(who Who) desk.Backend {
	b.t.Helper()
	d := b.Open(b.t, who)
	b.t.Cleanup(func() {
		if err := d.Close(); err != nil {
			b.t.Errorf("close: %v", err)
		}
	})
	if _, err := d.Welcome(b.t.Context()); err != nil {
		b.t.Fatalf("welcome %s: %v", who, err)
	}
	return d
}

// me is who somebody is in the helpdesk.
func (b *bench) me(who Who) desk.Person {
	b.t.Helper()
	w, err := b.as(who).Welcome(b.t.Context())
	b.ok(err)
	return w.Me
}

// ask makes a ticket as the first requester, with some words about it.
func (b *bench) ask(words ...string) desk.Ticket {
	b.t.Helper()
	w, err := b.as(Requester).Create(b.t.Context(), newKey(b.t), newTicket(words...))
	b.ok(err)
	return w.Ticket
}

// update changes a ticket, on whatever version.
func (b *bench) update(who Who, id string, c desk.Change) desk.Written {
	b.t.Helper()
	w, err := b.as(who).Update(b.t.Context(), newKey(b.t), id, "", c)
	b.ok(err)
	return w
}

func (b *bench) set(who Who, id string, set desk.Patch) desk.Written {
	b.t.Helper()
	return b.update(who, id, desk.Change{Set: set, Reason: "It has to be."})
}

func (b *bench) say(who Who, id, body string) desk.Written {
	b.t.Helper()
	return b.update(who, id, desk.Change{Message: &desk.NewMessage{Body: body}})
}

func (b *bench) read(who Who, id string) desk.Conversation {
	b.t.Helper()
	c, err := b.as(who).Conversation(b.t.Context(), id)
	b.ok(err)
	return c
}

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// fails checks that an error is a *desk.Error with one of the codes.
func (b *bench) fails(err error, want ...desk.Code) {
	b.t.Helper()
	for _, w := range want {
		if err != nil && desk.CodeOf(err) == w {
			return
		}
	}
	b.t.Errorf("got %v, want one of %v", err, want)
}

// refused checks that something is not allowed, in whichever way.
func (b *bench) refused(err error) {
	b.t.Helper()
	b.fails(err, desk.CodeForbidden, desk.CodeInvalid, desk.CodeRefused, desk.CodeUnsupported, desk.CodeNotFound)
}

// unchanged checks that a ticket is as it was, word by word.
func (b *bench) unchanged(before desk.Conversation) {
	b.t.Helper()
	after := b.read(Technician1, before.Ticket.ID)
	if got, want := text(b.t, after), text(b.t, before); got != want {
		b.t.Errorf("it changed:\ngot  %s\nwant %s", got, want)
	}
}

// needs tells whether a test can go on: it can't without something that the
// helpdesk, or its harness, lacks. A lack that was not declared is a failure.
func (b *bench) needs(there bool, what string) bool {
	b.t.Helper()
	declared := slices.Contains(b.without, what)
	switch {
	case there && declared:
		b.t.Errorf("Harness.Without says that there is no %s, but there is", what)
	case !there && !declared:
		b.t.Errorf("there is no %s, and Harness.Without does not say so", what)
	case !there:
		b.t.Logf("left out: there is no %s", what)
	}
	return there
}

func (b *bench) caps(who Who) desk.Capabilities {
	b.t.Helper()
	return b.as(who).Capabilities()
}

func newTicket(words ...string) desk.NewTicket {
	title, body := "Rien ne s’imprime", "L’imprimante clignote."
	if len(words) > 0 {
		title = words[0]
	}
	if len(words) > 1 {
		body = words[1]
	}
	return desk.NewTicket{
		Title: title, Kind: desk.KindIncident, Category: "printing", Lang: "fr", Impact: 2, Urgency: 4, Message: desk.NewMessage{Body: body},
	}
}

func newKey(t testing.TB) desk.Key {
	t.Helper()
	id, err := uuid.NewV7()
	if err != nil {
		t.Fatal(err)
	}
	return desk.Key(id.String())
}
