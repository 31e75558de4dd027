package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

// readExcuses reads the list of tests that may be skipped: package, test and, after a #, the reason, on one line each.
// An empty name is an empty list.
func readExcuses(name string) (map[test]string, error) {
	excused := map[test]string{}
	if name == "" {
		return excused, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		who, reason, _ := strings.Cut(lines.Text(), "#")
		words, reason := strings.Fields(who), strings.TrimSpace(reason)
		switch {
		case len(words) == 0:
		case len(words) != 2 || reason == "":
			return nil, fmt.Errorf("%s:%d: want a package, a test and, after a #, the reason", name, n)
		default:
			excused[test{words[0], words[1]}] = reason
		}
	}
	return excused, lines.Err()
}

// verdict is what several streams come to.
type verdict struct {
	passed, skipped int
	failures        []test
	asleep          []test // skipped without leave
	stale           []test // excused but no longer there
}

// judge adds streams up. An excuse counts as stale when its package ran without that test.
func judge(streams []*stream, excused map[test]string) verdict {
	var v verdict
	seen := map[test]bool{}
	for _, s := range streams {
		v.failures = append(v.failures, s.failures()...)
		for t := range s.outcome {
			seen[t] = true
		}
		for _, t := range s.leaves() {
			switch s.outcome[t] {
			case "pass":
				v.passed++
			case "skip":
				if t.excused(excused) {
					v.skipped++
				} else {
					v.asleep = append(v.asleep, t)
				}
			}
		}
	}
	for t := range excused {
		if seen[test{t.pkg, ""}] && !seen[t] {
			v.stale = append(v.stale, t)
		}
	}
	sortTests(v.stale)
	return v
}

// excused tells whether a test may be skipped, itself or as a part of one that may.
func (t test) excused(list map[test]string) bool {
	if _, ok := list[t]; ok {
		return true
	}
	end := strings.LastIndexByte(t.name, '/')
	return end >= 0 && test{t.pkg, t.name[:end]}.excused(list)
}

func (v verdict) failed() int {
	return len(v.failures) + len(v.asleep) + len(v.stale)
}

func (v verdict) print(out io.Writer) {
	for _, t := range v.failures {
		fmt.Fprintf(out, "failed: %s\n", t)
	}
	for _, t := range v.asleep {
		fmt.Fprintf(out, "skipped without leave: %s\n", t)
	}
	for _, t := range v.stale {
		fmt.Fprintf(out, "excused but not there: %s\n", t)
	}
	fmt.Fprintf(out, "%d passed, %d failed, %d skipped\n", v.passed, v.failed(), v.skipped)
}
