package precious

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"relais/internal/desk"
	"relais/offline/change"
	"relais/offline/store/row"
)

// Keep makes an operation durable, and drops the draft that it sends, in one
// transaction. It takes the place of what was taken back into that draft. The
// entry's Key, Op, Lane, By, Title, Base and Kept are given.
func (s *Store) Keep(ctx context.Context, e *Entry, draft string) error {
	return s.keep(ctx, e, func(tx *sql.Tx) error {
		if draft == "" {
			return nil
		}
		stored, err := draftID(ctx, tx, draft)
		if err != nil {
			return err
		}
		old, err := entries(ctx, tx, "WHERE live = 1 AND state = 'attention' AND progress ->> '$.draft' = ? ORDER BY row", stored)
		for i := range old {
			err = errors.Join(err, supersede(ctx, tx, &old[i], e))
		}
		return errors.Join(err, dropStored(ctx, tx, stored))
	})
}

// keep writes a new operation, and what goes with it.
func (s *Store) keep(ctx context.Context, e *Entry, with func(*sql.Tx) error) error {
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
		if err := insert(ctx, tx.StmtContext(ctx, into), e); err != nil {
			return err
		}
		return with(tx)
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
	case state == string(desk.StateDiscarded) && strings.HasSuffix(lane, "/"+ref): // else something took its place
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

// The questions that are asked for each operation that is delivered. None reads more than
// it finds, however many there are.
const (
	ofLane      = "WHERE live = 1 AND lane = ? ORDER BY row"
	liveTickets = "SELECT DISTINCT substr(lane, ?) FROM operation WHERE live = 1 AND lane > 'ticket/' AND lane < 'ticket0'"
	touched     = `SELECT lane FROM operation WHERE gen > ?1
		UNION SELECT substr(lane, 1, instr(lane, '/')) || key FROM operation WHERE gen > ?1`
	touchedLive = "SELECT DISTINCT lane FROM operation WHERE live = 1 AND gen > ?"
	renaming    = "UPDATE operation SET lane = ?, gen = (SELECT max(gen) + 1 FROM operation) WHERE lane = ? AND live IN (0, 1)"
)

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
	if some, err := s.anyLive(ctx); err != nil || !some {
		return nil, err
	}
	return s.entries(ctx, "WHERE live = 1 ORDER BY row")
}

// anyLive looks, for next to nothing, whether there is any live operation: mostly
// there is none.
func (s *Store) anyLive(ctx context.Context) (some bool, err error) {
	err = s.db.Row(ctx, "SELECT EXISTS (SELECT 1 FROM operation WHERE live = 1)", &some)
	return some, row.Fail("read operations", err)
}

// LiveOf lists the live operations of a lane, oldest first.
func (s *Store) LiveOf(ctx context.Context, lane string) ([]Entry, error) {
	if some, err := s.anyLive(ctx); err != nil || !some {
		return nil, err
	}
	return s.entries(ctx, ofLane, lane)
}

// Latest lists operations of any state, newest first.
func (s *Store) Latest(ctx context.Context, limit int) ([]Entry, error) {
	return s.entries(ctx, "ORDER BY row DESC LIMIT ?", limit)
}

// Edits lists the live operations on articles, oldest first.
func (s *Store) Edits(ctx context.Context) ([]Entry, error) {
	return s.entries(ctx, "WHERE live = 1 AND verb = ? ORDER BY row", string(desk.VerbSaveArticle))
}

// Edited lists the ids, or keys, of the articles with live operations.
func (s *Store) Edited(ctx context.Context) (ids []string, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		ids, err = row.Column[string](ctx, tx, "SELECT DISTINCT substr(lane, ?) FROM operation WHERE live = 1 AND verb = ?",
			len(laneArticle)+1, string(desk.VerbSaveArticle))
		return err
	})
	return ids, row.Fail("read operations", err)
}

// LiveTickets lists the ids, or keys, of the tickets with live operations.
func (s *Store) LiveTickets(ctx context.Context) (refs []string, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		refs, err = row.Column[string](ctx, tx, liveTickets, len(laneTicket)+1)
		return err
	})
	return refs, row.Fail("read operations", err)
}

// Touched lists the lanes with an operation that changed after a generation, under the
// names of before as well, and the generation by now; from the first one on, the lanes
// with a live one.
func (s *Store) Touched(ctx context.Context, gen int64) (lanes []string, now int64, err error) {
	err = s.db.Read(ctx, func(tx *sql.Tx) error {
		if now, err = generation(ctx, tx); err != nil || now == gen {
			return err
		}
		query := touched
		if gen == 0 {
			query = touchedLive
		}
		lanes, err = row.Column[string](ctx, tx, query, gen)
		return err
	})
	return lanes, now, row.Fail("read operations", err)
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

// made picks the operation that made a ticket, by its id or number. All others on it
// have its number, too.
const made = "WHERE ticket <> '' AND (ticket = ?1 OR number = ?1 AND number <> '') LIMIT 1"

// Made finds the operation that made a ticket, by its id or number.
func (s *Store) Made(ctx context.Context, ref string) (Entry, bool, error) {
	list, err := s.entries(ctx, made, ref)
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
		if err := unmoved(ctx, tx, e); err != nil {
			return err
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
	_, err := tx.ExecContext(ctx, renaming, to, from)
	return err
}

// Discard gives up an operation that is not under way. With a ticket or article
// that was never made goes all that waits for it. The rows stay, as a copy.
// ErrMoved when it was changed since it was read.
func (s *Store) Discard(ctx context.Context, e *Entry) error {
	doomed := []Entry{*e}
	if e.Maker() {
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
