//go:build linux && torture

package torture_test

import (
	"os"
	"strconv"
)

// points is how many kills a run is made of: $POINTS, or a thousand.
func points() int {
	if n, err := strconv.Atoi(os.Getenv("POINTS")); err == nil && n > 0 {
		return n
	}
	return 1000
}

// copies is how many copies of each file are damaged.
func copies() int { return points() / 5 }

// failures is how many calls fail.
func failures() int { return 2 * points() }
