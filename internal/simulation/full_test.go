//go:build torture

package simulation_test

import (
	"os"
	"strconv"
)

// answers are those that get lost on the way from a server that forgets.
var answers = []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}

// again is how many histories there are for each that has to happen the same way twice.
const again = 5

// runs is how many histories there are: $RUNS, or a hundred thousand.
func runs() int {
	if n, err := strconv.Atoi(os.Getenv("RUNS")); err == nil && n > 0 {
		return n
	}
	return 100_000
}
