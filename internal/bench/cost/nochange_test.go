//go:build linux

package cost_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/go-resty/resty/v2"

	"relais/internal/bench"
	"relais/internal/restapi"
	"relais/offline"
)

// The two sizes of an account between which nothing may depend on the size.
const (
	small = 1_000
	large = 100_000
)

// How often a sync without news is measured, and how many make one measurement.
const (
	quietPairs  = 15
	quietRounds = 300
)

// kilobyte is what a sync without news may send, and what it may bring back.
const kilobyte = 1000

// BenchmarkNoChange is the figure: a sync when nothing changed. It is one request of at most 1 kB each way with all
// headers, and takes at most twice the processor time of a bare resty client that asks the same and is answered 304.
func BenchmarkNoChange(b *testing.B) {
	h := serve(b, small)
	var t traffic
	d := h.open(h.home(small), &t)
	h.work(d)
	synced(b, d)
	asked := t.take()
	bare, err := h.bareGet(asked[len(asked)-1])
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		requests, sent, received := t.requests.Load(), t.sent.Load(), t.received.Load()
		ours := func() (time.Duration, error) {
			return spent(func() error {
				for range quietRounds {
					synced(b, d)
				}
				return nil
			})
		}
		p, err := bench.Measure(quietPairs, ours, func() (time.Duration, error) { return spent(bare) })
		if err != nil {
			b.Fatal(err)
		}
		rounds := float64(quietPairs * quietRounds)
		mean := func(after, before int64) float64 { return float64(after-before) / rounds }
		fmt.Println(bench.Count{Name: "no-change-requests", Ours: mean(t.requests.Load(), requests), Baseline: 1, Unit: "requests", Bar: 1})
		fmt.Println(bench.Count{Name: "no-change-sent", Ours: mean(t.sent.Load(), sent), Baseline: kilobyte, Unit: "bytes", Bar: 1})
		fmt.Println(bench.Count{Name: "no-change-received", Ours: mean(t.received.Load(), received), Baseline: kilobyte, Unit: "bytes", Bar: 1})
		f := p.Figure("no-change-processor", 2)
		f.Ours, f.Baseline = f.Ours/quietRounds, f.Baseline/quietRounds
		fmt.Println(f)
	}
}

// work has the desk sync by itself as well, as it does in a program that stays.
func (h *helpdesk) work(d *offline.Desk) {
	h.b.Helper()
	ctx, stop := context.WithCancel(h.b.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := d.Run(ctx); !errors.Is(err, context.Canceled) {
			h.b.Error(err)
		}
	}()
	h.b.Cleanup(func() {
		stop()
		<-ended
	})
	for pulled := d.Status().Pulled; d.Status().Pulled.Equal(pulled); { // the first round of its own
		time.Sleep(time.Millisecond)
	}
}

// bareGet asks as often as a measurement does, with a condition that holds.
func (h *helpdesk) bareGet(path string) (func() error, error) {
	c := resty.New().SetBaseURL(h.address).SetHeader("Authorization", "Bearer "+h.token.Reveal())
	first, err := c.R().Get(path)
	if err != nil {
		return nil, err
	}
	tag := first.Header().Get("ETag")
	return func() error {
		for range quietRounds {
			r, err := c.R().SetHeader("If-None-Match", tag).Get(path)
			if err != nil {
				return err
			}
			if r.StatusCode() != http.StatusNotModified {
				return fmt.Errorf("%s was answered %s", restapi.PathChanges, r.Status())
			}
		}
		return nil
	}, nil
}
