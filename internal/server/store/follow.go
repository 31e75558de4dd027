package store

import (
	"database/sql"
	"errors"
	"strconv"
	"time"

	"relais/internal/desk"
)

// Follow lets a person see a touched ticket from this change on. Following twice
// is following once.
func (tx *Tx) Follow(t *Ticket, person string) error {
	return tx.exec(`INSERT INTO follows (ticket_id, person_id, begin_seq, seq, ended) VALUES (?, ?, ?, ?, 0)
		ON CONFLICT DO UPDATE SET begin_seq = iif(ended = 0, begin_seq, excluded.begin_seq), seq = excluded.seq, ended = 0`,
		number(t.ID), person, t.PublicSeq, t.PublicSeq)
}

// Unfollow ends it with this change.
func (tx *Tx) Unfollow(t *Ticket, person string) error {
	return tx.exec("UPDATE follows SET seq = ?, ended = ? WHERE ticket_id = ? AND person_id = ? AND ended = 0",
		t.PublicSeq, millis(tx.Now), number(t.ID), person)
}

// Follows tells whether a person is a ticket's requester or one of its watchers.
func (tx *Tx) Follows(ticket, person string) (bool, error) {
	var one int
	err := tx.row("SELECT 1 FROM follows WHERE ticket_id = ? AND person_id = ? AND ended = 0", number(ticket), person).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

type watcher struct {
	ticket string
	ref    desk.PersonRef
}

func scanWatcher(row scanner) (w watcher, err error) {
	var id int64
	err = row.Scan(&id, &w.ref.ID, &w.ref.Name)
	w.ticket = strconv.FormatInt(id, 10)
	return w, err
}

// addWatchers fills in who follows the tickets besides their requesters.
func (tx *Tx) addWatchers(tickets []*Ticket) error {
	byID := make(map[string]*Ticket, len(tickets))
	numbers := make([]int64, 0, len(tickets))
	for _, t := range tickets {
		byID[t.ID] = t
		numbers = append(numbers, number(t.ID))
	}
	ids, err := idList(numbers)
	if err != nil {
		return err
	}
	found, err := list(tx, scanWatcher, `SELECT f.ticket_id, f.person_id, p.name FROM follows f JOIN people p ON p.id = f.person_id
		WHERE f.ticket_id IN (SELECT value FROM json_each(?)) AND f.ended = 0 ORDER BY f.ticket_id, f.person_id`, ids)
	for _, w := range found {
		if t := byID[w.ticket]; w.ref.ID != t.Requester.ID {
			t.Watchers = append(t.Watchers, w.ref)
		}
	}
	return err
}

// Prune forgets which tickets went out of somebody's sight before a time. Cursors
// of those persons from before that are too old from now on.
func (tx *Tx) Prune(before time.Time) error {
	err := tx.exec(`UPDATE people SET scope_seq = max(scope_seq, (SELECT max(f.seq) FROM follows f WHERE f.person_id = people.id AND f.ended > 0 AND f.ended < ?))
		WHERE id IN (SELECT person_id FROM follows WHERE ended > 0 AND ended < ?)`, millis(before), millis(before))
	if err != nil {
		return err
	}
	return tx.exec("DELETE FROM follows WHERE ended > 0 AND ended < ?", millis(before))
}

// Followers lists the ids of all who follow a ticket.
func (tx *Tx) Followers(ticket string) ([]string, error) {
	return list(tx, scanText, "SELECT person_id FROM follows WHERE ticket_id = ? AND ended = 0 ORDER BY person_id", number(ticket))
}

// MergedRequesters lists the ids of those who asked for what was merged into a
// ticket, at once or over others.
func (tx *Tx) MergedRequesters(ticket string) ([]string, error) {
	return list(tx, scanText, `WITH RECURSIVE merged(id) AS (SELECT id FROM tickets WHERE merged_into = ?
		UNION SELECT t.id FROM merged JOIN tickets t ON t.merged_into = merged.id)
		SELECT DISTINCT t.requester_id FROM merged JOIN tickets t ON t.id = merged.id`, number(ticket))
}
