package bench_test

import (
	"context"
	"database/sql"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"relais/internal/bench"
	"relais/internal/sqlite"
)

// asks is how often both are done.
const asks = 40

// BenchmarkAsk is the figure: a request asked for from the terminal, durable and with its receipt printed, beside the
// same program saying its version plus one bare commit that waits for the disk.
func BenchmarkAsk(b *testing.B) {
	relaisctl := program(b, "relaisctl")
	home := b.TempDir()
	commit := bareCommit(b)
	for b.Loop() {
		p, err := bench.Measure(asks,
			func() (time.Duration, error) {
				return ran(relaisctl, "--home", home, "ask", "--title", "Plus rien ne sort")
			},
			func() (time.Duration, error) {
				version, err := ran(relaisctl, "--version")
				if err != nil {
					return 0, err
				}
				began := time.Now()
				err = commit()
				return version + time.Since(began), err
			})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("ours from %v to %v, baseline from %v to %v",
			bench.Quantile(p.Ours, 0), bench.Quantile(p.Ours, 1), bench.Quantile(p.Baseline, 0), bench.Quantile(p.Baseline, 1))
		fmt.Println(p.Figure("ask-durable-and-receipt", 1.5))
	}
}

// ran runs a program to its end.
func ran(path string, args ...string) (time.Duration, error) {
	began := time.Now()
	out, err := exec.CommandContext(context.Background(), path, args...).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s: %w: %s", args, err, out)
	}
	return time.Since(began), nil
}

// bareCommit writes one row with synchronous=FULL at each call.
func bareCommit(b *testing.B) func() error {
	b.Helper()
	db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bare.db"), sqlite.Options{
		Synchronous: sqlite.Full,
		Migrations:  fstest.MapFS{"0001_row.sql": {Data: []byte("CREATE TABLE row (body TEXT NOT NULL) STRICT;")}},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return func() error {
		return db.Write(b.Context(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(b.Context(), "INSERT INTO row (body) VALUES (?)", "Plus rien ne sort")
			return err
		})
	}
}
