// Package bench measures the figures that Relais promises, each beside a baseline of the same run. Machines are noisy:
// ours and the baseline take turns, and medians are compared.
//
//	make bench                 every figure and every benchmark
//	make bench BENCH=Start     one of them
//
// A figure is a benchmark of this package that runs once, repeats inside as often as it needs, and prints one line,
// which scripts/bench.sh judges. What is only worth watching is an ordinary benchmark.
package bench

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// Pairs are times that were taken in turns.
type Pairs struct {
	Ours, Baseline []time.Duration
}

// Measure takes n pairs. Who goes first changes from pair to pair, so that neither always finds the machine as the
// other left it. The first error ends it.
func Measure(n int, ours, baseline func() (time.Duration, error)) (Pairs, error) {
	var p Pairs
	for i := range n {
		turns := []func() error{
			func() error { return add(&p.Ours, ours) },
			func() error { return add(&p.Baseline, baseline) },
		}
		if i%2 == 1 {
			slices.Reverse(turns)
		}
		for _, turn := range turns {
			if err := turn(); err != nil {
				return p, fmt.Errorf("pair %d: %w", i+1, err)
			}
		}
	}
	return p, nil
}

func add(to *[]time.Duration, measure func() (time.Duration, error)) error {
	took, err := measure()
	if err == nil && took <= 0 {
		err = errors.New("it took no time")
	}
	*to = append(*to, took)
	return err
}

// Figure compares the medians with the bar.
func (p Pairs) Figure(name string, bar float64) Figure {
	return Figure{Name: name, Ours: Quantile(p.Ours, 0.5), Baseline: Quantile(p.Baseline, 0.5), Bar: bar}
}

// Figure is a promise beside what was measured: Ours is at most Bar times Baseline.
type Figure struct {
	Name           string // one word
	Ours, Baseline time.Duration
	Bar            float64
}

// String is the line that scripts/bench.sh reads. The ratio is rounded up: it never looks better than it is.
func (f Figure) String() string {
	return line(f.Name, float64(f.Ours)/float64(f.Baseline), f.Bar, round(f.Ours), round(f.Baseline))
}

// Count is a promise about something that is counted, such as requests or bytes: Ours is at most Bar times Baseline.
type Count struct {
	Name           string // one word
	Ours, Baseline float64
	Unit           string // of both, in the plural
	Bar            float64
}

// String is the line that scripts/bench.sh reads.
func (c Count) String() string {
	say := func(n float64) string { return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64) + " " + c.Unit }
	return line(c.Name, c.Ours/c.Baseline, c.Bar, say(c.Ours), say(c.Baseline))
}

func line(name string, ratio, bar float64, ours, baseline any) string {
	return fmt.Sprintf("figure: %s ratio=%.3f bar=%g (ours %v, baseline %v)", name, math.Ceil(1000*ratio)/1000, bar, ours, baseline)
}

func round(d time.Duration) time.Duration {
	if d < time.Millisecond {
		return d.Round(time.Microsecond)
	}
	return d.Round(100 * time.Microsecond)
}

// Quantile is a time that the part q of all, from 0 to 1, did not exceed; 0 when there are none.
func Quantile(times []time.Duration, q float64) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	at := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(at, 0), len(sorted)-1)]
}
