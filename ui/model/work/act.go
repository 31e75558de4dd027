package work

import (
	"context"
	"strings"
	"time"

	"relais/internal/desk"
)

// Actions are what can be done to a ticket. Each is durable before it returns;
// draft names the draft that it sends.
type Actions interface {
	Reply(ctx context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error)
	Note(ctx context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error)
	Take(ctx context.Context, ref string) (desk.Receipt, error)
	Assign(ctx context.Context, ref string, to desk.PersonRef) (desk.Receipt, error)
	Pend(ctx context.Context, ref string, why desk.PendingFor, until time.Time, m *desk.NewMessage, draft string) (desk.Receipt, error)
	Plan(ctx context.Context, ref string, at time.Time) (desk.Receipt, error)
	Escalate(ctx context.Context, ref, queue string, card desk.HandOver, draft string) (desk.Receipt, error)
	SendBack(ctx context.Context, ref, queue, reason, draft string) (desk.Receipt, error)
	Resolve(ctx context.Context, ref string, s desk.Sheet, reply, draft string) (desk.Receipt, error)
	CloseUnsolved(ctx context.Context, ref, reason, draft string) (desk.Receipt, error)
	Reopen(ctx context.Context, ref, reason, draft string) (desk.Receipt, error)
	Merge(ctx context.Context, ref, into string) (desk.Receipt, error)
	Correct(ctx context.Context, ref string, p desk.Patch) (desk.Receipt, error)
	Settle(ctx context.Context, k desk.Key, how desk.Settle) error
	TakeBack(ctx context.Context, k desk.Key) (desk.Draft, error)
}

// Take makes the person at this computer the assignee. An action that is being filled
// in goes on from there.
func (t *Ticket) Take() {
	seen := t.State().View.Ticket
	t.act(func(ctx context.Context) error {
		if _, err := t.desk.Take(seeing(ctx, seen), t.ref); err != nil {
			return err
		}
		t.load(ctx)
		t.change(func(s *TicketState) {
			s.seen.Assignee, s.seen.Status = s.View.Ticket.Assignee, s.View.Ticket.Status
		})
		return nil
	})
}

// seeing says what the person saw, if the ticket was there to be seen.
func seeing(ctx context.Context, t desk.Ticket) context.Context {
	if t.ID == "" && t.Key == "" {
		return ctx
	}
	return desk.Seeing(ctx, t)
}

// Settle answers an operation that needs a person.
func (t *Ticket) Settle(k desk.Key, how desk.Settle) {
	t.act(func(ctx context.Context) error { return t.desk.Settle(ctx, k, how) })
}

// Edit takes what was refused back to where it was written on this page, and opens
// that.
func (t *Ticket) Edit(p desk.Pending) {
	t.act(func(ctx context.Context) error {
		if err := t.keep.Flush(ctx); err != nil {
			return err
		}
		d, err := t.desk.TakeBack(ctx, p.Key)
		if err != nil {
			return err
		}
		switch b := Box(p.Verb); b {
		case BoxReply, BoxNote:
			t.change(func(s *TicketState) {
				t.put(s, b, Writing{Text: d.Texts[desk.TextWords], Attachments: d.Attachments})
				s.Open, s.Panel = b, ""
			})
		default:
			t.change(func(*TicketState) { delete(t.touched, t.boxDraft(BoxNote)) })
			t.loadBoxes(ctx) // a text that is too long for a field is a file of the note
			t.Begin(p.Verb)
		}
		return nil
	})
}

// Send sends what stands in the open box, if there is anything in it.
func (t *Ticket) Send() {
	if b := t.State().Open; b != "" {
		t.act(func(ctx context.Context) error { return t.send(ctx, b) })
	}
}

func (t *Ticket) send(ctx context.Context, b Box) error {
	w := t.State().Boxes[b]
	if strings.TrimSpace(w.Text) == "" && len(w.Attachments) == 0 {
		return nil
	}
	m := desk.NewMessage{Body: w.Text, Internal: b == BoxNote}
	for _, a := range w.Attachments {
		m.Attachments = append(m.Attachments, desk.Blob{Attachment: a})
	}
	send, id := t.desk.Reply, t.boxDraft(b)
	if b == BoxNote {
		send = t.desk.Note
	}
	t.keep.Forget(id)
	if _, err := send(ctx, t.ref, m, id); err != nil {
		t.edit(b, func(*Writing) {})
		return err
	}
	t.change(func(now *TicketState) {
		if now.Boxes[b].Text == w.Text {
			t.put(now, b, Writing{})
			now.Open = ""
		}
	})
	return nil
}

// Do carries out the action that was filled in. What is missing is marked, and
// nothing is done.
func (t *Ticket) Do() {
	s := t.State()
	if s.Panel == "" {
		return
	}
	if list := missing(s.Panel, s.Fields); len(list) > 0 {
		t.change(func(s *TicketState) { s.Missing = list })
		return
	}
	id := t.panelDraft(s.Panel)
	t.act(func(ctx context.Context) error {
		t.keep.Forget(id)
		if err := t.do(ctx, s, id); err != nil {
			if now := t.State(); now.Panel == s.Panel {
				s.Fields = now.Fields // what was typed since, too
			}
			t.keep.Keep(desk.Draft{ID: id, Texts: s.Fields, Updated: t.now()})
			return err
		}
		t.change(func(s *TicketState) { s.Panel, s.Fields, s.Missing = "", nil, nil })
		return nil
	})
}

func (t *Ticket) do(ctx context.Context, s TicketState, draft string) (err error) {
	f := s.Fields
	ctx = seeing(ctx, s.seen)
	switch s.Panel {
	case desk.VerbAssign:
		_, err = t.desk.Assign(ctx, t.ref, desk.PersonRef{ID: f[FieldTo], Name: s.Person(f[FieldTo])})
	case desk.VerbPend:
		_, err = t.desk.Pend(ctx, t.ref, desk.PendingFor(f[FieldFor]), when(f, FieldUntil), message(f[FieldMessage]), draft)
	case desk.VerbPlan:
		_, err = t.desk.Plan(ctx, t.ref, when(f, FieldAt))
	case desk.VerbEscalate:
		_, err = t.desk.Escalate(ctx, t.ref, f[FieldTo], handOver(f), draft)
	case desk.VerbSendBack:
		_, err = t.desk.SendBack(ctx, t.ref, f[FieldTo], f[FieldReason], draft)
	case desk.VerbResolve:
		_, err = t.desk.Resolve(ctx, t.ref, resolution(f), f[FieldMessage], draft)
	case desk.VerbClose:
		_, err = t.desk.CloseUnsolved(ctx, t.ref, f[FieldReason], draft)
	case desk.VerbReopen:
		_, err = t.desk.Reopen(ctx, t.ref, f[FieldReason], draft)
	case desk.VerbMerge:
		_, err = t.desk.Merge(ctx, t.ref, f[FieldTo])
	case desk.VerbCorrect:
		err = t.correct(ctx, s)
	}
	return err
}

// correct sends the fields that differ from what the person saw; one left empty stays
// as it is.
func (t *Ticket) correct(ctx context.Context, s TicketState) error {
	p := desk.Patch{}
	for _, f := range corrected {
		if v := s.Fields[string(f)]; v != "" && v != s.seen.Get(f) {
			p[f] = v
		}
	}
	if len(p) == 0 {
		return nil
	}
	_, err := t.desk.Correct(ctx, t.ref, p)
	return err
}

func message(text string) *desk.NewMessage {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &desk.NewMessage{Body: text}
}

func handOver(f map[string]string) desk.HandOver {
	return desk.HandOver{
		Happening: f[FieldHappening], Tried: f[FieldTried], Hypothesis: f[FieldHypothesis],
		Context: f[FieldContext], Check: f[FieldCheck],
	}
}

func resolution(f map[string]string) desk.Sheet {
	s := desk.Sheet{
		Analysis: f[FieldAnalysis], Solution: f[FieldSolution], Workaround: f[FieldWorkaround] == "yes",
		Tested: f[FieldTested], Cause: f[FieldCause],
	}
	if h := strings.TrimSpace(f[FieldHypothesis]); h != "" {
		s.Hypotheses = []desk.Hypothesis{{Text: h, Confirmed: f[FieldConfirmed] == "yes"}}
	}
	return s
}

// act runs one action at a time, after the files that are still being attached; a
// second click while one runs does nothing.
func (t *Ticket) act(do func(context.Context) error) {
	t.mu.Lock()
	if t.state.Sending {
		t.mu.Unlock()
		return
	}
	t.state.Sending, t.state.Code = true, ""
	t.mu.Unlock()
	t.Emit()
	t.tasks.InTurn(func(ctx context.Context) {
		err := do(context.WithoutCancel(ctx)) // leaving the page right after the click takes nothing back
		t.change(func(s *TicketState) { s.Sending, s.Code = false, desk.CodeOf(err) })
		t.Reload()
	})
}
