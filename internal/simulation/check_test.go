package simulation_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

// leaves notes that an operation leaves its device.
func (w *world) leaves(key desk.Key) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left[key] = time.Now()
}

// since is how long ago an operation left its device last.
func (w *world) since(key desk.Key) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Since(w.left[key])
}

// did notes what the helpdesk did, and what it wrote over.
func (w *world) did(key desk.Key, set desk.Patch, over string, err error) {
	if err != nil {
		return
	}
	if over != "" {
		w.faultf("%s", over)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, again := w.done[key]; !again {
		w.done[key] = set
	}
}

// overwrites tells which value a change on its way into the helpdesk would write over that its person did not see; ""
// for none.
func (w *world) overwrites(key desk.Key, id string, c desk.Change) string {
	w.mu.Lock()
	one := w.said[key]
	_, again := w.done[key]
	w.mu.Unlock()
	if again || len(c.Set) == 0 || one == nil {
		return ""
	}
	now, err := w.hub.Open(memory.Admin).Conversation(context.Background(), id)
	if err != nil || now.Ticket.ID != id {
		return ""
	}
	for _, f := range c.Set.Fields() {
		have, saw := now.Ticket.Get(f), one.saw.Get(f)
		ended := f == desk.FieldStatus && desk.Status(have).Done() && desk.Status(saw).Done() // resolved or closed is one to who reopens
		if have != saw && have != c.Set[f] && !ended && f != desk.FieldMergedInto && f != desk.FieldOutcome {
			return fmt.Sprintf("%s %s wrote over %s: it was %q, and the person saw %q", one.verb, key.Short(), f, have, saw)
		}
	}
	return ""
}

// surfaced checks that a conflict is shown with both values.
func (w *world) surfaced(o desk.Pending) {
	w.mustf(len(o.Conflicts) > 0, "%s: a conflict without values", o.Verb)
	for _, c := range o.Conflicts {
		w.mustf(c.Field == desk.FieldMergedInto || c.Mine != c.Theirs, "%s: a conflict about nothing: %+v", o.Verb, c)
	}
	if one := w.said[o.Key]; one.says() {
		w.mustf(o.Text != "", "%s: the words are out of sight", o.Verb)
	}
}

// says tells whether a deed carries words of its person to the helpdesk.
func (o *deed) says() bool {
	return slices.Contains([]desk.Verb{desk.VerbAsk, desk.VerbReply, desk.VerbNote, desk.VerbResolve, desk.VerbEscalate, desk.VerbPend}, o.verb)
}

// arrived tells whether the helpdesk has what an operation says.
func (w *world) arrived(key desk.Key) bool {
	for _, c := range w.everything() {
		if c.Ticket.Key == key || slices.ContainsFunc(c.Messages, func(m desk.Message) bool { return m.Key == key }) {
			return true
		}
	}
	return false
}

// everything is what the helpdesk has, and had.
func (w *world) everything() []desk.Conversation {
	return append(w.hub.Conversations(), w.gone...)
}

// check says what must hold at the end.
func (w *world) check() {
	ctx := context.Background()
	count := map[string]int{}
	for _, c := range w.everything() {
		for _, m := range c.Messages {
			for _, words := range w.words(m) {
				count[words]++
			}
		}
		w.inOrder(c)
		w.whole(c)
	}
	states := map[desk.Key]desk.OperationState{}
	for _, d := range w.devices {
		receipts, err := d.running[0].Receipts(ctx, 1000)
		w.must(err)
		for _, r := range receipts {
			w.checkReceipt(d, r, count)
			states[r.Key] = r.State
		}
		w.checkDevice(ctx, d)
	}
	for _, key := range w.order {
		w.mustf(states[key] != "", "%s is gone from its device", w.said[key].words)
	}
}

// words are those of a message; a message without any says what its card says.
func (w *world) words(m desk.Message) []string {
	list := []string{m.Body}
	if m.HandOver != nil {
		list = append(list, m.HandOver.Happening)
	}
	return list
}

func (w *world) checkReceipt(d *device, r desk.Receipt, count map[string]int) {
	one := w.said[r.Key]
	w.mustf(one != nil, "%s: nobody said it", r.Key)
	d.tell("%s %s: %s", r.Verb, r.Key.Short(), r.State)
	n := count[one.words]
	switch r.State {
	case desk.StateAccepted:
		w.mustf(!one.says() || n == 1, "%s %s (accepted) is there %d times", r.Verb, one.words, n)
		w.mustf(one.given || w.had(one), "%s %s: %s never became %q, and nobody was asked", r.Verb, r.Key.Short(), one.field, one.value)
	case desk.StateDiscarded:
		w.mustf(n == 0 || one.unsure && n == 1, "%s %s (discarded) is there %d times", r.Verb, one.words, n)
		copies, err := d.running[0].Discarded(context.Background())
		w.must(err)
		w.mustf(!one.says() || slices.ContainsFunc(copies, func(p desk.Pending) bool { return p.Key == r.Key && p.Text != "" }), "%s was discarded without a copy", one.words)
	default:
		w.mustf(false, "%s %s is still %s", r.Verb, one.words, r.State)
	}
}

// had tells whether a ticket ever had the value that a deed gave it.
func (w *world) had(one *deed) bool {
	if one.field == "" || w.done[one.key][one.field] == one.value || one.saw.Get(one.field) == one.value {
		return true
	}
	for _, c := range w.everything() {
		if string(c.Ticket.Key) == one.ticket && slices.ContainsFunc(c.Events, func(e desk.Event) bool { return e.Field == one.field && e.To == one.value }) {
			return true
		}
	}
	return false
}

// inOrder checks that what a device said on a ticket came in the order in which it was said.
func (w *world) inOrder(c desk.Conversation) {
	if w.merges {
		return // what was said on two tickets is sorted by time then
	}
	last := map[int]int{}
	for _, m := range c.Messages {
		one := w.said[m.Key]
		w.mustf(one != nil, "nobody said %q", m.Body)
		at := slices.Index(w.order, m.Key)
		w.mustf(at >= last[one.device], "%q came after what was said later", m.Body)
		w.mustf(one.ticket == string(c.Ticket.Key), "%q is in %s, and was said in %s", m.Body, c.Ticket.Key, one.ticket)
		last[one.device] = at
	}
}

// whole checks that the files of messages are there, as they were attached.
func (w *world) whole(c desk.Conversation) {
	for _, m := range c.Messages {
		one := w.said[m.Key]
		if one == nil || one.file == "" || slices.ContainsFunc(w.gone, func(g desk.Conversation) bool { return g.Ticket.ID == c.Ticket.ID }) {
			continue
		}
		w.mustf(len(m.Attachments) == 1, "%q has %d files", m.Body, len(m.Attachments))
		r, err := w.hub.Open(memory.Admin).Download(context.Background(), m.Attachments[0].ID, 0)
		w.must(err)
		content, err := io.ReadAll(r)
		w.must(err)
		w.mustf(string(content) == one.file, "the file of %q is %q", m.Body, content)
	}
}

// checkDevice compares what a device shows with what its person may see.
func (w *world) checkDevice(ctx context.Context, d *device) {
	b, p := w.hub.Open(d.who), d.running[0]
	seen := 0
	for _, c := range w.hub.Conversations() {
		want, err := b.Conversation(ctx, c.Ticket.ID)
		if desk.CodeOf(err) == desk.CodeNotFound {
			continue
		}
		w.must(err)
		if want.Ticket.ID != c.Ticket.ID && d.who == memory.Requester {
			continue // merged, and told or not as the other one goes on
		}
		seen++
		if want.Ticket.ID != c.Ticket.ID {
			continue
		}
		got, err := p.Ticket(ctx, c.Ticket.ID)
		w.must(err)
		got.Ticket.Updated = want.Ticket.Updated // a note that a requester can't see is no change for them
		w.mustf(fmt.Sprint(got.Ticket) == fmt.Sprint(want.Ticket) && len(got.Messages) == len(want.Messages) && len(got.Pending) == 0,
			"device %d shows\n%+v\n%d messages, %d pending; it is\n%+v\n%d messages", d.n, got.Ticket, len(got.Messages), len(got.Pending), want.Ticket, len(want.Messages))
	}
	rows, err := p.Tickets(ctx, desk.Filter{})
	w.must(err)
	w.mustf(len(rows) == seen || w.merges, "device %d lists %d tickets of %d", d.n, len(rows), seen)
}
