package simulation_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing/synctest"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

// step makes one thing happen.
func (w *world) step(s step) {
	d := w.devices[s.Device]
	d.revive()
	w.tell("world", "%s %v on device %d", s.Do, s.Pick, s.Device)
	p := d.running[len(d.running)-1]
	switch s.Do {
	case "act":
		w.act(p, s)
	case "sync":
		w.sync(p, s.Pick[0]%2 == 0)
	case "settle":
		w.settle(p, s)
	case "weather":
		w.weather = pick(weathers, s.Pick[0])
	case "crash":
		d.crash()
	case "die":
		p.looks.Store(int64(s.Pick[0] % 12))
		w.sync(p, false)
	case "restart":
		d.off()
		d.launch()
	case "second":
		if len(d.running) < 2 {
			d.launch()
		}
	case "interrupt":
		w.interrupt(p, s)
	default:
		w.happen(d, s)
	}
}

// happen is what no program does.
func (w *world) happen(d *device, s step) {
	jump := pick([]time.Duration{24 * time.Hour, -24 * time.Hour, 31 * time.Minute, -2 * time.Hour}, s.Pick[0])
	switch s.Do {
	case "clock":
		d.ahead += jump
	case "server clock":
		w.ahead += max(jump, -jump) // what it wrote stays in order
	case "revoke":
		w.hub.Revoke(d.who, s.Pick[0]%2 == 0)
	case "vanish":
		if all := w.hub.Conversations(); s.Pick[0]%3 == 0 && len(all) > 0 {
			gone := pick(all, s.Pick[1])
			w.gone = append(w.gone, gone)
			w.hub.Vanish(gone.Ticket.ID)
		}
	case "follow":
		if all := w.hub.Conversations(); len(all) > 0 {
			w.hub.Follow(pick(all, s.Pick[1]).Ticket.ID, memory.Requester, s.Pick[0]%3 > 0)
			w.hidden = w.hidden || s.Pick[0]%3 == 0
		}
	case "forget":
		w.hub.Forget()
	case "night":
		for _, d := range w.devices {
			d.revive()
			d.off()
		}
		w.sleep(14 * time.Hour)
		for _, d := range w.devices {
			d.launch()
		}
	}
}

// sync is a person who asks for a sync, and may wait for it.
func (w *world) sync(p *process, wait bool) {
	round := func() {
		ctx, stop := context.WithTimeout(p.ctx, time.Hour)
		defer stop()
		r, err := p.Sync(ctx)
		p.d.tell("synced: %+v, %v", r, desk.CodeOf(err))
	}
	if wait {
		round()
		p.d.revive()
		return
	}
	p.ended.Go(round)
}

// interrupt is a person who asks for a sync and then thinks better of it.
func (w *world) interrupt(p *process, s step) {
	ctx, stop := context.WithCancel(p.ctx)
	p.ended.Go(func() {
		_, err := p.Sync(ctx)
		p.d.tell("interrupted: %v", desk.CodeOf(err))
	})
	w.sleep(time.Duration(s.Pick[0]%300) * time.Millisecond)
	stop()
}

// act does something that people do, on a ticket that the device knows.
func (w *world) act(p *process, s step) {
	ctx := context.Background()
	verb := pick(verbs, s.Pick[0])
	defer p.busy()()
	rows, err := p.Tickets(ctx, desk.Filter{})
	w.must(err)
	one := &deed{device: p.d.n, words: fmt.Sprintf("words-%d", len(w.order))}
	if verb == "ask" || len(rows) == 0 {
		r, err := p.Ask(ctx, desk.NewTicket{Title: one.words, Kind: desk.KindIncident, Impact: 2, Urgency: 3, Message: desk.NewMessage{Body: one.words}}, "")
		w.kept(one, r, err)
		return
	}
	row := pick(rows, s.Pick[1])
	ref := row.ID
	if ref == "" {
		ref = string(row.Key)
	}
	v, err := p.Ticket(ctx, ref)
	w.must(err)
	one.saw, one.ticket = v.Ticket, string(row.Key)
	r, err := w.on(ctx, p, verb, ref, one, rows)
	w.kept(one, r, err)
}

// kept notes what was done, unless it was refused at once.
func (w *world) kept(one *deed, r desk.Receipt, err error) {
	switch code := desk.CodeOf(err); code {
	case "":
	case desk.CodeForbidden, desk.CodeInvalid, desk.CodeNotFound:
		w.tell("world", "refused: %s", code)
		return
	default:
		w.must(err)
	}
	one.key, one.verb = r.Key, r.Verb
	if one.ticket == "" {
		one.ticket = string(r.Key)
	}
	w.mu.Lock()
	w.said[r.Key] = one
	w.order = append(w.order, r.Key)
	w.mu.Unlock()
	w.tell("world", "%s %s on %s: %s", r.Verb, r.Key.Short(), one.ticket, one.words)
}

func (w *world) on(ctx context.Context, p *process, verb, ref string, one *deed, rows []desk.Row) (desk.Receipt, error) {
	words := desk.NewMessage{Body: one.words}
	switch verb {
	case "file":
		one.file = "content of " + one.words
		a, err := p.Attach(ctx, one.words+".txt", strings.NewReader(one.file))
		w.must(err)
		words.Attachments = []desk.Blob{{Attachment: a}}
		return p.Reply(ctx, ref, words, "")
	case "take":
		one.field, one.value = desk.FieldAssignee, p.d.who
		return p.Take(ctx, ref)
	case "pend":
		one.field, one.value = desk.FieldStatus, string(desk.StatusPending)
		return p.Pend(ctx, ref, desk.PendingVendor, time.Time{}, &words, "")
	case "resolve":
		one.field, one.value = desk.FieldStatus, string(desk.StatusResolved)
		return p.Resolve(ctx, ref, desk.Sheet{Solution: "done"}, one.words, "")
	case "reopen":
		return p.Reopen(ctx, ref, one.words, "")
	case "correct":
		one.field, one.value = desk.FieldImpact, fmt.Sprint(1+len(w.order)%5)
		return p.Correct(ctx, ref, desk.Patch{one.field: one.value})
	case "escalate":
		one.field, one.value = desk.FieldQueue, "level2"
		return p.Escalate(ctx, ref, "level2", desk.HandOver{Happening: one.words}, "")
	case "note":
		return p.Note(ctx, ref, words, "")
	case "merge":
		into := rows[len(w.order)%len(rows)]
		r, err := p.Merge(ctx, ref, string(into.Key))
		w.merges = w.merges || err == nil
		return r, err
	}
	return p.Reply(ctx, ref, words, "")
}

// settle answers for what needs attention.
func (w *world) settle(p *process, s step) {
	defer p.busy()()
	ctx := context.Background()
	list, err := p.Outbox(ctx)
	w.must(err)
	for _, o := range list {
		if o.State != desk.StateAttention {
			continue
		}
		synctest.Wait() // what follows from one answer, before the next is given
		answer := desk.SettleDiscard
		switch o.Code {
		case desk.CodeConflict:
			w.surfaced(o)
			answer = pick([]desk.Settle{desk.SettleMine, desk.SettleTheirs, desk.SettleDiscard}, s.Pick[1])
		case desk.CodeInterrupted, desk.CodeUnavailable:
			w.mustf(w.p.Promise == desk.BestEffort || w.p.Change == desk.BestEffort, "%s: the helpdesk promises more", o.Verb)
			if w.since(o.Key) < late {
				continue // it may still be on its way: a person looks later
			}
			if !w.arrived(o.Key) {
				answer = desk.SettleRetry
			}
			w.said[o.Key].unsure = true
		case desk.CodeNotFound, desk.CodeInvalid:
			w.mustf(len(w.gone) > 0 || w.merges || w.hidden, "%s ended with %s: nothing is gone", o.Verb, o.Code)
		case desk.CodeForbidden:
		case desk.CodeTooLarge:
			w.mustf(refused(w.said[o.Key].words), "%s ended with %s: nothing was too large", o.Verb, o.Code)
		default:
			w.mustf(false, "%s ended with %s", o.Verb, o.Code)
		}
		if len(o.Texts) > 0 && s.Pick[2]%3 == 1 {
			w.edit(ctx, p, o, s.Pick[1]%2 == 0)
			continue
		}
		err := p.Settle(ctx, o.Key, answer)
		w.tell("world", "settle %s %s (%s): %v", o.Key.Short(), answer, o.Code, desk.CodeOf(err))
		if err == nil && answer == desk.SettleMine {
			w.agreed(o)
		}
		w.said[o.Key].given = w.said[o.Key].given || err == nil && answer == desk.SettleTheirs
		if desk.CodeOf(err) == desk.CodeForbidden {
			err = p.Settle(ctx, o.Key, desk.SettleDiscard)
		}
		if code := desk.CodeOf(err); code != desk.CodeInvalid && code != desk.CodeInterrupted { // it went on in the meantime
			w.must(err)
		}
	}
}

// edit sends what was refused again with other words: at once, or from the draft.
func (w *world) edit(ctx context.Context, p *process, o desk.Pending, drafted bool) {
	old := w.said[o.Key]
	next := *old
	next.words = fmt.Sprintf("words-%d", len(w.order))
	var r desk.Receipt
	var err error
	if drafted && o.Verb == desk.VerbReply {
		r, err = w.redraft(ctx, p, o, next.words)
	} else {
		texts := map[string]string{}
		for name, text := range o.Texts {
			if text == old.words {
				texts[name] = next.words
			}
		}
		r, err = p.Resend(ctx, o.Key, texts)
	}
	w.tell("world", "edit %s (%s) into %s: %v", o.Key.Short(), o.Code, next.words, desk.CodeOf(err))
	switch desk.CodeOf(err) {
	case "":
	case desk.CodeInvalid, desk.CodeInterrupted, desk.CodeNotFound, desk.CodeForbidden: // it went on, or the ticket is gone
		return
	default:
		w.must(err)
	}
	next.key = r.Key
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said[r.Key] = &next
	for _, one := range w.said {
		if one.ticket == string(o.Key) { // the request, and what waited for it
			one.ticket = string(r.Key)
		}
	}
	w.order = slices.Insert(w.order, slices.Index(w.order, o.Key)+1, r.Key)
}

// redraft takes a reply back, and sends it from where it was written.
func (w *world) redraft(ctx context.Context, p *process, o desk.Pending, words string) (desk.Receipt, error) {
	d, err := p.TakeBack(ctx, o.Key)
	if err != nil {
		return desk.Receipt{}, err
	}
	synctest.Wait()
	m := desk.NewMessage{Body: words}
	for _, a := range d.Attachments {
		m.Attachments = append(m.Attachments, desk.Blob{Attachment: a})
	}
	return p.Reply(ctx, strings.TrimPrefix(d.ID, "reply/"), m, d.ID)
}

// agreed notes that a person saw the values of the helpdesk and wants theirs all the same.
func (w *world) agreed(o desk.Pending) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range o.Conflicts {
		if c.Field != desk.FieldMergedInto {
			_ = w.said[o.Key].saw.Set(c.Field, c.Theirs)
		}
	}
}

// calm lets everything arrive.
func (w *world) calm() {
	w.tell("world", "calm")
	w.weather = "fine"
	for _, d := range w.devices {
		w.hub.Revoke(d.who, false)
		d.revive()
		if len(d.running) > 1 {
			d.off()
			d.launch()
		}
		d.running[0].looks.Store(-1)
	}
	for n := range 20 {
		w.sleep(2 * late)
		busy := false
		for _, d := range w.devices {
			p := d.running[0]
			if s := p.Status(); n > 0 && s.Waiting+s.Attention == 0 {
				continue
			}
			w.sync(p, true)
			w.settle(p, step{Pick: [3]int{0, n, n}})
			busy = true
		}
		if !busy {
			break
		}
	}
	w.going.Wait()
	for _, d := range w.devices {
		w.sync(d.running[0], true)
	}
}
