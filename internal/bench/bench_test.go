package bench_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"relais/internal/bench"
)

func TestPairsTakeTurnsAndChangeWhoGoesFirst(t *testing.T) {
	t.Parallel()
	var order []string
	measure := func(name string) func() (time.Duration, error) {
		return func() (time.Duration, error) {
			order = append(order, name)
			return time.Second, nil
		}
	}
	p, err := bench.Measure(3, measure("ours"), measure("baseline"))
	if err != nil || len(p.Ours) != 3 || len(p.Baseline) != 3 {
		t.Fatalf("got %v, %v", p, err)
	}
	if want := []string{"ours", "baseline", "baseline", "ours", "ours", "baseline"}; !slices.Equal(order, want) {
		t.Errorf("measured in the order %v, want %v", order, want)
	}
}

func TestAMeasurementThatFailsOrTakesNoTimeEndsEverything(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	fine := func() (time.Duration, error) { return time.Second, nil }
	if _, err := bench.Measure(3, fine, func() (time.Duration, error) { return 0, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the measurement", err)
	}
	if _, err := bench.Measure(3, func() (time.Duration, error) { return 0, nil }, fine); err == nil {
		t.Error("no time at all passed as a measurement")
	}
}

func TestAFigureComparesMediansAndNeverRoundsInItsFavour(t *testing.T) {
	t.Parallel()
	p := bench.Pairs{
		Ours:     []time.Duration{900 * time.Millisecond, 300 * time.Millisecond, 450100 * time.Microsecond},
		Baseline: []time.Duration{300 * time.Millisecond, 100 * time.Millisecond, 900 * time.Millisecond},
	}
	want := "figure: start ratio=1.501 bar=1.5 (ours 450.1ms, baseline 300ms)"
	if got := p.Figure("start", 1.5).String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAFigureOfACountSaysItsUnit(t *testing.T) {
	t.Parallel()
	c := bench.Count{Name: "size", Ours: 512.3456, Baseline: 1000, Unit: "bytes", Bar: 1}
	want := "figure: size ratio=0.513 bar=1 (ours 512.35 bytes, baseline 1000 bytes)"
	if got := c.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestQuantilesAreTimesThatWereMeasured(t *testing.T) {
	t.Parallel()
	times := []time.Duration{4, 1, 3, 2}
	for q, want := range map[float64]time.Duration{0: 1, 0.25: 1, 0.5: 2, 0.75: 3, 0.999: 4, 1: 4} {
		if got := bench.Quantile(times, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if bench.Quantile(nil, 0.5) != 0 {
		t.Error("no times have a quantile other than 0")
	}
}
