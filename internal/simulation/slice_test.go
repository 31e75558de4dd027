//go:build !torture

package simulation_test

// runs is how many histories there are.
func runs() int { return 80 }

// answers are those that get lost on the way from a server that forgets.
var answers = []int64{1, 5, 7}

// again is how many histories there are for each that has to happen the same way twice.
const again = 1
