package memory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"relais/internal/desk"
)

// Create makes a ticket with its first message.
func (b *Backend) Create(ctx context.Context, key desk.Key, n desk.NewTicket) (desk.Written, error) {
	const op = "create ticket"
	files, err := read(op, n.Message.Attachments, b.d.o.MaxAttachment)
	if err != nil {
		return desk.Written{}, err
	}
	w, err := write(ctx, b, op, b.d.o.Create, key, n, func(me desk.Person) (desk.Written, error) {
		n := b.d.shortened(n)
		t, err := b.d.newTicket(me, key, n)
		if err != nil {
			return desk.Written{}, err
		}
		if err := checkMessage(me, op, &n.Message); err != nil {
			return desk.Written{}, err
		}
		if n.Message.Internal {
			return desk.Written{}, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("the first message is for everybody")}
		}
		t.order = len(b.d.tickets) + 1
		t.Ticket.ID = strconv.Itoa(t.order)
		t.Ticket.Number = t.Ticket.ID
		b.d.tickets[t.Ticket.ID] = t
		m := b.d.say(me, t, key, n.Message, files)
		b.d.touch(t, true)
		return desk.Written{Ticket: t.seenBy(me).Ticket, Messages: []desk.Message{m}}, nil
	})
	if err != nil {
		return desk.Written{}, err
	}
	if f, lacks := n.Lacks(w); lacks {
		return desk.Written{}, refused(op, w.Ticket.Number, f)
	}
	return w, nil
}

// Update changes fields, adds a message, or both.
func (b *Backend) Update(ctx context.Context, key desk.Key, ticketID, ifVersion string, c desk.Change) (desk.Written, error) {
	const op = "update ticket"
	promise := b.d.o.Change
	var files [][]byte
	if c.Message != nil {
		promise = b.d.o.Message
		var err error
		if files, err = read(op, c.Message.Attachments, b.d.o.MaxAttachment); err != nil {
			return desk.Written{}, err
		}
	}
	content := struct {
		Ticket string
		Change desk.Change
	}{ticketID, c}
	w, err := write(ctx, b, op, promise, key, content, func(me desk.Person) (desk.Written, error) {
		t, err := b.d.find(me, op, ticketID)
		if err != nil {
			return desk.Written{}, err
		}
		if ifVersion != "" && len(c.Set) > 0 && ifVersion != version(t.changed(me)) {
			return desk.Written{}, &desk.Error{Code: desk.CodeConflict, Op: op, Subject: t.Ticket.Number}
		}
		short := b.d.shortenedChange(c)
		if len(short.Set) == 0 && short.Message == nil && (len(c.Set) > 0 || c.Message != nil) {
			return desk.Written{Ticket: t.seenBy(me).Ticket}, nil
		}
		return b.d.update(me, t, key, short, files)
	})
	if err != nil {
		return desk.Written{}, err
	}
	if f, lacks := c.Lacks(w); lacks {
		return desk.Written{}, refused(op, w.Ticket.Number, f)
	}
	return w, nil
}

func (d *Desk) update(me desk.Person, t *ticket, key desk.Key, c desk.Change, files [][]byte) (desk.Written, error) {
	if len(c.Set) == 0 && c.Message == nil {
		return desk.Written{}, &desk.Error{Code: desk.CodeInvalid, Op: "update ticket", Err: errors.New("nothing to do")}
	}
	if err := checkMessage(me, "update ticket", c.Message); err != nil {
		return desk.Written{}, err
	}
	public := len(c.Set) > 0
	next, err := d.patched(me, t, c)
	if err != nil {
		return desk.Written{}, err
	}
	merged := next.MergedInto != t.Ticket.MergedInto
	d.recordEvents(me, t, next, c.Reason)
	t.Ticket = next
	var said []desk.Message
	if c.Message != nil {
		said = append(said, d.say(me, t, key, *c.Message, files))
		public = public || !c.Message.Internal
	}
	d.touch(t, public)
	if merged {
		d.merge(t)
	}
	return desk.Written{Ticket: t.seenBy(me).Ticket, Messages: said}, nil
}

// say adds a message to a ticket.
func (d *Desk) say(me desk.Person, t *ticket, key desk.Key, n desk.NewMessage, files [][]byte) desk.Message {
	m := clone(desk.Message{
		ID: d.nextID("m"), Key: key, TicketID: t.Ticket.ID, Author: me.Ref(), Internal: n.Internal, Body: n.Body, Created: d.now(),
		HandOver: n.HandOver, Sheet: n.Sheet, Tried: n.Tried,
	})
	for i, content := range files {
		a := n.Attachments[i].Attachment
		sum := sha256.Sum256(content)
		a.ID, a.Size, a.SHA256 = d.nextID("f"), int64(len(content)), hex.EncodeToString(sum[:])
		d.files[a.ID] = file{ticket: t.Ticket.ID, internal: n.Internal, content: content}
		m.Attachments = append(m.Attachments, a)
	}
	t.Messages = append(t.Messages, m)
	return clone(m)
}

// write does what every write has in common: keys, and lost answers.
func write[T any](ctx context.Context, b *Backend, op string, p desk.Promise, key desk.Key, content any, do func(desk.Person) (T, error)) (T, error) {
	var none T
	me, err := b.begin(ctx, op)
	if err != nil {
		return none, err
	}
	defer b.d.mu.Unlock()
	if !key.Valid() {
		return none, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: desk.ErrKey}
	}
	answer, err := once(b.d, op, key, written{by: me.ID, digest: digest(op, content), promise: p, at: b.d.now()}, func() (T, error) { return do(me) })
	if err != nil {
		return none, err
	}
	if err := b.d.lost(op); err != nil {
		return none, err
	}
	return clone(answer), nil
}

// once does a write, unless its Key promises that it was done already.
func once[T any](d *Desk, op string, key desk.Key, w written, do func() (T, error)) (T, error) {
	before, again := d.written[key]
	if again && (w.promise == desk.Keyed || w.at.Sub(before.at) < d.o.KeyLife) {
		answer, ok := before.answer.(T)
		if !ok || before.by != w.by || before.digest != w.digest {
			return answer, &desk.Error{Code: desk.CodeKeyReused, Op: op, Subject: string(key)}
		}
		return answer, nil
	}
	answer, err := do()
	if err == nil && !again {
		w.answer = answer
		d.written[key] = w
	}
	return answer, err
}

func digest(op string, content any) string {
	raw, err := json.Marshal(content)
	if err != nil {
		raw = []byte(err.Error()) // a value of package desk always survives JSON
	}
	sum := sha256.Sum256(append([]byte(op+"\n"), raw...))
	return hex.EncodeToString(sum[:])
}

func checkMessage(me desk.Person, op string, m *desk.NewMessage) error {
	switch {
	case m == nil:
		return nil
	case strings.TrimSpace(m.Body) == "" && len(m.Attachments) == 0 && m.HandOver == nil && m.Sheet == nil:
		return &desk.Error{Code: desk.CodeInvalid, Op: op, Err: errors.New("an empty message")}
	case !me.Role.Staff() && (m.Internal || m.HandOver != nil || m.Sheet != nil):
		return &desk.Error{Code: desk.CodeForbidden, Op: op, Err: errors.New("notes, cards and sheets are for staff")}
	}
	return nil
}

// read takes in attachments before anything is written.
func read(op string, blobs []desk.Blob, limit int64) ([][]byte, error) {
	var all [][]byte
	for _, b := range blobs {
		content, err := readOne(b)
		sum := sha256.Sum256(content)
		switch {
		case err != nil:
			return nil, &desk.Error{Code: desk.CodeVanished, Op: op, Subject: b.Name, Err: err}
		case len(content) == 0:
			return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: b.Name, Err: errors.New("an empty file")}
		case limit > 0 && int64(len(content)) > limit:
			return nil, &desk.Error{Code: desk.CodeTooLarge, Op: op, Subject: b.Name}
		case b.SHA256 != "" && b.SHA256 != hex.EncodeToString(sum[:]):
			return nil, &desk.Error{Code: desk.CodeVanished, Op: op, Subject: b.Name, Err: errors.New("its content changed")}
		}
		all = append(all, content)
	}
	return all, nil
}

func readOne(b desk.Blob) ([]byte, error) {
	if b.Open == nil {
		return nil, errors.New("nothing to open")
	}
	r, err := b.Open()
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	_, err = io.Copy(&buf, r)
	return buf.Bytes(), errors.Join(err, r.Close())
}
