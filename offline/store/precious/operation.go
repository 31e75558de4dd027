package precious

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/row"
)

// Entry is an operation with all that is known about its way.
type Entry struct {
	Key    desk.Key
	Verb   desk.Verb
	Op     change.Operation // nil when it can't be read: Code says why
	Lane   string           // its subject
	State  desk.OperationState
	Live   bool   // still applied on top of the cache
	Ticket string // of an accepted "ask": what it became
	Number string
	Progress

	gen  int64
	body string
}

// Progress is what changes while an operation is on its way.
type Progress struct {
	Own      desk.Key        `json:"key,omitempty"` // the key once more: what the digest does not cover
	By       desk.PersonRef  `json:"by,omitzero"`   // who acted; empty before the first sign-in
	Title    string          `json:"title,omitempty"`
	Digest   string          `json:"digest"`
	Kept     time.Time       `json:"kept"`
	Sent     time.Time       `json:"sent,omitzero"` // the last attempt
	Accepted time.Time       `json:"accepted,omitzero"`
	Base     desk.Patch      `json:"base,omitempty"`    // the values that the person saw
	Drop     bool            `json:"drop,omitempty"`    // the values were given up, not the message
	Version  string          `json:"version,omitempty"` // of the article that is to be overwritten
	Refused  []string        `json:"refused,omitempty"` // queues that did not take the request
	Attempts int             `json:"attempts,omitempty"`
	NextTry  time.Time       `json:"nextTry,omitzero"`
	Code     desk.Code       `json:"code,omitempty"`
	Field    desk.Field      `json:"field,omitempty"`
	Clash    []desk.Conflict `json:"clash,omitempty"`
	Sending  *change.Sent    `json:"sending,omitempty"` // what the last attempt sent
	Result   *change.Result  `json:"result,omitempty"`
	Stale    bool            `json:"stale,omitempty"` // the result may be older than the cache
}

// The lanes.
const (
	laneTicket  = "ticket/"
	laneArticle = "article/"
	// LaneOutcomes is the lane of what articles did.
	LaneOutcomes = "outcomes"
)

// TicketLane is the lane of a ticket: of its id, or of the key that it will have.
func TicketLane(id string) string { return laneTicket + id }

// ArticleLane is the lane of an article.
func ArticleLane(id string) string { return laneArticle + id }

// TicketRef is the id, or the key, of the ticket that the operation is about; ""
// for other subjects.
func (e *Entry) TicketRef() string {
	if ref, ok := strings.CutPrefix(e.Lane, laneTicket); ok {
		return ref
	}
	return ""
}

// Receipt is the part that proves what became of it.
func (e *Entry) Receipt() desk.Receipt {
	ticket := e.TicketRef()
	if e.State != desk.StateAccepted && desk.Key(ticket).Valid() {
		ticket = ""
	}
	return desk.Receipt{
		Key: e.Key, Verb: e.Verb, State: e.State, Ticket: cmp.Or(e.Ticket, ticket), Number: e.Number, Title: e.Title, Digest: e.Digest,
		Kept: e.Kept, Sent: e.Sent, Accepted: e.Accepted,
	}
}

// Keep makes an operation durable, and drops the draft that it sends, in one
// transaction. The entry's Key, Op, Lane, By, Title, Base and Kept are given.
func (s *Store) Keep(ctx context.Context, e *Entry, draft string) error {
	const op = "keep operation"
	raw, err := json.Marshal(e.Op)
	if err != nil {
		return row.Fail(op, err)
	}
	e.body = string(raw)
	e.Digest, e.Own = digest(e.body), e.Key
	e.Verb, e.State, e.Live = e.Op.Verb(), desk.StateQueued, true
	into, err := s.db.Statement(ctx, insertion)
	if err != nil {
		return row.Fail(op, err)
	}
	return row.Fail(op, s.db.Write(ctx, func(tx *sql.Tx) error {
		if err := follow(ctx, tx, e); err != nil {
			return err
		}
		if err := insert(ctx, tx.StmtContext(ctx, into), e); err != nil || draft == "" {
			return err
		}
		return dropDraft(ctx, tx, draft)
	}))
}

func digest(body string) string {
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}

// Accept takes the content for what was meant, though it is not what was kept: a
// person has looked.
func (e *Entry) Accept() { e.Digest, e.Own = digest(e.body), e.Key }

// follow puts an operation on something that was made here into the lane of
// what made it, which may have been renamed in the meantime.
func follow(ctx context.Context, tx *sql.Tx, e *Entry) error {
	_, ref, _ := strings.Cut(e.Lane, "/")
	if !desk.Key(ref).Valid() || desk.Key(ref) == e.Key {
		return nil
	}
	var lane, state string
	err := tx.QueryRowContext(ctx, "SELECT lane, state FROM operation WHERE key = ?", ref).Scan(&lane, &state)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case state == string(desk.StateDiscarded):
		return row.Missing("keep operation", ref)
	}
	e.Lane = lane
	return nil
}

// insertion is the statement of a new operation.
const insertion = `INSERT INTO operation (key, verb, lane, state, live, gen, ticket, number, body, progress)
	VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(gen), 0) + 1 FROM operation), ?, ?, ?, ?) RETURNING gen`

func insert(ctx context.Context, into *sql.Stmt, e *Entry) error {
	progress, err := json.Marshal(e.Progress)
	if err != nil {
		return err
	}
	return into.QueryRowContext(ctx,
		string(e.Key), string(e.Verb), e.Lane, string(e.State), e.Live, e.Ticket, e.Number, e.body, string(progress)).Scan(&e.gen)
}

const entryColumns = "key, verb, lane, state, live, gen, ticket, number, body, progress"

// entries reads operations; tail is the SQL after FROM operation.
func entries(ctx context.Context, tx *sql.Tx, tail string, args ...any) (list []Entry, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+entryColumns+" FROM operation "+tail, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var e Entry
		var progress string
		if err := rows.Scan(&e.Key, &e.Verb, &e.Lane, &e.State, &e.Live, &e.gen, &e.Ticket, &e.Number, &e.body, &progress); err != nil {
			return nil, err
		}
		e.decode(progress)
		list = append(list, e)
	}
	return list, rows.Err()
}

// decode reads what is kept as JSON. What can't be read needs attention, and
// stops nobody but its own lane.
func (e *Entry) decode(progress string) {
	err := json.Unmarshal([]byte(progress), &e.Progress)
	if err == nil {
		e.Op, err = change.Decode(e.Verb, []byte(e.body))
	}
	if err == nil && (e.Digest != digest(e.body) || e.Own != "" && e.Own != e.Key) { // it can be read, but is not what was written
		e.Code = desk.CodeDamaged
		if e.Live {
			e.State = desk.StateAttention
		}
	}
	if err != nil {
		e.Op, e.Code = nil, desk.CodeDamaged
		if desk.CodeOf(err) == desk.CodeNewer {
			e.Code = desk.CodeNewer
		}
		if e.Live {
			e.State = desk.StateAttention
		}
	}
}

func (s *Store) entries(ctx context.Context, tail string, args ...any) (list []Entry, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		list, err = entries(ctx, tx, tail, args...)
		return err
	})
	return list, row.Fail("read operations", err)
}

// Live lists the operations whose result is not in the cache, oldest first.
func (s *Store) Live(ctx context.Context) ([]Entry, error) {
	var some bool
	if err := s.db.Row(ctx, "SELECT EXISTS (SELECT 1 FROM operation WHERE live = 1)", &some); err != nil || !some {
		return nil, row.Fail("read operations", err)
	}
	return s.entries(ctx, "WHERE live = 1 ORDER BY row")
}

// LiveOf lists the live operations of a lane, oldest first.
func (s *Store) LiveOf(ctx context.Context, lane string) ([]Entry, error) {
	return s.entries(ctx, "WHERE live = 1 AND lane = ? ORDER BY row", lane)
}

// Latest lists operations of any state, newest first.
func (s *Store) Latest(ctx context.Context, limit int) ([]Entry, error) {
	return s.entries(ctx, "ORDER BY row DESC LIMIT ?", limit)
}

// Edits lists the live operations on articles, oldest first.
func (s *Store) Edits(ctx context.Context) ([]Entry, error) {
	return s.entries(ctx, "WHERE live = 1 AND verb = ? ORDER BY row", string(desk.VerbSaveArticle))
}

// Undelivered lists the operations that the helpdesk does not have, those that
// were given up included.
func (s *Store) Undelivered(ctx context.Context) ([]Entry, error) {
	return s.entries(ctx, "WHERE state <> 'accepted' ORDER BY row")
}

// Discarded lists the copies of what was given up, newest first.
func (s *Store) Discarded(ctx context.Context, limit int) ([]Entry, error) {
	return s.entries(ctx, "WHERE state = 'discarded' ORDER BY row DESC LIMIT ?", limit)
}

// Made finds the operation that made a ticket, by its id or number.
func (s *Store) Made(ctx context.Context, ref string) (Entry, bool, error) {
	list, err := s.entries(ctx, "WHERE ticket = ?1 AND ticket <> '' OR number = ?1 AND number <> '' LIMIT 1", ref)
	if err != nil || len(list) == 0 {
		return Entry{}, false, err
	}
	return list[0], true, nil
}

// Generation is a number that grows with every change of an operation.
func (s *Store) Generation(ctx context.Context) (gen int64, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error { gen, err = generation(ctx, tx); return err })
	return gen, row.Fail("read generation", err)
}

func generation(ctx context.Context, tx *sql.Tx) (gen int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(gen), 0) FROM operation").Scan(&gen)
	return gen, err
}

// Since lists the operations that changed after a generation, those that are
// live, oldest first, and the generation of both lists.
func (s *Store) Since(ctx context.Context, gen int64) (changed, live []Entry, now int64, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		if now, err = generation(ctx, tx); err != nil {
			return err
		}
		if changed, err = entries(ctx, tx, "WHERE gen > ?", gen); err != nil {
			return err
		}
		live, err = entries(ctx, tx, "WHERE live = 1 ORDER BY row")
		return err
	})
	return changed, live, now, row.Fail("read operations", err)
}

// Finish ends the life of accepted operations. Their results are in the cache,
// and need not be kept a second time.
func (s *Store) Finish(ctx context.Context, keys []string) error {
	raw, err := json.Marshal(keys)
	if err != nil {
		return row.Fail("finish operations", err)
	}
	return row.Fail("finish operations", s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE operation SET live = 0, progress = json_remove(progress, '$.result'), gen = (SELECT max(gen) + 1 FROM operation)
			WHERE live = 1 AND state = 'accepted' AND key IN (SELECT value FROM json_each(?))`, string(raw))
		return err
	}))
}

// Entry reads one operation. CodeNotFound.
func (s *Store) Entry(ctx context.Context, key desk.Key) (Entry, error) {
	list, err := s.entries(ctx, "WHERE key = ?", string(key))
	if err == nil && len(list) == 0 {
		err = row.Missing("read operation", string(key))
	}
	if err != nil {
		return Entry{}, err
	}
	return list[0], nil
}

// Like lists the keys that begin or end with letters, the newest first.
func (s *Store) Like(ctx context.Context, letters string, limit int) (keys []desk.Key, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) {
		keys, err = row.Column[desk.Key](ctx, tx, `SELECT key FROM operation
			WHERE substr(key, 1, length(?1)) = ?1 OR substr(key, -length(?1)) = ?1 ORDER BY row DESC LIMIT ?2`, letters, limit)
		return err
	})
	return keys, row.Fail("find key", err)
}

// Count tells how many operations wait, and how many need attention.
func (s *Store) Count(ctx context.Context) (waiting, attention int, err error) {
	err = s.db.Row(ctx, `SELECT count(*) FILTER (WHERE state IN ('queued', 'sent')), count(*) FILTER (WHERE state = 'attention')
		FROM operation WHERE live = 1`, &waiting, &attention)
	return waiting, attention, row.Fail("count operations", err)
}

// ErrMoved says that an operation was changed since it was read.
var ErrMoved = errors.New("the operation was changed in the meantime")

// Update changes an operation in one transaction, unless somebody else changed
// it since the entry was read (ErrMoved). When the lane gets another name, all
// that is in it moves along. The entry is as written afterwards.
func (s *Store) Update(ctx context.Context, e *Entry, f func(*Entry)) error {
	next := *e
	f(&next)
	err := s.db.Write(ctx, func(tx *sql.Tx) error {
		var gen int64
		if err := tx.QueryRowContext(ctx, "SELECT gen FROM operation WHERE key = ?", string(e.Key)).Scan(&gen); err != nil {
			return err
		}
		if gen != e.gen {
			return ErrMoved
		}
		if next.Lane != e.Lane {
			if err := rename(ctx, tx, e.Lane, next.Lane); err != nil {
				return err
			}
		}
		return write(ctx, tx, &next)
	})
	if errors.Is(err, ErrMoved) {
		return err
	}
	if err == nil {
		*e = next
	}
	return row.Fail("write operation", err)
}

func write(ctx context.Context, tx *sql.Tx, e *Entry) error {
	progress, err := json.Marshal(e.Progress)
	if err != nil {
		return err
	}
	return tx.QueryRowContext(ctx, `UPDATE operation SET lane = ?, state = ?, live = ?, ticket = ?, number = ?, progress = ?,
		gen = (SELECT max(gen) + 1 FROM operation) WHERE key = ? RETURNING gen`,
		e.Lane, string(e.State), e.Live, e.Ticket, e.Number, string(progress), string(e.Key)).Scan(&e.gen)
}

func rename(ctx context.Context, tx *sql.Tx, from, to string) error {
	_, err := tx.ExecContext(ctx, "UPDATE operation SET lane = ?, gen = (SELECT max(gen) + 1 FROM operation) WHERE lane = ?", to, from)
	return err
}

// Discard gives up an operation that is not under way. With a ticket or article
// that was never made goes all that waits for it. The rows stay, as a copy.
// ErrMoved when it was changed since it was read.
func (s *Store) Discard(ctx context.Context, e *Entry) error {
	doomed := []Entry{*e}
	if strings.HasSuffix(e.Lane, "/"+string(e.Key)) {
		all, err := s.LiveOf(ctx, e.Lane)
		if err != nil {
			return err
		}
		doomed = all
	}
	for i := len(doomed) - 1; i >= 0; i-- {
		if doomed[i].Key == e.Key {
			doomed[i].gen = e.gen
		}
		if err := s.Update(ctx, &doomed[i], func(e *Entry) { e.State, e.Live = desk.StateDiscarded, false }); err != nil {
			return err
		}
	}
	return nil
}

// Pendings shows operations that are not accepted, in their order.
func Pendings(list []Entry) []desk.Pending {
	var all []desk.Pending
	behind := map[string]bool{}
	for _, e := range list {
		if e.State == desk.StateAccepted || e.State == desk.StateDiscarded {
			continue
		}
		p := e.Pending()
		p.Blocked = behind[e.Lane]
		behind[e.Lane] = true
		all = append(all, p)
	}
	return all
}

// Pending is the operation with its words, whatever became of it.
func (e *Entry) Pending() desk.Pending {
	p := desk.Pending{Receipt: e.Receipt(), Code: e.Code, Field: e.Field, Attempts: e.Attempts, NextTry: e.NextTry, Conflicts: e.Clash}
	if w, ok := e.Op.(change.Written); ok {
		p.Text, p.Attachments = strings.TrimSpace(w.Words()), w.Files()
	}
	if ask, ok := e.Op.(*change.Ask); ok && ask.Ticket.Answers != nil {
		p.Told = ask.Ticket.Answers.Told
	}
	return p
}
