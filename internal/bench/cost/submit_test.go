//go:build linux

package cost_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/desk"
	"relais/internal/sqlite"
)

// submits is how often a request is submitted.
const submits = 400

// BenchmarkSubmit is the figure: a request is durable, with 100,000 tickets cached, within 1.2 times the time of one bare
// transaction, synchronous=FULL, that writes the same row into the same table.
func BenchmarkSubmit(b *testing.B) {
	h := serve(b, large)
	home := h.home(large)
	for b.Loop() {
		bare, err := h.bareSubmit(home)
		if err != nil {
			b.Fatal(err)
		}
		d := h.open(home, nil)
		p, err := bench.Measure(submits, func() (time.Duration, error) {
			began := time.Now()
			_, err := d.Ask(b.Context(), asked, "")
			return time.Since(began), err
		}, bare)
		if err := errors.Join(err, d.Close()); err != nil {
			b.Fatal(err)
		}
		b.Logf("ours from %v to %v, baseline from %v to %v",
			bench.Quantile(p.Ours, 0), bench.Quantile(p.Ours, 1), bench.Quantile(p.Baseline, 0), bench.Quantile(p.Baseline, 1))
		fmt.Println(p.Figure("submit-durable-at-100k", 1.2))
	}
}

var asked = desk.NewTicket{
	Title: "Plus rien ne sort de l’imprimante du deuxième", Kind: desk.KindIncident, Category: "printing", Lang: "fr", Impact: 2, Urgency: 3,
	Message: desk.NewMessage{Body: "Depuis ce matin plus rien ne sort, le voyant clignote en orange. J’ai éteint et rallumé, sans effet."},
}

// bareSubmit writes, each time it is called, the row that a submission wrote.
func (h *helpdesk) bareSubmit(home string) (func() (time.Duration, error), error) {
	copied := filepath.Join(h.b.TempDir(), "precious.db")
	d := h.open(home, nil)
	_, err := d.Ask(h.b.Context(), asked, "")
	if err := errors.Join(err, d.Close()); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(file(home, "precious.db"))
	if err == nil {
		err = os.WriteFile(copied, raw, 0o600)
	}
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	db, err := sqlite.Open(ctx, copied, sqlite.Options{Synchronous: sqlite.Full})
	if err != nil {
		return nil, err
	}
	h.b.Cleanup(func() { _ = db.Close() })
	var row operation
	if err := db.Row(ctx, "SELECT verb, lane, state, live, gen, body, progress FROM operation ORDER BY row DESC LIMIT 1",
		&row.verb, &row.lane, &row.state, &row.live, &row.gen, &row.body, &row.progress); err != nil {
		return nil, err
	}
	return func() (time.Duration, error) {
		began := time.Now()
		row.gen++
		err := db.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO operation (key, verb, lane, state, live, gen, body, progress) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
				string(newKey()), row.verb, row.lane, row.state, row.live, row.gen, row.body, row.progress)
			return err
		})
		return time.Since(began), err
	}, nil
}

// operation is a row of the precious file.
type operation struct {
	verb, lane, state, body, progress string
	live, gen                         int64
}
