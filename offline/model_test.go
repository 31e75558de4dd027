package offline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/client/memory"
	"relais/internal/desk"
	"relais/offline"
)

// life is a random story of people, devices and faults.
type life struct {
	*world
	devices []*device
	said    map[desk.Key]string // what each operation says; unique, so that it can be counted
	unsure  map[desk.Key]bool   // given up, though it may have been done
	gone    []desk.Conversation // deleted at the helpdesk
	promise desk.Promise
	cut     int // calls until a round is interrupted before the call; negative: never
	kill    int // writes until a round is interrupted after the write; negative: never
	stop    context.CancelFunc
}

// mortal is a helpdesk behind which the device may die: the write is done, and
// nobody is there any more to hear of it.
type mortal struct {
	desk.Backend
	l *life
}

func (m mortal) Create(ctx context.Context, key desk.Key, t desk.NewTicket) (desk.Written, error) {
	w, err := m.Backend.Create(ctx, key, t)
	return m.l.dies(w, err)
}

func (m mortal) Update(ctx context.Context, key desk.Key, id, version string, c desk.Change) (desk.Written, error) {
	w, err := m.Backend.Update(ctx, key, id, version, c)
	return m.l.dies(w, err)
}

func (l *life) dies(w desk.Written, err error) (desk.Written, error) {
	l.kill--
	if l.kill != -1 {
		return w, err
	}
	l.stop()
	return desk.Written{}, &desk.Error{Code: desk.CodeInterrupted}
}

type device struct {
	*offline.Desk
	o offline.Options
}

func newLife(rt *rapid.T) *life {
	promise := rapid.SampledFrom([]desk.Promise{desk.Keyed, desk.Findable, desk.BestEffort}).Draw(rt, "promise")
	l := &life{said: map[desk.Key]string{}, unsure: map[desk.Key]bool{}, promise: promise, cut: -1, kill: -1}
	l.world = newWorld(rt, memory.Options{
		Create: promise, Message: promise, Change: promise, Grace: 5 * time.Second, PageSize: 3,
		Before: func(context.Context, string) error {
			if l.cut == 0 {
				l.stop()
			}
			l.cut--
			return nil
		},
	})
	for _, who := range []string{memory.Requester, memory.Technician1, memory.Technician1, memory.Technician2} {
		home, err := os.MkdirTemp("", "relais-model")
		must(rt, err)
		d := &device{o: l.options(home, who)}
		d.o.Connect = func(context.Context) (desk.Backend, error) { return mortal{l.hub.Open(who), l}, nil }
		l.reopen(d)
		l.devices = append(l.devices, d)
	}
	return l
}

func (l *life) end() {
	for _, d := range l.devices {
		_ = d.Close()
		_ = os.RemoveAll(d.o.Home)
	}
}

// reopen is what a kill and a new start look like to the files.
func (l *life) reopen(d *device) {
	if d.Desk != nil {
		must(l.t, d.Close())
	}
	var err error
	d.Desk, err = offline.Open(context.Background(), d.o)
	must(l.t, err)
}

// act does something that people do, on a ticket that the device knows.
func (l *life) act(rt *rapid.T, d *device) {
	ctx := context.Background()
	words := fmt.Sprintf("words-%d", len(l.said))
	rows, err := d.Tickets(ctx, desk.Filter{})
	must(l.t, err)
	verb := rapid.SampledFrom([]string{"ask", "reply", "take", "pend", "resolve", "reopen", "correct", "escalate", "note"}).Draw(rt, "verb")
	var r desk.Receipt
	if len(rows) == 0 || verb == "ask" {
		r, err = d.Ask(ctx, request(words), "")
	} else {
		row := rows[rapid.IntRange(0, len(rows)-1).Draw(rt, "row")]
		ref := row.ID
		if ref == "" {
			ref = string(row.Key)
		}
		r, err = l.on(ctx, d, verb, ref, words)
	}
	if code := desk.CodeOf(err); code == desk.CodeForbidden || code == desk.CodeInvalid {
		return
	}
	must(l.t, err)
	l.said[r.Key] = words
}

func (l *life) on(ctx context.Context, d *device, verb, ref, words string) (desk.Receipt, error) {
	switch verb {
	case "take":
		return d.Take(ctx, ref)
	case "pend":
		m := says(words)
		return d.Pend(ctx, ref, desk.PendingVendor, time.Time{}, &m, "")
	case "resolve":
		return d.Resolve(ctx, ref, desk.Sheet{Solution: "done"}, words, "")
	case "reopen":
		return d.Reopen(ctx, ref, words, "")
	case "correct":
		return d.Correct(ctx, ref, desk.Patch{desk.FieldImpact: fmt.Sprint(1 + len(l.said)%5)})
	case "escalate":
		return d.Escalate(ctx, ref, "level2", desk.HandOver{Happening: words}, "")
	case "note":
		return d.Note(ctx, ref, says(words), "")
	}
	return d.Reply(ctx, ref, says(words), "")
}

// round syncs, and may be interrupted at any call.
func (l *life) round(d *device) {
	var ctx context.Context
	ctx, l.stop = context.WithCancel(context.Background())
	defer l.stop()
	if _, err := d.Sync(ctx); err != nil && !errors.Is(err, context.Canceled) && desk.CodeOf(err) != desk.CodeCanceled && ctx.Err() == nil {
		l.t.Fatal(err)
	}
	l.cut, l.kill = -1, -1
}

// settle answers for what needs attention.
func (l *life) settle(rt *rapid.T, d *device) {
	ctx := context.Background()
	list, err := d.Outbox(ctx)
	must(l.t, err)
	for _, p := range list {
		if p.State != desk.StateAttention {
			continue
		}
		answer := desk.SettleDiscard
		if p.Code == desk.CodeConflict {
			answer = rapid.SampledFrom([]desk.Settle{desk.SettleMine, desk.SettleTheirs, desk.SettleDiscard}).Draw(rt, "answer")
		}
		l.unsure[p.Key] = p.Code == desk.CodeInterrupted
		switch p.Code {
		case desk.CodeConflict, desk.CodeForbidden:
		case desk.CodeInterrupted:
			if l.promise != desk.BestEffort {
				rt.Fatalf("%s: the helpdesk promises more", p.Verb)
			}
		case desk.CodeNotFound:
			if len(l.gone) == 0 {
				rt.Fatalf("%s: nothing is gone", p.Verb)
			}
		default:
			rt.Fatalf("%s ended with %s", p.Verb, p.Code)
		}
		if err := d.Settle(ctx, p.Key, answer); err != nil && desk.CodeOf(err) != desk.CodeForbidden {
			l.t.Fatalf("%s of %s (%s): %v", answer, p.Verb, p.Code, err)
		}
	}
}

func (l *life) step(rt *rapid.T) {
	d := l.devices[rapid.IntRange(0, len(l.devices)-1).Draw(rt, "device")]
	switch rapid.SampledFrom([]string{"act", "act", "act", "sync", "sync", "reopen", "lose", "cut", "outage", "kill", "die", "wait", "settle", "forget", "vanish"}).Draw(rt, "step") {
	case "act":
		l.act(rt, d)
	case "sync":
		l.round(d)
	case "reopen":
		l.reopen(d)
	case "lose":
		l.hub.Lose(rapid.IntRange(1, 3).Draw(rt, "lost"))
	case "cut":
		l.hub.Cut(rapid.IntRange(1, 3).Draw(rt, "cut"))
	case "outage":
		l.hub.Outage(rapid.Bool().Draw(rt, "down"))
	case "kill":
		l.cut = rapid.IntRange(0, 6).Draw(rt, "calls")
		l.round(d)
		l.reopen(d)
	case "die":
		l.kill = rapid.IntRange(0, 2).Draw(rt, "writes")
		l.round(d)
		l.reopen(d)
	case "vanish":
		l.vanish(rt)
	case "wait":
		l.clock.Advance(10 * time.Second)
	case "settle":
		l.settle(rt, d)
	case "forget":
		l.hub.Forget()
	}
}

// vanish deletes a ticket, rarely.
func (l *life) vanish(rt *rapid.T) {
	all := l.hub.Conversations()
	if i := rapid.IntRange(0, 12).Draw(rt, "ticket"); i < len(all) {
		l.gone = append(l.gone, all[i])
		l.hub.Vanish(all[i].Ticket.ID)
	}
}

// calm lets everything arrive.
func (l *life) calm(rt *rapid.T) {
	l.hub.Outage(false)
	l.hub.Lose(0)
	l.hub.Cut(0)
	for range 20 {
		busy := false
		for _, d := range l.devices {
			l.clock.Advance(time.Minute)
			l.round(d)
			l.settle(rt, d)
			s := d.Status()
			busy = busy || s.Waiting+s.Attention > 0
		}
		if !busy {
			break
		}
	}
	for _, d := range l.devices {
		l.round(d)
	}
}

// check says what must hold at the end.
func (l *life) check() {
	ctx := context.Background()
	hub := l.hub.Conversations()
	count := map[string]int{}
	keys := map[desk.Key]int{}
	for _, c := range append(slices.Clone(hub), l.gone...) {
		keys[c.Ticket.Key]++
		for _, m := range c.Messages {
			count[m.Body]++
			if m.HandOver != nil {
				count[m.HandOver.Happening]++
			}
		}
	}
	for _, d := range l.devices {
		receipts, err := d.Receipts(ctx, 1000)
		must(l.t, err)
		for _, r := range receipts {
			l.checkReceipt(r, count, keys)
		}
		l.checkDevice(ctx, d, hub)
	}
}

func (l *life) checkReceipt(r desk.Receipt, count map[string]int, keys map[desk.Key]int) {
	words, least := l.said[r.Key], 1
	if r.Verb == desk.VerbAsk {
		words += ", please help"
	}
	switch {
	case r.State == desk.StateDiscarded && l.unsure[r.Key]:
		least = min(1, count[words]) // nobody can know
	case r.State == desk.StateDiscarded:
		least = 0
	case r.State != desk.StateAccepted:
		l.t.Fatalf("%s %s is still %s", r.Verb, words, r.State)
	}
	if r.Verb == desk.VerbAsk && r.State == desk.StateAccepted && keys[r.Key] != 1 {
		l.t.Fatalf("ticket %s is there %d times", words, keys[r.Key])
	}
	if slices.Contains([]desk.Verb{desk.VerbAsk, desk.VerbReply, desk.VerbNote, desk.VerbResolve, desk.VerbEscalate, desk.VerbPend}, r.Verb) {
		if n := count[words]; n != least && (least > 0 || n > 0) {
			l.t.Fatalf("%s %q (%s) is there %d times", r.Verb, words, r.State, n)
		}
	}
}

// checkDevice compares what a device shows with what its person may see.
func (l *life) checkDevice(ctx context.Context, d *device, hub []desk.Conversation) {
	b := l.hub.Open(d.o.Account)
	seen := 0
	for _, c := range hub {
		want, err := b.Conversation(ctx, c.Ticket.ID)
		if desk.CodeOf(err) == desk.CodeNotFound {
			continue
		}
		must(l.t, err)
		seen++
		got, err := d.Ticket(ctx, c.Ticket.ID)
		must(l.t, err)
		got.Ticket.Updated = want.Ticket.Updated // a note that a requester can't see is no change for them
		if fmt.Sprint(got.Ticket) != fmt.Sprint(want.Ticket) || len(got.Messages) != len(want.Messages) || len(got.Pending) > 0 {
			l.t.Fatalf("%s sees\n%+v\n%d messages, %d pending; it is\n%+v\n%d messages", d.o.Account, got.Ticket, len(got.Messages), len(got.Pending), want.Ticket, len(want.Messages))
		}
	}
	rows, err := d.Tickets(ctx, desk.Filter{})
	must(l.t, err)
	if len(rows) != seen {
		l.t.Fatalf("%s lists %d tickets of %d", d.o.Account, len(rows), seen)
	}
}

func TestWhateverHappensEverythingArrivesOnceAndAllAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		l := newLife(rt)
		defer l.end()
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			l.step(rt)
		}
		l.calm(rt)
		l.check()
	})
}
