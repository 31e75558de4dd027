package memory

import (
	"bytes"
	"context"
	"io"
	"strings"

	"relais/internal/desk"
)

// Backend is a Desk as one person sees it. It implements desk.Backend.
type Backend struct {
	d   *Desk
	who string
}

var _ desk.Backend = (*Backend)(nil)

// Capabilities tell what the Desk was made to do.
func (b *Backend) Capabilities() desk.Capabilities {
	o := b.d.o
	me, _ := b.d.person(b.who)
	fields := []desk.Field{desk.FieldStatus, desk.FieldOutcome}
	if me.Role.Staff() {
		fields = staffFields()
	}
	return desk.Capabilities{
		Kind: "memory", Create: o.Create, Message: o.Message, Change: o.Change, Guard: desk.GuardVersion, Grace: o.Grace,
		Articles: true, WriteArticles: me.Role.Staff(), Drafts: me.Role.Staff(), Pictures: true,
		Outcomes: true, Notes: me.Role.Staff(), Merge: me.Role.Staff(), Events: true, Answers: true,
		Statuses: desk.Statuses(), Fields: fields, MaxAttachment: o.MaxAttachment,
	}
}

// Welcome tells who this is.
func (b *Backend) Welcome(ctx context.Context) (desk.Welcome, error) {
	me, err := b.begin(ctx, "welcome")
	if err != nil {
		return desk.Welcome{}, err
	}
	defer b.d.mu.Unlock()
	return desk.Welcome{Me: me, Server: "memory", Version: "1", Time: b.d.now(), Matrix: desk.DefaultMatrix}, nil
}

// Conversation reads one ticket whole.
func (b *Backend) Conversation(ctx context.Context, ticketID string) (desk.Conversation, error) {
	const op = "read ticket"
	me, err := b.begin(ctx, op)
	if err != nil {
		return desk.Conversation{}, err
	}
	defer b.d.mu.Unlock()
	t, err := b.d.find(me, op, ticketID)
	if err != nil {
		return desk.Conversation{}, err
	}
	return t.seenBy(me), nil
}

// find looks up a ticket that a person may see, and follows merges.
func (d *Desk) find(me desk.Person, op, id string) (*ticket, error) {
	t, ok := d.tickets[id]
	for ok && !t.gone && t.Ticket.MergedInto != "" {
		t, ok = d.tickets[t.Ticket.MergedInto]
	}
	if !ok || t.gone || !t.visible(me) {
		return nil, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: id}
	}
	return t, nil
}

// visible tells whether a person may see a ticket: staff all of them, others
// what they asked or follow.
func (t *ticket) visible(me desk.Person) bool {
	if me.Role.Staff() || t.Ticket.Requester.ID == me.ID {
		return true
	}
	for _, w := range t.Ticket.Watchers {
		if w.ID == me.ID {
			return true
		}
	}
	return false
}

// changed is the number of the last change that a person can see.
func (t *ticket) changed(me desk.Person) uint64 {
	if me.Role.Staff() {
		return t.seq
	}
	return t.public
}

// seenBy is what a person may see of a ticket: without internal notes, cards and
// sheets, and without the reasons that staff gave, for those who are no staff.
func (t *ticket) seenBy(me desk.Person) desk.Conversation {
	c := clone(t.Conversation)
	c.Ticket.Version = version(t.changed(me))
	if me.Role.Staff() {
		return c
	}
	c.Ticket.Updated = t.updated
	var public []desk.Message
	for _, m := range c.Messages {
		if !m.Internal {
			m.HandOver, m.Sheet = nil, nil
			public = append(public, m)
		}
	}
	c.Messages = public
	for i := range c.Events {
		if c.Events[i].By.ID != me.ID {
			c.Events[i].Reason = ""
		}
	}
	return c
}

// Find looks for what an operation with this Key made.
func (b *Backend) Find(ctx context.Context, key desk.Key) (desk.Written, error) {
	const op = "find"
	me, err := b.begin(ctx, op)
	if err != nil {
		return desk.Written{}, err
	}
	defer b.d.mu.Unlock()
	w, ok := b.d.written[key]
	if ok && w.promise == desk.BestEffort {
		return desk.Written{}, &desk.Error{Code: desk.CodeUnsupported, Op: op, Subject: string(key)}
	}
	hidden := w.promise == desk.Findable && b.d.now().Before(w.at.Add(b.d.o.Grace))
	answer, ofTicket := w.answer.(desk.Written)
	if !ok || !ofTicket || hidden || w.by != me.ID {
		return desk.Written{}, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: string(key)}
	}
	return clone(answer), nil
}

// People searches by the beginnings of names, logins and addresses.
func (b *Backend) People(ctx context.Context, query string) ([]desk.Person, error) {
	me, err := b.begin(ctx, "search people")
	if err != nil {
		return nil, err
	}
	defer b.d.mu.Unlock()
	if !me.Role.Staff() {
		return nil, &desk.Error{Code: desk.CodeForbidden, Op: "search people"}
	}
	var list []desk.Person
	for _, p := range b.d.o.People {
		if query == "" && p.Role.Staff() || query != "" && startsWith(p, strings.ToLower(query)) {
			list = append(list, clone(p))
		}
	}
	return list[:min(len(list), 50)], nil
}

func startsWith(p desk.Person, query string) bool {
	for _, w := range append(strings.Fields(p.Name), p.Name, p.Login, p.Email) {
		if strings.HasPrefix(strings.ToLower(w), query) {
			return true
		}
	}
	return false
}

// Download streams an attachment.
func (b *Backend) Download(ctx context.Context, attachmentID string, offset int64) (io.ReadCloser, error) {
	const op = "download"
	me, err := b.begin(ctx, op)
	if err != nil {
		return nil, err
	}
	defer b.d.mu.Unlock()
	f, ok := b.d.files[attachmentID]
	if ok && f.internal && !me.Role.Staff() {
		ok = false
	}
	if ok {
		_, err = b.d.find(me, op, f.ticket)
	}
	if !ok || err != nil {
		return nil, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: attachmentID}
	}
	if offset < 0 || offset > int64(len(f.content)) {
		return nil, &desk.Error{Code: desk.CodeInvalid, Op: op, Subject: attachmentID}
	}
	return io.NopCloser(bytes.NewReader(f.content[offset:])), nil
}

// Close does nothing: there is no connection.
func (b *Backend) Close() error { return nil }
