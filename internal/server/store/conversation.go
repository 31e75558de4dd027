package store

import (
	"database/sql"
	"strconv"

	"relais/internal/desk"
)

// Since says from which change on the conversation of a ticket is wanted.
type Since map[string]int64 // by ticket id; 0 for all of it

// Conversations reads what was said and done in several tickets, oldest first.
// Internal notes and the reasons that are for staff are left out for others.
func (tx *Tx) Conversations(since Since, staff bool) (map[string]*desk.Conversation, error) {
	wanted, err := encode(&since)
	if err != nil {
		return nil, err
	}
	all := make(map[string]*desk.Conversation, len(since))
	for id := range since {
		all[id] = &desk.Conversation{Messages: []desk.Message{}}
	}
	if err := tx.addMessages(all, wanted, staff); err != nil {
		return nil, err
	}
	return all, tx.addEvents(all, wanted, staff)
}

// newer joins the rows of a table (m) to the tickets asked for: a JSON object
// that gives for each ticket id the seq since which rows are wanted.
const newer = `JOIN json_each(?) w ON m.ticket_id = CAST(w.key AS INTEGER) AND m.seq > w.value `

const selectMessage = `SELECT m.id, m.key, m.ticket_id, m.author_id, p.name, m.internal, m.body, m.created, m.hand_over, m.sheet, m.tried
	FROM messages m JOIN people p ON p.id = m.author_id `

func scanMessage(row scanner) (desk.Message, error) {
	var m desk.Message
	var id, ticket, created int64
	var handOver, sheet, tried string
	err := row.Scan(&id, &m.Key, &ticket, &m.Author.ID, &m.Author.Name, &m.Internal, &m.Body, &created, &handOver, &sheet, &tried)
	if err != nil {
		return m, err
	}
	m.ID, m.TicketID, m.Created = strconv.FormatInt(id, 10), strconv.FormatInt(ticket, 10), instant(created)
	if m.HandOver, err = decode[desk.HandOver](handOver); err != nil {
		return m, err
	}
	if m.Sheet, err = decode[desk.Sheet](sheet); err != nil {
		return m, err
	}
	steps, err := decode[[]desk.Tried](tried)
	if steps != nil {
		m.Tried = *steps
	}
	return m, err
}

func (tx *Tx) addMessages(all map[string]*desk.Conversation, wanted string, staff bool) error {
	found, err := list(tx, scanMessage, selectMessage+newer+"WHERE m.internal <= ? ORDER BY m.created, m.id", wanted, staff)
	if err != nil || len(found) == 0 {
		return err
	}
	if err := tx.addAttachments(found); err != nil {
		return err
	}
	for _, m := range found {
		if !staff { // the reply that says what helped is public; the analysis that goes with it is not
			m.HandOver, m.Sheet = nil, nil
		}
		all[m.TicketID].Messages = append(all[m.TicketID].Messages, m)
	}
	return nil
}

// Said finds the message that a key made, with its attachments. There is no index
// for it: only a server that forgets keys looks for them here. CodeNotFound.
func (tx *Tx) Said(key desk.Key) (desk.Message, error) {
	found, err := list(tx, scanMessage, selectMessage+"WHERE m.key = ?", key)
	if err == nil && len(found) == 0 {
		err = missing(sql.ErrNoRows, "message", string(key))
	}
	if err == nil {
		err = tx.addAttachments(found)
	}
	if err != nil {
		return desk.Message{}, err
	}
	return found[0], nil
}

func scanEvent(staff bool) func(scanner) (desk.Event, error) {
	return func(row scanner) (desk.Event, error) {
		var e desk.Event
		var id, ticket, at int64
		var by, name sql.NullString
		var hidden bool
		err := row.Scan(&id, &ticket, &at, &by, &name, &e.Field, &e.From, &e.To, &e.Reason, &hidden)
		e.ID, e.TicketID, e.At = strconv.FormatInt(id, 10), strconv.FormatInt(ticket, 10), instant(at)
		e.By = desk.PersonRef{ID: by.String, Name: name.String}
		if hidden && !staff {
			e.Reason = ""
		}
		return e, err
	}
}

func (tx *Tx) addEvents(all map[string]*desk.Conversation, wanted string, staff bool) error {
	found, err := list(tx, scanEvent(staff), `SELECT m.id, m.ticket_id, m.at, m.by_id, p.name, m.field, m.before, m.after, m.reason, m.staff_reason
		FROM events m LEFT JOIN people p ON p.id = m.by_id `+newer+"ORDER BY m.id", wanted)
	for _, e := range found {
		all[e.TicketID].Events = append(all[e.TicketID].Events, e)
	}
	return err
}

// InsertMessage keeps a message of a touched ticket and gives it and its
// attachments their ids.
func (tx *Tx) InsertMessage(t *Ticket, m *desk.Message) error {
	handOver, err := encode(m.HandOver)
	if err != nil {
		return err
	}
	sheet, err := encode(m.Sheet)
	if err != nil {
		return err
	}
	var tried string
	if len(m.Tried) > 0 {
		if tried, err = encode(&m.Tried); err != nil {
			return err
		}
	}
	var id int64
	err = tx.row(`INSERT INTO messages (key, ticket_id, author_id, internal, body, created, hand_over, sheet, tried, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		m.Key, number(t.ID), m.Author.ID, m.Internal, m.Body, millis(m.Created), handOver, sheet, tried, t.Seq).Scan(&id)
	if err != nil {
		return err
	}
	m.ID, m.TicketID = strconv.FormatInt(id, 10), t.ID
	return tx.insertAttachments(id, m.Attachments)
}

// InsertEvent keeps one line of a touched ticket's history. A reason that is for
// staff only is hidden from others.
func (tx *Tx) InsertEvent(t *Ticket, e desk.Event, staffReason bool) error {
	return tx.exec("INSERT INTO events (ticket_id, at, by_id, field, before, after, reason, staff_reason, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		number(t.ID), millis(e.At), null(e.By.ID), e.Field, e.From, e.To, e.Reason, staffReason, t.Seq)
}

// MoveMessages takes what was said in one ticket over to another, touched one.
func (tx *Tx) MoveMessages(from string, to *Ticket) error {
	return tx.exec("UPDATE messages SET ticket_id = ?, seq = ? WHERE ticket_id = ?", number(to.ID), to.Seq, number(from))
}
