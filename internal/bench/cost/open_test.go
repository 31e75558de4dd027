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

// How long the conversation is, how much of it the first screen shows besides the first message, and how often it is opened.
const (
	messagesOfLong = 500
	newest         = 20
	opens          = 200
)

// BenchmarkOpenTicket is the figure: what the first screen of a ticket with 500 messages shows is there within twice the
// time of the bare queries, by index, that read it. What it takes to read all of the conversation is told beside.
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
	opened := func(read func(context.Context, string) (desk.View, error), messages int) func() (time.Duration, error) {
		return func() (time.Duration, error) {
			began := time.Now()
			v, err := read(b.Context(), id)
			if err == nil && len(v.Messages) != messages {
				err = fmt.Errorf("%d messages", len(v.Messages))
			}
			return time.Since(began), err
		}
	}
	bare := func(queries []string) func() (time.Duration, error) {
		return func() (time.Duration, error) {
			began := time.Now()
			err := bareOpen(b.Context(), db, queries, id)
			return time.Since(began), err
		}
	}
	for b.Loop() {
		first, err := bench.Measure(opens, opened(d.Recent, 1+newest), bare(firstScreen))
		if err != nil {
			b.Fatal(err)
		}
		fmt.Println(first.Figure("open-500-messages", 2))
		all, err := bench.Measure(opens, opened(d.Ticket, messagesOfLong), bare(wholeConversation))
		if err != nil {
			b.Fatal(err)
		}
		took := func(times []time.Duration) time.Duration { return bench.Quantile(times, 0.5) }
		b.Logf("all 500 messages: %v, bare %v; their first screen: %v, bare %v", took(all.Ours), took(all.Baseline), took(first.Ours), took(first.Baseline))
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
		m := desk.Message{Key: newKey(), Author: t.Requester, Body: fmt.Sprintf("%d. Toujours pareil : le voyant clignote, et rien ne sort.", n), Created: tx.Now.Add(time.Duration(n) * time.Second)}
		if err := tx.InsertMessage(&t, &m); err != nil {
			return err
		}
	}
	return tx.UpdateTicket(&t)
}

// The bare queries of a first screen, and of a whole conversation.
var (
	firstScreen = []string{
		"SELECT body FROM ticket WHERE id = ?",
		"SELECT body FROM message WHERE ticket = ? ORDER BY created, length(id), id LIMIT 1",
		"SELECT body FROM message WHERE ticket = ? ORDER BY created DESC, length(id) DESC, id DESC LIMIT 20",
		"SELECT body FROM event WHERE ticket = ? ORDER BY at DESC, length(id) DESC, id DESC LIMIT 20",
		"SELECT count(*) FROM message WHERE ticket = ?",
		"SELECT count(*) FROM event WHERE ticket = ?",
	}
	wholeConversation = []string{
		"SELECT body FROM ticket WHERE id = ?",
		"SELECT body FROM message WHERE ticket = ? ORDER BY created, length(id), id",
		"SELECT body FROM event WHERE ticket = ? ORDER BY at, length(id), id",
	}
)

// bareOpen reads what some queries pick, in one transaction.
func bareOpen(ctx context.Context, db *sqlite.DB, queries []string, id string) error {
	return db.Read(ctx, func(tx *sql.Tx) error {
		for _, query := range queries {
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
