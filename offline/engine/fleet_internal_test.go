package engine

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"relais/internal/desk"
)

// The fleet of a company: its programs start within ten minutes, and the helpdesk wishes to be asked every two.
const (
	fleet       = 5000
	fleetPoll   = 2 * time.Minute
	fleetStarts = 10 * time.Minute
	fleetWindow = 10 * time.Second
)

// steady is how many requests a window has on an ordinary day.
const steady = float64(fleet) * float64(fleetWindow) / float64(fleetPoll)

// device is one of a fleet, at the moment of its next round.
type device struct {
	rhythm
	at time.Time
}

// devices are in the order of their next rounds.
type devices []*device

func (d devices) Len() int           { return len(d) }
func (d devices) Less(i, j int) bool { return d[i].at.Before(d[j].at) }
func (d devices) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *devices) Push(x any)        { *d = append(*d, x.(*device)) }
func (d *devices) Pop() any {
	last := (*d)[len(*d)-1]
	*d = (*d)[:len(*d)-1]
	return last
}

// rounds lets a fleet work, and tells when each round was made.
func rounds(random *rand.Rand, begin, end time.Time, down func(time.Time) error) (made []time.Time) {
	var all devices
	for range fleet {
		all = append(all, &device{at: begin.Add(time.Duration(random.Int64N(int64(fleetStarts))))})
	}
	heap.Init(&all)
	for all[0].at.Before(end) {
		next := all[0]
		made = append(made, next.at)
		if err := down(next.at); err != nil {
			next.failed(next.at, err, false, random.Float64())
		} else {
			next.succeeded(next.at, fleetPoll, random.Float64())
		}
		wait, _ := next.wait(next.at)
		next.at = next.at.Add(wait)
		heap.Fix(&all, 0)
	}
	return made
}

// peak is how many rounds the fullest window has.
func peak(made []time.Time) (most int) {
	first := 0
	for i, at := range made {
		for at.Sub(made[first]) >= fleetWindow {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

func TestAFleetDoesNotStampedeWhenItStartsNorAfterAnOutage(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	from := begin.Add(14 * time.Minute)
	for _, refusal := range []error{
		&desk.Error{Code: desk.CodeUnreachable}, &desk.Error{Code: desk.CodeThrottled, RetryAfter: 30 * time.Second},
	} {
		for _, lasts := range []time.Duration{10 * time.Second, 5 * time.Minute, 20 * time.Minute} {
			t.Run(fmt.Sprintf("%s for %v", desk.CodeOf(refusal), lasts), func(t *testing.T) {
				t.Parallel()
				to := from.Add(lasts)
				made := rounds(rand.New(rand.NewPCG(1, uint64(lasts))), begin, to.Add(12*time.Minute), func(at time.Time) error {
					if !at.Before(from) && at.Before(to) {
						return refusal
					}
					return nil
				})
				if !slices.IsSortedFunc(made, time.Time.Compare) {
					t.Fatal("the rounds are out of order")
				}
				most := peak(made)
				t.Logf("at most %d rounds within %v, %.0f on an ordinary day", most, fleetWindow, steady)
				if float64(most) > 1.5*steady {
					t.Error("that is a stampede")
				}
			})
		}
	}
}
