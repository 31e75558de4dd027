//go:build torture

package simulation_test

import (
	"os"
	"strconv"
)

// again is how many histories there are for each that has to happen the same way twice.
const again = 5

// runs is how many histories there are: $RUNS, or a hundred thousand.
func runs() int {
	if n, err := strconv.Atoi(os.Getenv("RUNS")); err == nil && n > 0 {
		return n
	}
	return 100_000
}
