package cache

import (
	"encoding/json"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// whole says whether the cache has all of a conversation.
type whole int64

const (
	wholeYes whole = iota
	wholeNo
	wholeAsBefore // and no, for a ticket that was not known
)

// wholeAfter is what the cache has of a conversation once an extent of it was
// written.
func wholeAfter(e desk.Extent) whole {
	switch e {
	case desk.ExtentWhole:
		return wholeYes
	case desk.ExtentNew:
		return wholeAsBefore
	}
	return wholeNo
}

// conversations writes tickets with what was said; a whole conversation replaces
// what was known.
func (p *pen) conversations(list ...desk.Pulled) error {
	states := make([]state, len(list))
	for i, c := range list {
		states[i] = state{c.Ticket, wholeAfter(c.Extent)}
	}
	if err := p.tickets(states...); err != nil {
		return err
	}
	for _, c := range list {
		if err := p.words(c); err != nil {
			return err
		}
	}
	return nil
}

// words writes what was said and done in a ticket.
func (p *pen) words(c desk.Pulled) error {
	id := c.Ticket.ID
	if c.Extent == desk.ExtentWhole && p.known[id] {
		if err := errors.Join(p.exec("DELETE FROM message WHERE ticket = ?", id), p.exec("DELETE FROM event WHERE ticket = ?", id)); err != nil {
			return err
		}
	}
	if err := p.messages(id, c.Messages); err != nil {
		return err
	}
	for _, ev := range c.Events {
		raw, err := json.Marshal(ev)
		if err != nil {
			return err
		}
		if err := p.add(events, id, ev.ID, row.Milli(ev.At), string(raw)); err != nil {
			return err
		}
	}
	return nil
}

func (p *pen) messages(ticket string, list []desk.Message) error {
	for _, m := range list {
		raw, err := json.Marshal(m)
		if err != nil {
			return err
		}
		if err := p.add(messages, ticket, m.ID, row.Milli(m.Created), string(raw)); err != nil {
			return err
		}
	}
	return nil
}

// state is a ticket as it is to be written.
type state struct {
	desk.Ticket
	whole whole
}

// columns are those of a ticket, those of lists first.
var columns = strings.Split(listed+", partial, mark, rev", ", ")

// tickets writes tickets, all of them before it returns: what was said refers to
// them. Those that are new go many at a time; of the others only what changed is
// written, since each column that is written costs the indexes that have it.
func (p *pen) tickets(list ...state) error {
	for len(list) > 0 {
		n := distinct(list)
		if err := p.distinctTickets(list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// distinct is how many tickets at the beginning of a list are different ones.
func distinct(list []state) int {
	seen := make(map[string]bool, len(list))
	for i, t := range list {
		if seen[t.ID] {
			return i
		}
		seen[t.ID] = true
	}
	return len(list)
}

func (p *pen) distinctTickets(list []state) error {
	before, err := p.rows(list)
	if err != nil {
		return err
	}
	for _, t := range list {
		p.touched = append(p.touched, t.ID)
		values, err := listedValues(t.ID, t.Ticket)
		if err != nil {
			return err
		}
		if old, ok := before[t.ID]; ok {
			err = p.change(t, old, values)
		} else {
			err = p.add(tickets, append(values, int64(min(t.whole, wholeNo)), p.mark, p.rev)...)
		}
		if err != nil {
			return err
		}
		p.known[t.ID] = before[t.ID] != nil
	}
	if err := p.batches[tickets].flush(p); err != nil {
		return err
	}
	return p.watchers(list)
}

// rows reads the rows of those tickets that are known.
func (p *pen) rows(list []state) (map[string][]any, error) {
	ids := make([]string, len(list))
	for i, t := range list {
		ids[i] = t.ID
	}
	raw, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	found, err := p.tx.QueryContext(p.ctx, "SELECT "+strings.Join(columns, ", ")+" FROM ticket WHERE id IN (SELECT value FROM json_each(?))", string(raw))
	if err != nil {
		return nil, err
	}
	defer func() { _ = found.Close() }()
	known := map[string][]any{}
	for found.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		if id, ok := values[0].(string); ok {
			known[id] = values
		}
	}
	return known, found.Err()
}

// change writes what is different in a ticket.
func (p *pen) change(t state, old, values []any) error {
	at := len(values)
	values = append(values, int64(t.whole), max(p.mark, asInt(old[at+1])), p.rev)
	if t.whole == wholeAsBefore {
		values[at] = old[at]
	}
	var set []string
	var args []any
	for i, v := range values {
		if v != old[i] {
			set, args = append(set, columns[i]+" = ?"), append(args, v)
		}
	}
	if len(set) == 0 {
		return nil
	}
	return p.exec("UPDATE ticket SET "+strings.Join(set, ", ")+" WHERE id = ?", append(args, t.ID)...)
}

func asInt(v any) int64 {
	n, _ := v.(int64)
	return n
}

// watchers writes who follows tickets.
func (p *pen) watchers(list []state) error {
	for _, t := range list {
		if p.known[t.ID] {
			if err := p.exec("DELETE FROM watcher WHERE ticket = ?", t.ID); err != nil {
				return err
			}
		}
		for _, who := range t.Watchers {
			if err := p.add(watchers, who.ID, t.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// kind is a table that is written many rows at a time.
type kind int

const (
	tickets kind = iota
	messages
	events
	watchers
	kinds
)

// heads are the beginnings of their statements.
var heads = [kinds]string{
	"INSERT INTO ticket (" + strings.Join(columns, ", ") + ") VALUES ",
	"INSERT OR REPLACE INTO message (ticket, id, created, body) VALUES ",
	"INSERT OR REPLACE INTO event (ticket, id, at, body) VALUES ",
	"INSERT OR IGNORE INTO watcher (person, ticket) VALUES ",
}

// valuesAtOnce is about how many values a statement has: with more, to prepare it
// takes longer than to run a few of them.
const valuesAtOnce = 400

// batch is rows that wait to be written to a table.
type batch struct {
	head   string
	width  int
	values []any
}

type batches [kinds]batch

func newBatches() (b batches) {
	for k, head := range heads {
		b[k] = batch{head: head, width: 1 + strings.Count(head, ",")}
	}
	return b
}

// add puts a row into a table, now or with the next ones.
func (p *pen) add(k kind, values ...any) error {
	b := &p.batches[k]
	b.values = append(b.values, values...)
	if len(b.values)+b.width > valuesAtOnce {
		return b.flush(p)
	}
	return nil
}

// flush writes the rows that wait.
func (p *pen) flush() error {
	for k := range p.batches {
		if err := p.batches[k].flush(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) flush(p *pen) error {
	if len(b.values) == 0 {
		return nil
	}
	one := "(" + strings.TrimSuffix(strings.Repeat("?, ", b.width), ", ") + ")"
	rows := strings.TrimSuffix(strings.Repeat(one+", ", len(b.values)/b.width), ", ")
	err := p.exec(b.head+rows, b.values...)
	b.values = b.values[:0]
	return err
}
