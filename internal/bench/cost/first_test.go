//go:build linux

package cost_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/offline"
)

// firstPairs is how often a first sync is measured.
const firstPairs = 3

// shownRows is how many tickets a list shows at first, and shownWithin how long it may take besides one round trip.
const (
	shownRows   = 50
	shownWithin = 200 * time.Millisecond
)

// BenchmarkFirstSync is the figure: the first sync of 100,000 tickets takes at most 1.5 times as long as to download the
// same pages, decode them and insert the same rows, many with each statement. A list can be used within a round trip and
// 200 ms.
func BenchmarkFirstSync(b *testing.B) {
	h := serve(b, large)
	for b.Loop() {
		var paths []string
		var home string
		var shown, trips []time.Duration
		ours := func() (time.Duration, error) {
			home = b.TempDir()
			var t traffic
			began := time.Now()
			d := h.open(home, &t)
			usable := make(chan time.Duration, 1)
			go func() { usable <- listed(b, d, began) }()
			synced(b, d)
			took := time.Since(began)
			shown, paths = append(shown, <-usable), changes(t.take())
			return took, d.Close()
		}
		bare := func() (time.Duration, error) {
			if paths == nil { // what ours asked for is what is asked for here
				if _, err := ours(); err != nil {
					return 0, err
				}
			}
			began := time.Now()
			if _, err := h.get(paths[0]); err != nil {
				return 0, err
			}
			trips = append(trips, time.Since(began))
			return h.bareSync(home, paths)
		}
		p, err := bench.Measure(firstPairs, ours, bare)
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%d pages; ours from %v to %v, baseline from %v to %v; one round trip %v", len(paths),
			bench.Quantile(p.Ours, 0), bench.Quantile(p.Ours, 1), bench.Quantile(p.Baseline, 0), bench.Quantile(p.Baseline, 1), bench.Quantile(trips, 0.5))
		fmt.Println(p.Figure("first-sync-of-100k", 1.5))
		fmt.Println(bench.Figure{Name: "first-list", Ours: bench.Quantile(shown, 0.5), Baseline: bench.Quantile(trips, 0.5) + shownWithin, Bar: 1})
	}
}

// listed waits until a list is full.
func listed(b *testing.B, d *offline.Desk, began time.Time) time.Duration {
	changed := make(chan struct{}, 1)
	stop := d.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer stop()
	for {
		rows, err := d.Tickets(b.Context(), desk.Filter{Limit: shownRows})
		if err != nil {
			b.Error(err)
		}
		if len(rows) == shownRows || err != nil {
			return time.Since(began)
		}
		<-changed
	}
}

// changes leaves out what a sync asks before the first page.
func changes(paths []string) []string {
	return slices.DeleteFunc(paths, func(path string) bool { return !strings.HasPrefix(path, restapi.Base+restapi.PathChanges) })
}

// get downloads a page.
func (h *helpdesk) get(path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, h.address+path, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+h.token.Reveal())
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}
