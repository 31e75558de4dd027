//go:build linux

package cost_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/desk"
	"relais/internal/server/store"
	"relais/internal/sqlite"
)

// How long the conversation is, and how often it is opened.
const (
	messagesOfLong = 500
	opens          = 100
)

// BenchmarkOpenTicket is the figure: what the first screen of a ticket with 500 messages shows is there within twice the
// time of the bare queries, by index, that read it.
func BenchmarkOpenTicket(b *testing.B) {
	h := serve(b, small)
	id := strconv.Itoa(firstNumber + small - 1)
	if err := inStore(b.Context(), h.data, func(tx *store.Tx) error { return lengthen(tx, id) }); err != nil {
		b.Fatal(err)
	}
	home := h.home(small)
	d := h.open(home, nil)
	db, err := sqlite.Open(b.Context(), file(home, "cache.db"), sqlite.Options{Synchronous: sqlite.Normal})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		p, err := bench.Measure(opens, func() (time.Duration, error) {
			began := time.Now()
			v, err := d.Ticket(b.Context(), id)
			if err == nil && len(v.Messages) != messagesOfLong {
				err = fmt.Errorf("%d messages", len(v.Messages))
			}
			return time.Since(began), err
		}, func() (time.Duration, error) {
			began := time.Now()
			err := bareOpen(b.Context(), db, id)
			return time.Since(began), err
		})
		if err != nil {
			b.Fatal(err)
		}
		fmt.Println(p.Figure("open-500-messages", 2))
	}
}

// lengthen adds messages until there are enough.
func lengthen(tx *store.Tx, id string) error {
	t, err := tx.Ticket(id)
	if err != nil {
		return err
	}
	if err := tx.Touch(&t, true); err != nil {
		return err
	}
	for n := 3; n < messagesOfLong; n++ {
		m := desk.Message{Key: newKey(), Author: t.Requester, Body: fmt.Sprintf("%d. Toujours pareil : le voyant clignote, et rien ne sort.", n), Created: tx.Now}
		if err := tx.InsertMessage(&t, &m); err != nil {
			return err
		}
	}
	return tx.UpdateTicket(&t)
}

// bareOpen reads the rows of a conversation.
func bareOpen(ctx context.Context, db *sqlite.DB, id string) error {
	return db.Read(ctx, func(tx *sql.Tx) error {
		for _, query := range []string{
			"SELECT body FROM ticket WHERE id = ?",
			"SELECT body FROM message WHERE ticket = ? ORDER BY created",
			"SELECT body FROM event WHERE ticket = ? ORDER BY at",
		} {
			if err := readAll(ctx, tx, query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func readAll(ctx context.Context, tx *sql.Tx, query, id string) (err error) {
	rows, err := tx.QueryContext(ctx, query, id)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
	}
	return rows.Err()
}
