package simulation_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"
)

// seed is that of the first history, the next ones follow: $SEED, or a new one.
var seed = rand.Uint64N(1 << 48)

func TestMain(m *testing.M) {
	if given, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		seed = given
	}
	code := m.Run()
	_ = os.RemoveAll(emptyHome())
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func TestWhateverHappensNothingIsLostNothingComesTwiceAndAllAgree(t *testing.T) {
	t.Parallel()
	t.Logf("SEED=%d RUNS=%d make torture", seed, runs())
	var next atomic.Int64
	for n := range runtime.GOMAXPROCS(0) {
		t.Run(fmt.Sprintf("worker %d", n+1), func(t *testing.T) {
			t.Parallel()
			for i := next.Add(1) - 1; i < int64(runs()) && !t.Failed(); i = next.Add(1) - 1 {
				history(t, seed+uint64(i), i%again == 0)
				if (i+1)%1000 == 0 {
					t.Logf("%d histories", i+1)
				}
			}
		})
	}
}

// history makes one history happen, once or twice.
func history(t *testing.T, seed uint64, twice bool) {
	t.Helper()
	p := programs.Example(int(seed))
	first := live(t, p)
	if first.err == nil {
		if !twice {
			return
		}
		if second := live(t, p); first.hash != second.hash {
			t.Errorf("SEED=%d RUNS=1: the same history happened in two ways:\n%s\n%s\n%s", seed, p, first.trace, second.trace)
		}
		return
	}
	p = shorter(p, func(p program) bool { return live(t, p).err != nil })
	last := live(t, p)
	t.Errorf("SEED=%d RUNS=1: %v\n%s\n%s", seed, last.err, p, last.trace)
}
