//go:build linux

package cost_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"relais/internal/bench"
	"relais/internal/desk"
	"relais/internal/server/store"
	"relais/offline"
)

// How many changes make a delta, and how often it is measured.
const (
	changed    = 100
	deltaPairs = 25
)

// BenchmarkDelta is the figure: a sync after k changes is at most 1 + ceil(k/100) requests, and what it takes of the
// processor, here and at the helpdesk, does not depend on how much is cached: from 1,000 to 100,000 tickets it is the same
// within 10 %. It is measured with changes to what is new, as on every day, and with changes anywhere.
func BenchmarkDelta(b *testing.B) {
	few, many := newAccount(b, small), newAccount(b, large)
	for b.Loop() {
		few.requests()
		for _, c := range []struct {
			name  string
			among int
		}{{"delta", small}, {"delta-anywhere", large}} {
			many.among = c.among
			few.served, many.served = nil, nil
			many.delta() // the first one after a first sync finds the file as that left it
			few.delta()
			p, err := bench.Measure(deltaPairs, many.delta, few.delta)
			if err != nil {
				b.Fatal(err)
			}
			fmt.Println(p.Figure(c.name+"-processor-at-100k", 1.1))
			fmt.Println(bench.Count{
				Name: c.name + "-helpdesk-at-100k", Ours: sum(many.served).Seconds(), Baseline: sum(few.served).Seconds(), Unit: "seconds", Bar: 1.1,
			})
		}
	}
}

func sum(times []time.Duration) (all time.Duration) {
	for _, t := range times {
		all += t
	}
	return all
}

// synchronised is a helpdesk with a desk that has everything.
type synchronised struct {
	*helpdesk
	tickets int
	among   int // how many of the newest tickets change
	desk    *offline.Desk
	traffic traffic
	random  *rand.Rand
	served  []time.Duration // what the deltas cost the helpdesk
}

func newAccount(b *testing.B, tickets int) *synchronised {
	b.Helper()
	a := &synchronised{helpdesk: serve(b, tickets), tickets: tickets, among: small, random: rand.New(rand.NewPCG(1, 2))}
	a.desk = a.open(a.home(tickets), &a.traffic)
	synced(b, a.desk)
	return a
}

// change has somebody reply to so many of the tickets that may change.
func (a *synchronised) change(count int) {
	a.b.Helper()
	picked := a.random.Perm(a.among)[:count]
	err := inStore(a.b.Context(), a.data, func(tx *store.Tx) error {
		for _, n := range picked {
			t, err := tx.Ticket(strconv.Itoa(firstNumber + a.tickets - 1 - n))
			if err != nil {
				return err
			}
			if err := tx.Touch(&t, true); err != nil {
				return err
			}
			m := desk.Message{Key: newKey(), Author: who(technician), Body: "C’est fait, dites-nous si cela suffit.", Created: tx.Now}
			if err := tx.InsertMessage(&t, &m); err != nil {
				return err
			}
			if err := tx.UpdateTicket(&t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		a.b.Fatal(err)
	}
}

// firstNumber is the number of the first ticket of a relaisd.
const firstNumber = 2001

// delta is what a sync after some changes takes.
func (a *synchronised) delta() (time.Duration, error) {
	a.change(changed)
	before, err := processorOf(a.process)
	if err != nil {
		return 0, err
	}
	took, err := spent(func() error {
		if r := synced(a.b, a.desk); r.Pulled != changed {
			return fmt.Errorf("pulled %d of %d changes", r.Pulled, changed)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	after, err := processorOf(a.process)
	a.served = append(a.served, after-before)
	return took, err
}

// requests counts the requests of deltas of several sizes, and tells the worst.
func (a *synchronised) requests() {
	a.b.Helper()
	worst := bench.Count{Name: "delta-requests", Baseline: 1, Unit: "requests", Bar: 1}
	for _, k := range []int{1, 99, 100, 101, 250, small} {
		a.change(k)
		before := a.traffic.requests.Load()
		if r := synced(a.b, a.desk); r.Pulled != k {
			a.b.Fatalf("pulled %d of %d changes", r.Pulled, k)
		}
		count := worst
		count.Ours, count.Baseline = float64(a.traffic.requests.Load()-before), float64(1+(k+99)/100)
		fmt.Fprintf(os.Stderr, "%d changes: %v\n", k, count)
		if count.Ours/count.Baseline > worst.Ours/worst.Baseline {
			worst = count
		}
	}
	fmt.Println(worst)
}
