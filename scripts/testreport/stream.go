package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is one line of `go test -json`; see `go doc test2json` and `go help buildjson`.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

// test names a test, or a whole package where name is empty.
type test struct{ pkg, name string }

func (t test) String() string {
	return strings.TrimSpace(t.pkg + " " + t.name)
}

// contains reports whether u runs inside t.
func (t test) contains(u test) bool {
	if t == u || t.pkg != u.pkg {
		return false
	}
	return t.name == "" || strings.HasPrefix(u.name, t.name+"/")
}

// stream gathers the events of one `go test -json`.
type stream struct {
	out     io.Writer
	outcome map[test]string // "run" until it is "pass", "fail" or "skip"
	output  map[test]*strings.Builder
	builds  map[string]*strings.Builder // what the compiler said, by import path
}

func newStream(out io.Writer) *stream {
	return &stream{
		out:     out,
		outcome: map[test]string{},
		output:  map[test]*strings.Builder{},
		builds:  map[string]*strings.Builder{},
	}
}

// read takes events until the end of the stream. Lines that are no events are passed on as they are.
func (s *stream) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if line = bytes.TrimSpace(line); len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) == nil && e.Action != "" {
				s.add(e)
			} else {
				fmt.Fprintf(s.out, "%s\n", line)
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *stream) add(e event) {
	t := test{e.Package, e.Test}
	switch e.Action {
	case "start", "run":
		s.outcome[t] = "run"
	case "output":
		builder(s.output, t).WriteString(e.Output)
	case "build-output":
		builder(s.builds, e.ImportPath).WriteString(e.Output)
	case "build-fail":
		fmt.Fprint(s.out, indent(builder(s.builds, e.ImportPath).String()))
	case "pass", "fail", "skip":
		s.outcome[t] = e.Action
		s.show(t, e)
	}
}

// show prints a finished package on one line, preceded by the failures and the skips in it.
func (s *stream) show(t test, e event) {
	switch {
	case t.name != "":
		if e.Action != "pass" {
			fmt.Fprintf(s.out, "%-5s %s\n%s", e.Action, t, indent(s.said(t)))
		}
	case e.Action == "fail":
		fmt.Fprintf(s.out, "FAIL  %s  %.1fs\n", t.pkg, e.Elapsed)
		if e.FailedBuild == "" {
			fmt.Fprint(s.out, indent(s.said(t)))
		}
	case e.Action == "pass":
		fmt.Fprintf(s.out, "ok    %s  %d tests  %s\n", t.pkg, s.count(t.pkg), s.duration(t, e))
	}
}

// said is what a test or package printed, without the lines that repeat what the report says.
func (s *stream) said(t test) string {
	var kept []string
	for line := range strings.Lines(builder(s.output, t).String()) {
		word := strings.TrimSpace(line)
		mark := strings.HasPrefix(word, "=== ") || strings.HasPrefix(word, "--- ")
		verdict := t.name == "" && (word == "FAIL" || strings.HasPrefix(line, "FAIL\t") || strings.HasPrefix(line, "exit status"))
		if !mark && !verdict {
			kept = append(kept, line)
		}
	}
	if more := len(kept) - 2*shown; more > 0 {
		cut := fmt.Sprintf("… %d lines more in build/test …\n", more)
		kept = slices.Concat(kept[:shown], []string{cut}, kept[len(kept)-shown:])
	}
	return strings.Join(kept, "")
}

// shown is how many lines of a failed test's output are shown from each end.
const shown = 25

func (s *stream) duration(t test, e event) string {
	if strings.Contains(builder(s.output, t).String(), "\t(cached)") {
		return "cached"
	}
	return fmt.Sprintf("%.1fs", e.Elapsed)
}

func (s *stream) count(pkg string) int {
	n := 0
	for _, t := range s.leaves() {
		if t.pkg == pkg {
			n++
		}
	}
	return n
}

// leaves are the tests without subtests, in order.
func (s *stream) leaves() []test {
	parents := map[test]bool{}
	for t := range s.outcome {
		if i := strings.LastIndex(t.name, "/"); i > 0 {
			parents[test{t.pkg, t.name[:i]}] = true
		}
	}
	var leaves []test
	for t := range s.outcome {
		if t.name != "" && !parents[t] {
			leaves = append(leaves, t)
		}
	}
	sortTests(leaves)
	return leaves
}

// failures are the tests and packages that failed or never ended, each named once: where a subtest failed, the tests
// around it and the package failed only because of it.
func (s *stream) failures() []test {
	var failed []test
	for t, o := range s.outcome {
		if o == "fail" || o == "run" {
			failed = append(failed, t)
		}
	}
	inner := slices.DeleteFunc(slices.Clone(failed), func(t test) bool {
		return slices.ContainsFunc(failed, t.contains)
	})
	sortTests(inner)
	return inner
}

func sortTests(tests []test) {
	slices.SortFunc(tests, func(a, b test) int { return strings.Compare(a.String(), b.String()) })
}

func builder[K comparable](m map[K]*strings.Builder, key K) *strings.Builder {
	if m[key] == nil {
		m[key] = &strings.Builder{}
	}
	return m[key]
}

func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("      " + strings.TrimRight(line, "\n") + "\n")
	}
	return b.String()
}
