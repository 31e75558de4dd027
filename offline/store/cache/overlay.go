package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"relais/internal/desk"
	"relais/internal/sqlite"
	"relais/offline/change"
	"relais/offline/store/precious"
	"relais/offline/store/row"
)

// fresh is upToDate for lists. A cache that can't be written right now still
// shows what it has.
func (s *Store) fresh(ctx context.Context) error {
	if err := s.upToDate(ctx); !desk.CodeOf(err).Storage() {
		return err
	}
	return nil
}

// upToDate makes the overlay anew when operations changed since it was made, in
// whatever process.
func (s *Store) upToDate(ctx context.Context) error {
	now, err := s.operations.Generation(ctx)
	if err != nil {
		return err
	}
	var shown int64
	err = s.db.Read(ctx, func(tx *sql.Tx) (err error) { shown, err = getNumber(ctx, tx, metaOverlay); return err })
	if err != nil || now == shown {
		return err
	}
	return row.Fail("show operations", s.db.Write(ctx, func(tx *sql.Tx) error { return s.refresh(ctx, tx, nil) }))
}

// refresh recomputes the overlay of the tickets whose row changed, and of those
// whose operations changed since the overlay was made. It reads the operations of
// these alone: many others may wait, as after an import.
func (s *Store) refresh(ctx context.Context, tx *sql.Tx, rows []string) error {
	shown, err := getNumber(ctx, tx, metaOverlay)
	if err != nil {
		return err
	}
	lanes, now, err := s.operations.Touched(ctx, shown)
	if err == nil && now < shown { // operations were handed over to another account
		if _, err = tx.ExecContext(ctx, "DELETE FROM overlay"); err == nil {
			lanes, now, err = s.operations.Touched(ctx, 0)
		}
	}
	if err != nil {
		return err
	}
	live, err := s.operations.LiveTickets(ctx)
	if err != nil || now == shown && len(live) == 0 {
		return err
	}
	subjects := append(refs(lanes, precious.TicketLane("")), rows...)
	slices.Sort(subjects)
	if err := s.show(ctx, tx, slices.Compact(subjects), live); err != nil {
		return err
	}
	return setNumber(ctx, tx, metaOverlay, now)
}

// show puts tickets into the overlay, those with live operations; the others leave it.
func (s *Store) show(ctx context.Context, tx *sql.Tx, subjects, live []string) error {
	waits := make(map[string]bool, len(live))
	for _, id := range live {
		waits[id] = true
	}
	h, err := hello(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range subjects {
		if _, err := tx.ExecContext(ctx, "DELETE FROM overlay WHERE id = ?", id); err != nil {
			return err
		}
		if !waits[id] {
			continue
		}
		ops, err := s.waiting(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(ops) == 0 {
			continue
		}
		var c desk.Conversation
		if c.Ticket, err = ticket(ctx, tx, id); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if err != nil && ops[0].Verb != desk.VerbAsk {
			c.Ticket = absent(id, ops[0], h)
		}
		if err := overlay(ctx, tx, id, apply(c, ops, h).Ticket, ops); err != nil {
			return err
		}
	}
	return nil
}

func overlay(ctx context.Context, tx *sql.Tx, id string, t desk.Ticket, ops []precious.Entry) error {
	values, err := listedValues(id, t)
	if err != nil {
		return err
	}
	waiting, attention := 0, false
	for _, e := range ops {
		if e.State != desk.StateAccepted {
			waiting++
		}
		attention = attention || e.State == desk.StateAttention
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO overlay ("+listed+", waiting, attention) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		append(values, waiting, attention)...)
	return err
}

// apply puts operations on top of what the helpdesk said.
func apply(c desk.Conversation, ops []precious.Entry, h Hello) desk.Conversation {
	s := change.Scene{Conversation: c, Matrix: h.Matrix()}
	for _, e := range ops {
		if e.Op == nil {
			continue
		}
		s.Key, s.By, s.At, s.Drop = e.Key, e.By, e.Kept, e.Drop
		if s.By.Empty() {
			s.By = h.Welcome.Me.Ref()
		}
		e.Op.Apply(&s)
	}
	return s.Conversation
}

// Matrix is the helpdesk's, or the default one.
func (h Hello) Matrix() desk.Matrix {
	if h.Welcome.Matrix == (desk.Matrix{}) {
		return desk.DefaultMatrix
	}
	return h.Welcome.Matrix
}

func hello(ctx context.Context, tx *sql.Tx) (h Hello, err error) {
	err = getJSON(ctx, tx, metaWelcome, &h)
	return h, err
}

func ticket(ctx context.Context, tx *sql.Tx, id string) (t desk.Ticket, err error) {
	var raw string
	if err := tx.QueryRowContext(ctx, "SELECT body FROM ticket WHERE id = ?", id).Scan(&raw); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(raw), &t); err != nil {
		return t, desk.Errorf(desk.CodeDamaged, "read ticket", "%w: %w", sqlite.ErrDamaged, err)
	}
	return t, nil
}
