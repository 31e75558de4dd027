package work

import (
	"context"
	"io"
	"maps"

	"relais/internal/desk"
	"relais/ui/model"
)

func (t *Ticket) boxDraft(b Box) string { return string(b) + "/" + t.ref }

func (t *Ticket) loadBoxes(ctx context.Context) {
	for _, b := range []Box{BoxReply, BoxNote} {
		d, found, err := t.desk.Draft(ctx, t.boxDraft(b))
		if ctx.Err() != nil {
			return
		}
		t.change(func(s *TicketState) {
			if err != nil {
				s.Code = desk.CodeOf(err)
			}
			if found && !t.touched[d.ID] {
				t.put(s, b, Writing{Text: d.Texts["text"], Attachments: d.Attachments})
				s.Open = b
			}
		})
	}
}

// put needs the lock.
func (t *Ticket) put(s *TicketState, b Box, w Writing) {
	s.Boxes = maps.Clone(s.Boxes)
	s.Boxes[b] = w
}

// OpenBox opens one of the two places to write in and closes an action that was
// being filled in; "" closes the box. What was typed stays.
func (t *Ticket) OpenBox(b Box) {
	t.change(func(s *TicketState) { s.Open, s.Panel = b, "" })
}

// Write takes the words of a box as they are typed.
func (t *Ticket) Write(b Box, text string) {
	if t.State().Boxes[b].Text == text {
		return
	}
	short, file, over := model.Overflow(text)
	if over {
		t.Attach(b, model.Pasted, file)
	}
	t.edit(b, func(w *Writing) { w.Text = short })
}

func (t *Ticket) edit(b Box, do func(*Writing)) {
	t.mu.Lock()
	w := t.state.Boxes[b]
	do(&w)
	t.put(&t.state, b, w)
	id := t.boxDraft(b)
	t.touched[id] = true
	t.mu.Unlock()
	d := desk.Draft{ID: id, Attachments: w.Attachments, Updated: t.now()}
	if w.Text != "" {
		d.Texts = map[string]string{"text": w.Text}
	}
	t.keep.Keep(d)
	t.Emit()
}

// Attach adds a file to a box. It closes what open returns.
func (t *Ticket) Attach(b Box, name string, open func() (io.ReadCloser, error)) {
	t.tasks.InTurn(func(ctx context.Context) {
		a, err := model.Attach(ctx, t.desk, name, open)
		if err != nil {
			t.change(func(s *TicketState) { s.Code = desk.CodeOf(err) })
			return
		}
		t.edit(b, func(w *Writing) { w.Attachments = append(w.Attachments[:len(w.Attachments):len(w.Attachments)], a) })
	})
}

// Detach takes a file out of a box again.
func (t *Ticket) Detach(b Box, i int) {
	t.edit(b, func(w *Writing) {
		if i >= 0 && i < len(w.Attachments) {
			rest := append([]desk.Attachment{}, w.Attachments[:i]...)
			w.Attachments = append(rest, w.Attachments[i+1:]...)
		}
	})
}

// OpenFile fetches an attachment and hands it over to be looked at.
func (t *Ticket) OpenFile(a desk.Attachment) { t.files.Open(a) }

// StopFile gives up fetching an attachment.
func (t *Ticket) StopFile(a desk.Attachment) { t.files.Stop(a) }

func (t *Ticket) fetching(failed desk.Code) {
	t.change(func(s *TicketState) {
		s.Coming = t.files.Coming()
		if failed != "" {
			s.Code = failed
		}
	})
}

func (t *Ticket) kept(err error) {
	t.mu.Lock()
	same := t.state.Unkept == (err != nil)
	t.state.Unkept = err != nil
	t.mu.Unlock()
	if !same {
		t.Emit()
	}
}
