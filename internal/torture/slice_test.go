//go:build linux && !torture

package torture_test

// points is how many kills a run is made of.
func points() int { return 25 }
