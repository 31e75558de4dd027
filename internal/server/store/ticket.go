package store

import (
	"database/sql"
	"strconv"
	"time"

	"relais/internal/desk"
)

// Ticket is a ticket with what the server keeps beside it. ID and Number are the
// same text; Version is empty: it depends on the reader, see For.
type Ticket struct {
	desk.Ticket
	BornSeq       int64     // of the first change
	Seq           int64     // of the last change
	PublicSeq     int64     // of the last change that a requester sees
	PublicUpdated time.Time // when that was
}

// For is the ticket as a member of staff or somebody else sees it.
func (t Ticket) For(staff bool) desk.Ticket {
	seen := t.Ticket
	seen.Version = strconv.FormatInt(t.Seq, 10)
	if !staff {
		seen.Version = strconv.FormatInt(t.PublicSeq, 10)
		seen.Updated = t.PublicUpdated
		seen.Bounces = 0
	}
	return seen
}

// number reads the text of a ticket's id; 0, which no ticket has, for any other text.
func number(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != id {
		return 0
	}
	return n
}

// nullNumber is number for a column that refers to another ticket.
func nullNumber(id string) any {
	if id == "" {
		return nil
	}
	return number(id)
}

const selectTicket = `SELECT t.id, t.key, t.title, t.kind, t.category, t.channel, t.lang, t.site,
	t.status, t.outcome, t.pending_for, t.pending_until, t.planned_at, t.impact, t.urgency, t.priority,
	t.queue_id, t.requester_id, r.name, t.assignee_id, a.name, t.created, t.updated, t.public_updated,
	t.due, t.resolved, t.closed, t.merged_into, t.parent, t.bounces, t.answers, t.born_seq, t.seq, t.public_seq
	FROM tickets t JOIN people r ON r.id = t.requester_id LEFT JOIN people a ON a.id = t.assignee_id `

func scanTicket(row scanner) (Ticket, error) {
	var t Ticket
	var id, pendingUntil, planned, created, updated, publicUpdated, due, resolved, closed int64
	var assignee, assigneeName sql.NullString
	var merged, parent sql.NullInt64
	var answers string
	err := row.Scan(&id, &t.Key, &t.Title, &t.Kind, &t.Category, &t.Channel, &t.Lang, &t.Site,
		&t.Status, &t.Outcome, &t.PendingFor, &pendingUntil, &planned, &t.Impact, &t.Urgency, &t.Priority,
		&t.Queue, &t.Requester.ID, &t.Requester.Name, &assignee, &assigneeName, &created, &updated, &publicUpdated,
		&due, &resolved, &closed, &merged, &parent, &t.Bounces, &answers, &t.BornSeq, &t.Seq, &t.PublicSeq)
	if err != nil {
		return t, err
	}
	t.ID = strconv.FormatInt(id, 10)
	t.Number = t.ID
	t.Assignee = desk.PersonRef{ID: assignee.String, Name: assigneeName.String}
	t.PendingUntil, t.PlannedAt, t.Due = instant(pendingUntil), instant(planned), instant(due)
	t.Created, t.Updated, t.PublicUpdated = instant(created), instant(updated), instant(publicUpdated)
	t.Resolved, t.Closed = instant(resolved), instant(closed)
	t.MergedInto, t.Parent = textOf(merged), textOf(parent)
	t.Answers, err = decode[desk.Answers](answers)
	return t, err
}

func textOf(n sql.NullInt64) string {
	if !n.Valid {
		return ""
	}
	return strconv.FormatInt(n.Int64, 10)
}

// Ticket reads one ticket with its watchers. CodeNotFound.
func (tx *Tx) Ticket(id string) (Ticket, error) {
	t, err := scanTicket(tx.row(selectTicket+"WHERE t.id = ?", number(id)))
	if err != nil {
		return t, missing(err, "ticket", id)
	}
	return t, tx.addWatchers([]*Ticket{&t})
}

// tickets reads tickets by a query that ends selectTicket.
func (tx *Tx) tickets(rest string, args ...any) ([]Ticket, error) {
	found, err := list(tx, scanTicket, selectTicket+rest, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	at := make([]*Ticket, len(found))
	for i := range found {
		at[i] = &found[i]
	}
	return found, tx.addWatchers(at)
}

// Tickets lists tickets, last change first, that changed before a seq (0: from the
// newest). For a person who is not staff, only those that the person follows.
func (tx *Tx) Tickets(person desk.Person, before int64, limit int) ([]Ticket, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	if person.Role.Staff() {
		return tx.tickets("WHERE t.seq < ? ORDER BY t.seq DESC LIMIT ?", before, limit)
	}
	return tx.tickets(`JOIN follows f ON f.ticket_id = t.id
		WHERE f.person_id = ? AND f.ended = 0 AND f.seq < ? ORDER BY f.seq DESC LIMIT ?`, person.ID, before, limit)
}

// Resolved lists the ids of tickets that were resolved at or before a time.
func (tx *Tx) Resolved(until time.Time) ([]string, error) {
	return list(tx, scanText, "SELECT id FROM tickets WHERE status = 'resolved' AND resolved <= ? ORDER BY resolved", millis(until))
}

// InsertTicket gives the ticket its number, its seq and its times, keeps it, and
// lets its requester follow it.
func (tx *Tx) InsertTicket(t *Ticket) error {
	var id int64
	if err := tx.row("UPDATE state SET number = number + 1 RETURNING number").Scan(&id); err != nil {
		return err
	}
	t.ID = strconv.FormatInt(id, 10)
	t.Number = t.ID
	if t.Created.IsZero() {
		t.Created = tx.Now
	}
	if err := tx.Touch(t, true); err != nil {
		return err
	}
	t.BornSeq = t.Seq
	answers, err := encode(t.Answers)
	if err != nil {
		return err
	}
	err = tx.exec(`INSERT INTO tickets (id, key, channel, lang, site, requester_id, created, answers, born_seq,
		title, kind, category, status, outcome, pending_for, pending_until, planned_at, impact, urgency, priority,
		queue_id, assignee_id, updated, public_updated, due, resolved, closed, merged_into, parent, bounces, seq, public_seq)
		VALUES (?,?,?,?,?,?,?,?,?, ?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
		append([]any{id, t.Key, t.Channel, t.Lang, t.Site, t.Requester.ID, millis(t.Created), answers, t.BornSeq}, t.changing()...)...)
	if err != nil {
		return err
	}
	return tx.Follow(t, t.Requester.ID)
}

// changing are the values of the columns that may change, in one order.
func (t *Ticket) changing() []any {
	return []any{t.Title, t.Kind, t.Category, t.Status, t.Outcome, t.PendingFor, millis(t.PendingUntil), millis(t.PlannedAt),
		t.Impact, t.Urgency, t.Priority, t.Queue, null(t.Assignee.ID), millis(t.Updated), millis(t.PublicUpdated),
		millis(t.Due), millis(t.Resolved), millis(t.Closed), nullNumber(t.MergedInto), nullNumber(t.Parent), t.Bounces, t.Seq, t.PublicSeq}
}

// Touch gives the ticket the next place in the order of changes. Messages and
// events of the same change carry the same seq. A change that is not public stays
// unknown to those who are not staff.
func (tx *Tx) Touch(t *Ticket, public bool) error {
	seq, err := tx.NextSeq()
	if err != nil {
		return err
	}
	t.Seq, t.Updated = seq, tx.Now
	if public {
		t.PublicSeq, t.PublicUpdated = seq, tx.Now
	}
	return nil
}

// UpdateTicket keeps the fields of a touched ticket.
func (tx *Tx) UpdateTicket(t *Ticket) error {
	err := tx.exec(`UPDATE tickets SET title = ?, kind = ?, category = ?, status = ?, outcome = ?, pending_for = ?,
		pending_until = ?, planned_at = ?, impact = ?, urgency = ?, priority = ?, queue_id = ?, assignee_id = ?,
		updated = ?, public_updated = ?, due = ?, resolved = ?, closed = ?, merged_into = ?, parent = ?, bounces = ?,
		seq = ?, public_seq = ? WHERE id = ?`, append(t.changing(), number(t.ID))...)
	if err != nil {
		return err
	}
	return tx.exec("UPDATE follows SET seq = ? WHERE ticket_id = ? AND ended = 0 AND seq < ?", t.PublicSeq, number(t.ID), t.PublicSeq)
}
