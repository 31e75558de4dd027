//go:build linux && !torture

package torture_test

// points is how many kills a run is made of.
func points() int { return 25 }

// copies is how many copies of each file are damaged.
func copies() int { return 2 }

// failures is how many calls fail.
func failures() int { return 16 }
