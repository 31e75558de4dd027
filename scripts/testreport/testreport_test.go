package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The streams below are shortened from what go test -json prints.
const (
	passing = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"run","Package":"p","Test":"TestB/one"}
{"Action":"run","Package":"p","Test":"TestB/two"}
{"Action":"pass","Package":"p","Test":"TestB/one","Elapsed":0}
{"Action":"pass","Package":"p","Test":"TestB/two","Elapsed":0}
{"Action":"pass","Package":"p","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"p","Output":"ok  \tp\t(cached)\n"}
{"Action":"pass","Package":"p","Elapsed":0}
`
	failing = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/deep"}
{"Action":"output","Package":"p","Test":"TestA/deep","Output":"=== RUN   TestA/deep\n"}
{"Action":"output","Package":"p","Test":"TestA/deep","Output":"    a_test.go:7: got 1, want 2\n"}
{"Action":"fail","Package":"p","Test":"TestA/deep","Elapsed":0}
{"Action":"fail","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"output","Package":"p","Output":"FAIL\n"}
{"Action":"fail","Package":"p","Elapsed":0.1}
`
	skipping = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: needs a moon\n"}
{"Action":"skip","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"pass","Package":"p","Elapsed":0}
`
	skippingPart = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/deep"}
{"Action":"skip","Package":"p","Test":"TestA/deep","Elapsed":0}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0}
{"Action":"pass","Package":"p","Elapsed":0}
`
	broken = `{"ImportPath":"p [p.test]","Action":"build-output","Output":"./a.go:1: undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"start","Package":"p"}
{"Action":"fail","Package":"p","Elapsed":0,"FailedBuild":"p [p.test]"}
`
	cutShort = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
`
	untested = `{"Action":"start","Package":"p"}
{"Action":"output","Package":"p","Output":"?   \tp\t[no test files]\n"}
{"Action":"skip","Package":"p","Elapsed":0}
`
)

var (
	flood = `{"Action":"run","Package":"p","Test":"TestA"}` + "\n" +
		strings.Repeat(`{"Action":"output","Package":"p","Test":"TestA","Output":"wet\n"}`+"\n", 60) +
		`{"Action":"fail","Package":"p","Test":"TestA"}`
	floodShown = "fail  p TestA\n" + strings.Repeat("      wet\n", 25) + "      … 10 lines more in build/test …\n" +
		strings.Repeat("      wet\n", 25)
)

func TestTotalsCountLeavesAndEndWithOnePlainLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, stream, excuses, want string
		fails                       bool
	}{
		{"subtests count, their parents don't", passing, "", "3 passed, 0 failed, 0 skipped\n", false},
		{"a failed subtest is one failure", failing, "", "failed: p TestA/deep\n0 passed, 1 failed, 0 skipped\n", true},
		{"a skip without leave fails", skipping, "", "skipped without leave: p TestA\n0 passed, 1 failed, 0 skipped\n", true},
		{"a skip with leave is counted", skipping, "p TestA # no moon here", "0 passed, 0 failed, 1 skipped\n", false},
		{"a part of a test that may be skipped may be too", skippingPart, "p TestA # no moon here", "0 passed, 0 failed, 1 skipped\n", false},
		{"an excuse for another test is none", skippingPart, "p Test # no moon here", "skipped without leave: p TestA/deep\nexcused but not there: p Test\n0 passed, 2 failed, 0 skipped\n", true},
		{"an excuse for a test that is gone fails", passing, "p TestGone # old", "excused but not there: p TestGone\n3 passed, 1 failed, 0 skipped\n", true},
		{"an excuse for a package that did not run is kept", passing, "q TestQ # elsewhere", "3 passed, 0 failed, 0 skipped\n", false},
		{"a package that doesn't compile fails", broken, "", "failed: p\n0 passed, 1 failed, 0 skipped\n", true},
		{"a run that was cut short fails", cutShort, "", "failed: p TestA\n0 passed, 1 failed, 0 skipped\n", true},
		{"a package without tests is nothing", untested, "", "0 passed, 0 failed, 0 skipped\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			results := write(t, dir, "results.json", c.stream)
			skips := write(t, dir, "skips.txt", "# comment\n\n"+c.excuses+"\n")
			var out strings.Builder
			err := run([]string{"-skips", skips, results}, nil, &out)
			if got := errors.Is(err, errTests); got != c.fails || (err != nil && !got) {
				t.Errorf("run ended with %v, want a failure: %v", err, c.fails)
			}
			if out.String() != c.want {
				t.Errorf("printed\n%s\nwant\n%s", out.String(), c.want)
			}
		})
	}
}

func TestSeveralStreamsAddUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out strings.Builder
	err := run([]string{write(t, dir, "a.json", passing), write(t, dir, "b.json", failing)}, nil, &out)
	if !errors.Is(err, errTests) || !strings.HasSuffix(out.String(), "\n3 passed, 1 failed, 0 skipped\n") {
		t.Errorf("printed %q and ended with %v", out.String(), err)
	}
}

func TestFollowingShowsWhatAPersonNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, stream, want string
		fails              bool
	}{
		{"a passed package is one line", passing, "ok    p  3 tests  cached\n", false},
		{"a failed test shows its words", failing,
			"fail  p TestA/deep\n          a_test.go:7: got 1, want 2\nfail  p TestA\nFAIL  p  0.1s\n", true},
		{"a skipped test shows its reason", skipping, "skip  p TestA\n          a_test.go:3: needs a moon\nok    p  1 tests  0.0s\n", false},
		{"the compiler is quoted", broken, "      ./a.go:1: undefined: x\nFAIL  p  0.0s\n", true},
		{"a flood is cut in the middle", flood, floodShown, true},
		{"other lines are passed on", "go: what is this\n", "go: what is this\n", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			err := run(nil, strings.NewReader(c.stream), &out)
			if errors.Is(err, errTests) != c.fails {
				t.Errorf("run ended with %v, want a failure: %v", err, c.fails)
			}
			if out.String() != c.want {
				t.Errorf("printed\n%s\nwant\n%s", out.String(), c.want)
			}
		})
	}
}

func TestAnExcuseWithoutReasonIsRefused(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"p TestA", "p # why", "p TestA TestB # why", "p TestA #"} {
		skips := write(t, t.TempDir(), "skips.txt", line)
		if _, err := readExcuses(skips); err == nil || !strings.Contains(err.Error(), "skips.txt:1:") {
			t.Errorf("reading %q gave %v, want an error that names the line", line, err)
		}
	}
}

func TestAMissingFileIsAnError(t *testing.T) {
	t.Parallel()
	gone := filepath.Join(t.TempDir(), "gone")
	if err := run([]string{gone}, nil, &strings.Builder{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading a missing result gave %v", err)
	}
	if err := run([]string{"-skips", gone, gone}, nil, &strings.Builder{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("reading a missing list of excuses gave %v", err)
	}
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
