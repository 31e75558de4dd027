//go:build !torture

package simulation_test

// runs is how many histories there are.
func runs() int { return 80 }

// again is how many histories there are for each that has to happen the same way twice.
const again = 1
