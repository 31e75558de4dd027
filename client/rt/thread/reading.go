package thread

import (
	"slices"
	"strings"

	"relais/client/rt/record"
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// Reading is a ticket as Request Tracker tells it, in three requests: the ticket,
// its history, and the texts. Files need a fourth.
type Reading struct {
	Ticket  wire.Ticket
	Version string
	History []wire.Transaction
	Texts   map[wire.ID][]wire.Attachment // by transaction, with their contents: texts, records, and what holds parts together
	Files   map[wire.ID][]wire.Attachment // by transaction
}

// MayHoldFiles tells whether there may be files beside the texts of a
// transaction.
func MayHoldFiles(texts []wire.Attachment) bool {
	text, holder := false, false
	for _, a := range texts {
		if record.Is(a.Name) {
			if r := record.Decode(a.Content); r != nil {
				return r.Files > 0
			}
		}
		text = text || strings.HasPrefix(a.MediaType, "text/")
		holder = holder || strings.HasPrefix(a.MediaType, "multipart/") && a.MediaType != "multipart/alternative"
	}
	return holder || !text
}

// People are the logins and numbers of those whose names a conversation needs.
func (r Reading) People() []string {
	var ids []string
	for _, p := range slices.Concat(r.Ticket.Requestor, r.Ticket.Cc) {
		ids = append(ids, string(p.ID))
	}
	for _, t := range r.History {
		if t.Field == "Owner" {
			ids = append(ids, string(t.OldValue), string(t.NewValue))
		}
	}
	return ids
}

// own tells whether a transaction is of the ticket itself, not of one that was
// merged into it.
func (r Reading) own(t wire.Transaction) bool { return t.ObjectID == "" || t.ObjectID == r.Ticket.ID }

// Merged are the ids of the tickets whose histories this one took over.
func (r Reading) Merged() []int {
	var ids []int
	for _, t := range r.History {
		if id := t.ObjectID.Int(); id != 0 && id != r.Ticket.ID.Int() && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Done is what a Key left behind in a ticket.
type Done struct {
	Any     bool
	By      string // login
	Half    bool   // a note with this key
	split   bool   // the note is the half of a message
	Message bool
	then    desk.Patch // what had to be set afterwards
	after   []desk.Event
}

// Done looks for the traces of a Key.
func (s *Frame) Done(r Reading, key desk.Key) Done {
	var d Done
	last := 0
	for _, t := range r.History {
		if !t.Says() {
			continue
		}
		m := s.said(r, t)
		if m.key != key {
			continue
		}
		d.Any, d.By, last = true, string(m.Creator.ID), m.ID.Int()
		note := m.record != nil && m.record.Note
		d.Half, d.Message = d.Half || note, d.Message || !note
		if m.record != nil {
			d.split = d.split || m.record.Split
			d.then = m.record.Then
		}
	}
	for _, e := range s.Fold(r).Events {
		if atoi(e.ID) > last {
			d.after = append(d.after, e)
		}
	}
	return d
}

// Whole tells whether everything was done.
func (d Done) Whole(now desk.Ticket) bool {
	if d.split && !d.Message {
		return false
	}
	for f, v := range d.then {
		set := now.Get(f) == v
		for _, e := range d.after {
			set = set || e.Field == f && e.To == v
		}
		if !set {
			return false
		}
	}
	return true
}
